import type { Answer, SignedAnswer } from '../../counter/journal/answer.ts';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';

/** An answer as the journal stores it; who signed it is checked before it gets there. */
export function answerOf(entry: StoredEntry, more: Partial<Answer> = {}): SignedAnswer {
  const answer: Answer = {
    v: 1,
    counter: entry.counter,
    epoch: entry.epoch,
    seq: entry.seq,
    uid: entry.uid,
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference: 'HE-1',
    tokens: ['12345678901234567890'],
    decidedAt: 1,
    ...more,
  };
  return {
    answer,
    text: canonicalJson({ ...answer, text: answer.text && { ...answer.text } }),
    signature: 'by the head end',
  };
}
