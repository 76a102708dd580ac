import type { SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import { canonicalJson } from '../counter/journal/canonical.ts';
import { hashBeforeFirst } from '../counter/journal/chain.ts';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import {
  ackedSeq,
  answerOfTurn,
  lastAcknowledgement,
  lastAnswerNumber,
  offeredThrough,
} from './answer-reads.ts';
import { commit } from './commit.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { sha256Hex } from './crypto.ts';
import { entryBySeq } from './entries.ts';
import { fault, type JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';
import { type Copies, copyEverything } from './second-copy.ts';
import { statement } from './statement.ts';

/**
 * Keeps what the head end said, verbatim. The caller has checked the signatures. All or none: an
 * answer that contradicts a stored one, or fits no entry, is a conflict. Durable in journal and
 * second copy when it resolves; answers stored before are passed over (`new` counts the others).
 */
export async function storeAnswers(
  journal: Journal,
  answers: readonly SignedAnswer[],
): Promise<Result<{ readonly new: number; readonly copies: Copies }, JournalFault>> {
  const { inner } = journal;
  if (inner.state !== 'open') return err(fault('stopped', `the journal is ${inner.state}`));
  const fresh: SignedAnswer[] = [];
  for (const signed of answers) {
    const standing = standingOf(inner.db, journal, signed);
    if (!standing.ok) return standing;
    if (standing.value === 'new' && !fresh.some((other) => other.text === signed.text)) fresh.push(signed);
  }
  if (fresh.length > 0) {
    const storedAt = inner.options.clock.wallMs();
    const outcome = commit(
      inner,
      (db) => {
        for (const { answer, text, signature } of fresh) {
          insertAnswer(db, { n: lastAnswerNumber(db) + 1, seq: answer.seq, text, signature, storedAt });
        }
        inner.options.faults?.crashPoint?.('before-answer');
        return ok(fresh.length);
      },
      (db) =>
        fresh.every((signed) => answerOfTurn(db, signed.answer.seq, signed.answer.turn) !== null) ? 1 : null,
    );
    if (outcome.kind !== 'committed') return err(outcome.fault);
    inner.options.faults?.crashPoint?.('after-answer');
    inner.lastAnswer = lastAnswerNumber(inner.db);
  }
  return ok({ new: fresh.length, copies: await copyEverything(inner) });
}

function standingOf(
  db: ReadableDb,
  journal: Journal,
  signed: SignedAnswer,
): Result<'new' | 'stored', JournalFault> {
  const { answer, text } = signed;
  if (canonicalJson({ ...answer, text: answer.text === null ? null : { ...answer.text } }) !== text) {
    return err(fault('conflict', `the text of an answer about entry ${answer.seq} says something else`));
  }
  if (Buffer.byteLength(text) > limits.answerTextBytesMax)
    return err(fault('conflict', 'an answer is too large'));
  const entry = entryBySeq(db, answer.seq);
  const fits =
    answer.counter === journal.counter && answer.epoch === entry?.epoch && answer.uid === entry.uid;
  if (!fits) return err(fault('conflict', `an answer is about no entry of this journal: ${answer.seq}`));
  const before = answerOfTurn(db, answer.seq, answer.turn);
  if (before === null) return ok('new');
  if (before.text === text) return ok('stored');
  return err(fault('conflict', `entry ${answer.seq} has another answer of turn ${answer.turn}`));
}

/** Also used when answers come back from the second copy. */
export function insertAnswer(
  db: WritableDb,
  row: { n: number; seq: number; text: string; signature: string; storedAt: number },
): void {
  const { n, seq, text, signature, storedAt } = row;
  const sql = `INSERT INTO answer (n, seq, turn, credit, text, signature, sum, stored_at)
    VALUES (?, ?, json_extract(?, '$.turn'), json_extract(?, '$.credit'), ?, ?, ?, ?)`;
  statement(db, sql).run(n, seq, text, text, text, signature, signedSum({ text, signature }), storedAt);
}

/** Stored beside what the head end signed: finds a wrong bit much faster than checking the signature would. */
export function signedSum({
  text,
  signature,
}: {
  readonly text: string;
  readonly signature: string;
}): string {
  return sha256Hex(`${text}\n${signature}`);
}

/**
 * Keeps a signed prefix; the newest counts, also when it is lower, for a head end restored from a
 * backup must get again what it lost. One that names another hash than ours is a conflict.
 */
export function storeAcknowledgement(
  journal: Journal,
  signed: SignedAcknowledgement,
): Result<void, JournalFault> {
  const { inner } = journal;
  if (inner.state !== 'open') return err(fault('stopped', `the journal is ${inner.state}`));
  const { acknowledgement, text, signature } = signed;
  const { ackedSeq: acked, headHash, counter, epoch } = acknowledgement;
  if (canonicalJson({ ...acknowledgement }) !== text)
    return err(fault('conflict', 'an acknowledgement says something else'));
  const hash = acked === 0 ? hashBeforeFirst : entryBySeq(inner.db, acked)?.hash;
  if (counter !== journal.counter || epoch > journal.epoch || hash !== headHash) {
    return err(fault('conflict', `the head end acknowledges another entry ${acked}`));
  }
  if (lastAcknowledgement(inner.db)?.text === text) return ok(undefined);
  const outcome = commit(
    inner,
    (db) => {
      const sql = `INSERT INTO acknowledgement (n, acked_seq, text, signature, sum, stored_at)
        SELECT ifnull(max(n), 0) + 1, ?, ?, ?, ?, ? FROM acknowledgement`;
      statement(db, sql).run(acked, text, signature, signedSum(signed), inner.options.clock.wallMs());
      inner.options.faults?.crashPoint?.('before-acknowledgement');
      return ok(acked);
    },
    (db) => (ackedSeq(db) === acked ? acked : null),
  );
  inner.options.faults?.crashPoint?.('after-acknowledgement');
  return outcome.kind === 'committed' ? ok(undefined) : err(outcome.fault);
}

/** Durable before the first byte of a batch goes out; never goes back. */
export function markOffered(journal: Journal, throughSeq: number): Result<void, JournalFault> {
  const { inner } = journal;
  if (inner.state !== 'open') return err(fault('stopped', `the journal is ${inner.state}`));
  if (offeredThrough(inner.db) >= throughSeq) return ok(undefined);
  if (throughSeq > inner.tail.seq) return err(fault('conflict', `entry ${throughSeq} does not exist`));
  const outcome = commit(
    inner,
    (db) => {
      const sql = 'INSERT INTO offer (n, through_seq, at) SELECT ifnull(max(n), 0) + 1, ?, ? FROM offer';
      statement(db, sql).run(throughSeq, inner.options.clock.wallMs());
      inner.options.faults?.crashPoint?.('before-offer');
      return ok(throughSeq);
    },
    (db) => (offeredThrough(db) >= throughSeq ? throughSeq : null),
  );
  inner.options.faults?.crashPoint?.('after-offer');
  return outcome.kind === 'committed' ? ok(undefined) : err(outcome.fault);
}
