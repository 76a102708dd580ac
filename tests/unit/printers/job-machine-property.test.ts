import assert from 'node:assert/strict';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { stepJob } from '../../../printers/job-machine.ts';
import { type JobEvent, type JobState, type JobTerms, newJob } from '../../../printers/job-states.ts';

/** What the world does next; what of it becomes an event depends on what is true in the world. */
const acts = [
  'statusClean',
  'statusBad',
  'statusSilent',
  'notReached',
  'serviceGrants',
  'deviceTakesSome',
  'deviceTakesAll',
  'devicePrints',
  'deviceAnswers',
  'noProgress',
  'linkBreaks',
  'timeUp',
  'giveUp',
  'crash',
  'personSaysYes',
  'personSaysNo',
] as const;
type Act = (typeof acts)[number];

/** The acts that lead on come often, so that schedules reach the end and the faults find it. */
const often: readonly Act[] = [
  'statusClean',
  'serviceGrants',
  'deviceTakesAll',
  'devicePrints',
  'deviceAnswers',
  'timeUp',
];
const anyAct = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...often) },
  { weight: 1, arbitrary: fc.constantFrom(...acts) },
);

interface Sent {
  readonly copy: number;
  delivered: number;
  printed: boolean;
}

/** A service that keeps every step, a device that tells the truth, and a person who reads paper. */
class World {
  state: JobState = newJob(1);
  copy = 0;
  /** Every attempt for which sending began, in order. */
  readonly sent: Sent[] = [];
  readonly terms: JobTerms;

  constructor(confirm: JobTerms['confirm']) {
    this.terms = { bytesTotal: 10, confirm, demandsAnswer: confirm !== 'operator', proofLimitMs: 1 };
    this.tell({ type: 'start' });
  }

  get current(): Sent | undefined {
    return this.sent.at(-1);
  }

  tell(event: JobEvent): void {
    const result = stepJob(this.state, event, this.terms);
    if (result === null) return;
    this.state = result.state;
    for (const effect of result.effects) {
      if (effect.do === 'askPermission') this.state = { ...this.state, bytesAccepted: 0 };
      if (effect.do === 'send') this.sent.push({ copy: this.copy, delivered: 0, printed: false });
    }
    this.check();
  }

  act(act: Act): void {
    switch (act) {
      case 'statusClean':
        return this.tell({ type: 'condition', reason: 'none', answered: true });
      case 'statusBad':
        return this.tell({ type: 'condition', reason: 'paper-end', answered: true });
      case 'statusSilent':
        return this.tell({ type: 'condition', reason: 'none', answered: false });
      case 'notReached':
        return this.tell({ type: 'notReached', reason: 'not-reached' });
      case 'serviceGrants':
        return this.tell({ type: 'permitted', attempt: this.state.attempt });
      case 'deviceTakesSome':
        return this.take(3);
      case 'deviceTakesAll':
        return this.take(10);
      case 'devicePrints':
        if (this.current?.delivered === 10) this.current.printed = true;
        return;
      case 'deviceAnswers':
        if (this.current?.printed !== true) return;
        return this.tell({ type: this.terms.confirm === 'gs_h' ? 'idReturned' : 'inOrderAnswer' });
      case 'noProgress':
        return this.tell({ type: 'noProgress' });
      case 'linkBreaks':
        return this.tell({ type: 'linkLost' });
      case 'timeUp':
        return this.tell({ type: 'timeUp' });
      case 'giveUp':
        return this.tell({ type: 'giveUp' });
      case 'crash':
        this.tell({ type: 'restarted' });
        return this.tell({ type: 'start' });
      case 'personSaysYes':
        return this.tell({ type: 'answered', onPaper: 'yes' });
      case 'personSaysNo':
        return this.furtherCopy();
    }
  }

  take(bytes: number): void {
    const { phase, bytesAccepted } = this.state;
    if ((phase !== 'sending' && phase !== 'stalled') || this.current === undefined) return;
    const taken = Math.min(bytes, 10 - bytesAccepted);
    if (taken === 0) return;
    this.current.delivered += taken;
    this.tell({ type: 'accepted', bytes: taken });
  }

  furtherCopy(): void {
    if (this.state.phase !== 'uncertain') return;
    this.tell({ type: 'answered', onPaper: 'no' });
    this.copy += 1;
    this.state = newJob(this.state.attempt + 1);
    this.tell({ type: 'start' });
  }

  check(): void {
    const withBytes = this.sent.filter(({ delivered }) => delivered > 0);
    // Never two unmarked copies, and no copy number twice: each has at most one attempt with bytes.
    const copies = withBytes.map(({ copy }) => copy);
    assert.equal(new Set(copies).size, copies.length, 'one copy twice on paper');
    // Never confirmed without paper, unless a person said so.
    if (this.state.phase === 'confirmed' && this.state.level !== 'operator') {
      assert.equal(this.current?.printed, true, 'confirmed without paper');
    }
    if (this.state.phase === 'failed' || this.state.phase === 'dropped') {
      assert.ok(!copies.includes(this.copy), 'failed, yet bytes are in the device');
    }
  }
}

describe('the job machine under any schedule', () => {
  it.each(['gs_h', 'gs_r', 'operator'] as const)(
    'with %s: no second unmarked copy, no confirmation without paper, nothing sent twice',
    (confirm) => {
      let confirmed = 0;
      fc.assert(
        fc.property(fc.array(anyAct, { minLength: 5, maxLength: 60, size: 'max' }), (schedule) => {
          const world = new World(confirm);
          for (const act of schedule) world.act(act);
          if (world.state.phase === 'confirmed') confirmed += 1;
        }),
        { numRuns: 4_000, seed: 20_261_123 },
      );
      expect(confirmed).toBeGreaterThan(200);
    },
  );
});
