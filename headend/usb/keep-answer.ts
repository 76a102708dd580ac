import { agreementWith, type KeepContext, ofThisJournal, storeAnswers, storeIfNew } from '../keep-words.ts';
import type { StickReading } from './read-answer.ts';

/** What became of an answer from a stick. */
export type KeptAnswer =
  | {
      readonly kind: 'kept';
      /** Of the acknowledgement on disk now, whoever moved it. */
      readonly ackedSeq: number;
      /** Answers that the stick brought about entries of this journal; some may have been here before. */
      readonly answers: number;
    }
  /** It acknowledges another journal than this one: another copy of this counter has sent. */
  | { readonly kind: 'journals-differ' }
  /** The head end was put back from a backup: it must get back what it lost before anything else is believed. */
  | { readonly kind: 'head-end-restored' };

/**
 * Puts an answer from a stick on disk the way that one over the wire goes: answers first, then the prefix. One
 * that is older than what came since changes nothing, for both ways may race.
 */
export async function keepStickAnswer(context: KeepContext, reading: StickReading): Promise<KeptAnswer> {
  const { outbox } = context.ports;
  const before = outbox.position();
  if (before.serverEpoch !== null && before.serverEpoch !== reading.serverEpoch)
    return { kind: 'head-end-restored' };
  const { acknowledgement } = reading;
  if (acknowledgement !== null && agreementWith(context, acknowledgement) === 'differs')
    return { kind: 'journals-differ' };
  const answers = ofThisJournal(outbox, reading.answers);
  const acked = acknowledgement?.acknowledgement.ackedSeq ?? 0;
  const isOld = acked < before.ackedSeq;
  await storeAnswers(context, answers, isOld ? null : reading.cursor);
  // The wire may have moved it while the answers were being written.
  if (acknowledgement !== null && acked > outbox.position().ackedSeq) storeIfNew(context, acknowledgement);
  return { kind: 'kept', ackedSeq: outbox.position().ackedSeq, answers: answers.length };
}
