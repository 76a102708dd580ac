import { verifyNext } from '../counter/journal/verify-chain.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { lastAnswerNumber } from './answer-reads.ts';
import { insertAnswer } from './answers.ts';
import { commit } from './commit.ts';
import type { WritableDb } from './connection.ts';
import { sha256Hex, verifyHash } from './crypto.ts';
import { insertEntry, lastSeq } from './entries.ts';
import { fault, type JournalFault } from './fault.ts';
import type { JournalInner } from './journal-inner.ts';
import { type MirroredRest, readBeyond } from './mirror/missing.ts';
import { projectEntry } from './projections.ts';
import { confirmedOffAt, readTail, recoveryKeyOf } from './tail.ts';

/**
 * The second copy goes further than the journal: an older journal was put back, or the disk lied.
 * What is missing is taken from the copy, every hash and signature proved, in one transaction.
 */
export async function mendFromMirror(inner: JournalInner): Promise<Result<number, JournalFault>> {
  const { mirrorFolder, signer } = inner.options;
  if (mirrorFolder === null) return ok(0);
  const end = { seq: inner.tail.seq, answer: lastAnswerNumber(inner.db) };
  const owner = { counter: inner.place.counter, epoch: inner.tail.epoch };
  const rest = await readBeyond(mirrorFolder, owner, signer, end);
  if (rest === null)
    return err(fault('mirror-disagrees', 'the second copy cannot be opened with this device key'));
  const outcome = commit(
    inner,
    (db) => insertRest(inner, db, rest),
    (db) => (lastSeq(db) > end.seq ? lastSeq(db) - end.seq : null),
  );
  if (outcome.kind !== 'committed') return err(outcome.fault);
  inner.tail = readTail(inner.db);
  inner.lastAnswer = lastAnswerNumber(inner.db);
  return ok(outcome.value);
}

function insertRest(inner: JournalInner, db: WritableDb, rest: MirroredRest): Result<number, JournalFault> {
  const { counter } = inner.place;
  const { epoch, hash, seq } = inner.tail;
  const { publicKey } = inner;
  let chain = { counter, epoch, seq, hash, publicKey, recoveryKey: recoveryKeyOf(db) };
  for (const stored of rest.entries) {
    const next = verifyNext(chain, stored, { sha256: sha256Hex, verify: verifyHash }, 'every');
    if (!next.ok) return err(fault('mirror-disagrees', `entry ${next.error.seq}: ${next.error.code}`));
    chain = next.value.chain;
    insertEntry(db, stored, next.value.entry);
    if (!projectEntry(db, next.value.entry)) {
      return err(fault('mirror-disagrees', `entry ${stored.seq} does not fit the books`));
    }
  }
  for (const answer of rest.answers) insertAnswer(db, answer);
  inner.publicKey = chain.publicKey;
  inner.confirmedOffMs = confirmedOffAt(db);
  return ok(rest.entries.length);
}
