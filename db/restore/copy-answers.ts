import type { Acknowledgement, Answer } from '../../counter/journal/answer.ts';
import { acknowledgementHash, answerHash, hashBeforeFirst } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import { answerOfTurn } from '../answer-reads.ts';
import { insertAnswer, signedSum } from '../answers.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { sha256Hex, verifyHash } from '../crypto.ts';
import { entryBySeq, lastSeq } from '../entries.ts';
import type { MirroredAnswer } from '../mirror/missing.ts';
import { statement } from '../statement.ts';
import type { DamagedJournal } from './damaged-journal.ts';
import type { MirrorShelf } from './mirror-shelf.ts';

export interface CopiedAnswers {
  readonly answers: number;
  /** Not signed by the head end that the journal names, or about no entry of it. */
  readonly answersRefused: number;
}

const stepAnswers = 1_000;

/**
 * Takes over what the head end said, from both sources and in its order, each under the head end's own
 * signature. What is missing comes again with the results, so a gap closes up. One transaction a step.
 */
export async function copyAnswers(
  db: WritableDb,
  headEndPublicKey: string,
  shelf: MirrorShelf | null,
  journal: DamagedJournal | null,
): Promise<CopiedAnswers> {
  const known = Math.max(shelf?.highestAnswer ?? 0, journal?.highestAnswer ?? 0);
  const last = Math.min(known, lastSeq(db) * limits.answerTurnsMax);
  let answers = 0;
  let answersRefused = 0;
  for (let from = 1; from <= last; from += stepAnswers) {
    const to = Math.min(last, from + stepAnswers - 1);
    const mirrored = shelf === null ? [] : await shelf.answers(from, to);
    const found = [...mirrored, ...(journal?.answers(from, to) ?? [])].toSorted(
      (left, right) => left.n - right.n,
    );
    const step = db.transaction(() => {
      for (const row of found) {
        const standing = standingOf(db, row, headEndPublicKey);
        if (standing === 'refused') answersRefused += 1;
        if (standing !== 'new') continue;
        answers += 1;
        insertAnswer(db, { ...row, n: answers });
      }
    });
    step.immediate();
  }
  return { answers, answersRefused };
}

function standingOf(
  db: ReadableDb,
  { seq, text, signature }: MirroredAnswer,
  headEndPublicKey: string,
): 'new' | 'stored' | 'refused' {
  const answer = read<Answer>(text);
  const entry = entryBySeq(db, seq);
  if (answer === null || entry === null || answer.seq !== seq || answer.uid !== entry.uid) return 'refused';
  if (answer.epoch !== entry.epoch || answer.counter !== entry.counter) return 'refused';
  if (Buffer.byteLength(text) > limits.answerTextBytesMax) return 'refused';
  if (answerOfTurn(db, seq, answer.turn) !== null) return 'stored';
  return verifyHash(answerHash(sha256Hex, text), signature, headEndPublicKey) ? 'new' : 'refused';
}

/** The acknowledged prefixes that are signed and name an entry of this journal. */
export function copyAcknowledgements(
  db: WritableDb,
  headEndPublicKey: string,
  journal: DamagedJournal,
): number {
  let n = 0;
  for (const { text, signature, storedAt } of journal.acknowledgements()) {
    const acknowledgement = read<Acknowledgement>(text);
    if (acknowledgement === null) continue;
    const { ackedSeq, headHash } = acknowledgement;
    const hash = ackedSeq === 0 ? hashBeforeFirst : entryBySeq(db, ackedSeq)?.hash;
    if (hash !== headHash) continue;
    if (!verifyHash(acknowledgementHash(sha256Hex, text), signature, headEndPublicKey)) continue;
    n += 1;
    const sum = signedSum({ text, signature });
    statement(db, insertAcknowledgement).run(n, ackedSeq, text, signature, sum, storedAt);
  }
  return n;
}

const insertAcknowledgement =
  'INSERT INTO acknowledgement (n, acked_seq, text, signature, sum, stored_at) VALUES (?, ?, ?, ?, ?, ?)';

function read<Meaning>(text: string): Meaning | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the head end's signature, checked by the caller, stands for its shape
    return JSON.parse(text) as Meaning | null;
  } catch {
    return null;
  }
}
