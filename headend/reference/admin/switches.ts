import { assertNever } from '../../../counter/result.ts';
import { noFault, type Fault, type FaultKind } from '../faults.ts';
import { html, type Html } from './html.ts';

/** A button that brings a fault about, or ends it. */
export interface Switch {
  readonly fault: Fault;
  readonly name: string;
  readonly what: string;
}

const standing = (kind: FaultKind, name: string, what: string): Switch => ({
  fault: { ...noFault, kind },
  name,
  what,
});

export const standingSwitches: readonly Switch[] = [
  standing('none', 'Answer as usual', 'no fault'),
  standing('down', 'Do not listen', 'connections are refused, as by a server that is off'),
  standing('hang', 'Take and never answer', 'every call ends in a timeout'),
  standing('503', 'Say 503', 'a gateway in front of an application that is gone'),
  standing('html200', 'A page instead of an answer', 'status 200 and HTML, as a captive portal does'),
  standing('empty200', 'An empty answer', 'status 200 and nothing in it'),
  standing('slow', 'Answer slowly', 'each call waits before it is worked on'),
  standing('lost-answer', 'Lose every answer to a batch', 'the work is done, the connection breaks'),
  standing('wrong-signature', 'Spoil every signature', 'the form stays right, the proof fails'),
];

export const countedSwitches: readonly Switch[] = [
  {
    fault: { ...noFault, kind: 'lost-answer', times: 3 },
    name: 'Lose the next 3 answers',
    what: 'to batches; their entries are on record',
  },
  {
    fault: { ...noFault, kind: 'busy', times: 5, retryAfterS: 3 },
    name: 'Turn the next 5 calls away',
    what: 'with 503 and Retry-After: 3 seconds',
  },
  {
    fault: { ...noFault, kind: 'duplicate', times: 1 },
    name: 'Deliver the next batch twice',
    what: 'both at once; its credits are given once',
  },
];

export const sameFault = (one: Fault, other: Fault): boolean =>
  one.kind === other.kind && (one.times === null) === (other.times === null);

/** The state of this head end as a shape, words and a colour, in that order. */
export function faultState({ kind, times }: Fault): Html {
  const left = times === null ? '' : `, ${times} more ${times === 1 ? 'time' : 'times'}`;
  switch (kind) {
    case 'none':
      return html`<strong>● Answering as usual</strong>`;
    case 'down':
      return html`<strong>■ Not listening</strong>`;
    case 'hang':
    case '503':
    case 'busy':
    case 'html200':
    case 'empty200':
    case 'slow':
    case 'lost-answer':
    case 'duplicate':
    case 'wrong-signature':
      return html`<strong>▲ Fault: ${kind}${left}</strong>`;
    default:
      return assertNever(kind);
  }
}
