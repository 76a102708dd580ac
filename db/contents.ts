import { createHash } from 'node:crypto';
import type { ReadableDb } from './connection.ts';

/** What the journal holds and no migration may move: counts and sums that people know, and digests. */
export interface Contents {
  readonly entries: number;
  readonly lastSeq: number;
  /** Hash of the last entry; null in an empty journal. */
  readonly headHash: string | null;
  readonly takingsPaise: number;
  readonly recharges: number;
  /** Sum of the ledger lines of each account. */
  readonly ledgerPaise: Readonly<Record<string, number>>;
  readonly ledgerLines: number;
  readonly answers: number;
  readonly acknowledgements: number;
  readonly offers: number;
  readonly printJobs: number;
  readonly printSteps: number;
  readonly printDocuments: number;
  readonly pins: number;
  readonly careEvents: number;
  /** SHA-256 over every row, in order: a body that changed by one letter changes it. */
  readonly entriesSha256: string;
  readonly answersSha256: string;
  readonly printDocumentsSha256: string;
}

const counted = `SELECT
  (SELECT count(*) FROM entry) AS entries,
  (SELECT ifnull(max(seq), 0) FROM entry) AS lastSeq,
  (SELECT hash FROM entry ORDER BY seq DESC LIMIT 1) AS headHash,
  (SELECT ifnull(sum(amount_paise), 0) FROM entry) AS takingsPaise,
  (SELECT count(*) FROM entry WHERE kind = 'recharge') AS recharges,
  (SELECT count(*) FROM ledger) AS ledgerLines,
  (SELECT count(*) FROM answer) AS answers,
  (SELECT count(*) FROM acknowledgement) AS acknowledgements,
  (SELECT count(*) FROM offer) AS offers,
  (SELECT count(*) FROM print_job) AS printJobs,
  (SELECT count(*) FROM print_step) AS printSteps,
  (SELECT count(*) FROM print_step WHERE document IS NOT NULL) AS printDocuments,
  (SELECT count(*) FROM person_pin) AS pins,
  (SELECT count(*) FROM care_event) AS careEvents`;
const byAccount = 'SELECT account, sum(amount_paise) AS paise FROM ledger GROUP BY account ORDER BY account';
const entryRows = 'SELECT seq, epoch, uid, kind, body, prev_hash, hash, signature FROM entry ORDER BY seq';
const answerRows = 'SELECT n, seq, turn, text, signature FROM answer ORDER BY n';
const documentRows = `SELECT job, document, document_sha256 FROM print_step
  WHERE document IS NOT NULL ORDER BY job, n`;

type Counts = Omit<Contents, 'ledgerPaise' | 'entriesSha256' | 'answersSha256' | 'printDocumentsSha256'>;

/** Reads the whole file once: seconds for ten lakh entries, and only when a journal is upgraded. */
export function contentsOf(db: ReadableDb): Contents {
  const counts = db.prepare<[], Counts>(counted).get();
  if (counts === undefined) throw new Error('counts are always one row');
  const accounts = db.prepare<[], { account: string; paise: number }>(byAccount).all();
  return {
    ...counts,
    ledgerPaise: Object.fromEntries(accounts.map(({ account, paise }) => [account, paise])),
    entriesSha256: digest(db, entryRows),
    answersSha256: digest(db, answerRows),
    printDocumentsSha256: digest(db, documentRows),
  };
}

/** Names of what differs, for the log; empty where nothing does. */
export function differences(before: Contents, after: Contents): string[] {
  const now = new Map(Object.entries(after).map(([name, value]) => [name, JSON.stringify(value)]));
  return Object.entries(before)
    .filter(([name, value]) => now.get(name) !== JSON.stringify(value))
    .map(([name]) => name);
}

function digest(db: ReadableDb, sql: string): string {
  const sum = createHash('sha256');
  for (const row of db.prepare(sql).raw().iterate()) sum.update(`${JSON.stringify(row)}\n`);
  return sum.digest('hex');
}
