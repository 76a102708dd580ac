import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import { lastAnswerNumber } from '../answer-reads.ts';
import { entryBySeq } from '../entries.ts';
import type { Journal } from '../journal.ts';
import { copyAgainFrom } from '../mirror/mirror.ts';
import { type Copies, copyEverything } from '../second-copy.ts';
import { recordCare } from './care-events.ts';
import type { MirrorProof } from './prove-mirror.ts';

/**
 * Writes again, into new files, everything from the first entry or answer that no good frame holds. The
 * damaged files stay where they are, on record as such, and are never written to. `two` when the second
 * copy is whole again.
 */
export async function mendMirror(journal: Journal, proof: MirrorProof): Promise<Copies> {
  const { inner } = journal;
  const { mirror } = inner;
  if (mirror === null) return 'single';
  const from = whereToBegin(journal, proof);
  if (from !== null) await copyAgainFrom(mirror, from);
  let copies = await copyEverything(inner);
  while (copies === 'single' && mirror.failure === null && inner.state === 'open') {
    await mirror.running;
    copies = await copyEverything(inner);
  }
  if (copies === 'single') return copies;
  const files = proof.damages.length === 0 ? [''] : proof.damages.map(({ file }) => file);
  for (const file of files) {
    const detail = from === null ? 'other files hold it too' : `written again from entry ${from.seq + 1} on`;
    recordCare(inner, { event: 'mirror-mended', afterSeq: inner.tail.seq, file, detail });
  }
  return copies;
}

/** Null where every entry and answer stands in some good frame all the same. */
function whereToBegin({ inner }: Journal, { missingSeq, missingAnswer }: MirrorProof) {
  if (missingSeq === null && missingAnswer === null) return null;
  const seq = (missingSeq ?? inner.tail.seq + 1) - 1;
  const hash = entryBySeq(inner.db, seq)?.hash ?? hashBeforeFirst;
  return { seq, hash, answer: (missingAnswer ?? lastAnswerNumber(inner.db) + 1) - 1 };
}
