import type { SignedAnswer } from '../counter/journal/answer.ts';

/** Runs something once after a time; what it gives back calls that off. */
export type After = (delayMs: number, run: () => void) => () => void;

/** Sales that hold their paper back for the answer about their entry, each for a limited time. */
export interface AnswerWait {
  waitFor(seq: number, timeoutMs: number): Promise<SignedAnswer | null>;
  settle(answer: SignedAnswer): void;
  /** The sending has failed: whoever waits goes on without an answer, now. */
  giveUp(): void;
}

export function createAnswerWait(after: After): AnswerWait {
  const waiting = new Map<number, Set<(answer: SignedAnswer | null) => void>>();

  function settleSeq(seq: number, answer: SignedAnswer | null): void {
    const settlers = waiting.get(seq) ?? [];
    waiting.delete(seq);
    for (const settle of settlers) settle(answer);
  }

  return {
    waitFor: (seq, timeoutMs) =>
      new Promise((resolve) => {
        const settlers = waiting.get(seq) ?? new Set();
        const cancel = after(timeoutMs, () => {
          settlers.delete(settle);
          resolve(null);
        });
        const settle = (answer: SignedAnswer | null) => {
          cancel();
          resolve(answer);
        };
        settlers.add(settle);
        waiting.set(seq, settlers);
      }),
    settle: (answer) => settleSeq(answer.answer.seq, answer),
    giveUp: () => {
      for (const seq of waiting.keys()) settleSeq(seq, null);
    },
  };
}
