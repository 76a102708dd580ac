import type { Problem } from './schemas.ts';
import type { TransportFailure } from './transport.ts';

/** Why an exchange does not count as an answer of the head end. What became of the request is unknown. */
export type NotAnsweringReason =
  | TransportFailure
  /** It speaks this protocol in versions that this program does not. */
  | 'other-version'
  | '5xx'
  | 'busy'
  | 'redirect'
  | 'html'
  | 'empty'
  | 'unparsable'
  | 'wrong-signature'
  | 'wrong-server'
  | 'wrong-answer'
  | 'not-accepting'
  | 'local-failure';

/** The head end is judged by its answers: these three outcomes are all there are. */
export type Verdict<Value> = Answered<Value> | NotAnswering | Refused;

export interface Answered<Value> {
  readonly kind: 'answered';
  readonly value: Value;
}

export interface NotAnswering {
  readonly kind: 'not-answering';
  readonly reason: NotAnsweringReason;
  /** For the log, in English; never shown to a cashier. */
  readonly detail: string;
  /** What the head end asked to wait, where it asked. */
  readonly retryAfterMs: number | null;
}

/** A refusal of the application. It is not tried again by the program. */
export interface Refused {
  readonly kind: 'refused';
  readonly problem: Problem;
}

export function answered<Value>(value: Value): Answered<Value> {
  return { kind: 'answered', value };
}

export function notAnswering(
  reason: NotAnsweringReason,
  detail: string,
  retryAfterMs: number | null = null,
): NotAnswering {
  return { kind: 'not-answering', reason, detail, retryAfterMs };
}
