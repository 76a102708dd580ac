import { isPrintState, type PrintState } from '../../counter/journal/print-job.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { openForReading, type ReadableDb } from '../connection.ts';
import { errorCode } from '../fault.ts';
import type { MirroredAnswer } from '../mirror/missing.ts';
import { statement } from '../statement.ts';
import type { Candidate, CandidateSource } from './candidate.ts';
import { privateCopy } from './private-copy.ts';

/**
 * What can still be read of a journal, damaged or whole. Rows come out as they stand, unproved; a
 * page that cannot be read loses only its own rows.
 */
export interface DamagedJournal {
  /** Null where neither the first table nor any entry says it. */
  readonly counter: string | null;
  readonly blocksLost: number;
  /** Its entries as those of `counter`, for the chain proves whose they are. */
  readonly sourceOf: (counter: string) => CandidateSource;
  readonly highestAnswer: number;
  readonly answers: (fromNumber: number, toNumber: number) => readonly MirroredAnswer[];
  readonly acknowledgements: () => readonly SalvagedSignedText[];
  readonly offers: () => readonly { readonly throughSeq: number; readonly at: number }[];
  /** Null where jobs of this entry stood on a page that cannot be read. */
  readonly printJobsOf: (entryUid: string) => readonly SalvagedJob[] | null;
  readonly pins: () => readonly { readonly person: string; readonly pin: string; readonly setAt: number }[];
  readonly pinTries: () => readonly {
    readonly person: string;
    readonly wrong: number;
    readonly at: number;
  }[];
  readonly careEvents: () => readonly SalvagedCareEvent[];
  readonly close: () => Promise<void>;
}

export interface SalvagedSignedText {
  readonly ackedSeq: number;
  readonly text: string;
  readonly signature: string;
  readonly storedAt: number;
}

export interface SalvagedJob {
  readonly id: string;
  readonly entry: string;
  readonly slip: string;
  readonly copy: number;
  readonly owner: string;
  readonly bornAt: number;
  readonly steps: readonly SalvagedStep[];
}

export interface SalvagedStep {
  readonly n: number;
  readonly state: PrintState;
  readonly attempt: number;
  readonly at: number;
  readonly detail: string;
  readonly document: string | null;
  readonly documentSha256: string | null;
}

export interface SalvagedCareEvent {
  readonly at: number;
  readonly event: string;
  readonly afterSeq: number;
  readonly file: string;
  readonly detail: string;
}

/** Three hashes and a signature alone take more than this, so a file cannot hold more entries. */
const entryBytesMin = 256;
const firstLookEntries = 500;

/** Null when not even the first page can be read as a journal's. */
export async function openDamagedJournal(
  path: string,
  nativeBinding?: string,
): Promise<DamagedJournal | null> {
  const copy = await privateCopy(path);
  const opened = openForReading(copy.path, nativeBinding);
  if (opened === null) {
    await copy.remove();
    return null;
  }
  const { db, fileBytes } = opened;
  const rowsMax = Math.ceil(fileBytes / entryBytesMin);
  const highestSeq = highest(db, 'entry', 'seq', rowsMax);
  const highestAnswer = highest(db, 'answer', 'n', rowsMax);
  const all = <Row>(table: string, sql: string, fits: Fits): readonly Row[] =>
    rowsBetween<Row>(db, sql, 1, highest(db, table, 'n', rowsMax), fits);
  return {
    counter: readCounter(db, highestSeq),
    blocksLost: copy.blocksLost,
    sourceOf: (counter) => ({
      highestSeq,
      entries: async (fromSeq, toSeq) => {
        const found = new Map<number, readonly Candidate[]>();
        for (const row of entryRows(db, fromSeq, Math.min(toSeq, highestSeq))) {
          found.set(row.seq, [{ stored: { counter, ...row }, from: 'journal' }]);
        }
        return found;
      },
    }),
    highestAnswer,
    answers: (from, to) =>
      rowsBetween<MirroredAnswer>(db, answerSql, from, Math.min(to, highestAnswer), answerFits),
    acknowledgements: () => all('acknowledgement', acknowledgementSql, acknowledgementFits),
    offers: () => all('offer', offerSql, offerFits),
    printJobsOf: (entryUid) => jobsOf(db, entryUid),
    pins: () => all('person_pin', pinSql, pinFits),
    pinTries: () => all('pin_try', pinTrySql, pinTryFits),
    careEvents: () => all('care_event', careSql, careFits),
    close: async () => {
      opened.close();
      await copy.remove();
    },
  };
}

type EntryRow = Omit<StoredEntry, 'counter'>;

/** Columns and the type that each must have: a damaged page may hand out anything. */
type Fits = Readonly<Record<string, 'number' | 'string'>>;

const entrySql = `SELECT epoch, seq, uid, kind, body, prev_hash AS prevHash, hash, signature
  FROM entry WHERE seq BETWEEN ? AND ?`;
const entryFits: Fits = {
  epoch: 'number',
  seq: 'number',
  uid: 'string',
  kind: 'string',
  body: 'string',
  prevHash: 'string',
  hash: 'string',
  signature: 'string',
};
const answerSql = `SELECT n, seq, text, signature, stored_at AS storedAt FROM answer WHERE n BETWEEN ? AND ?`;
const answerFits: Fits = {
  n: 'number',
  seq: 'number',
  text: 'string',
  signature: 'string',
  storedAt: 'number',
};
const acknowledgementSql = `SELECT acked_seq AS ackedSeq, text, signature, stored_at AS storedAt
  FROM acknowledgement WHERE n BETWEEN ? AND ?`;
const acknowledgementFits: Fits = {
  ackedSeq: 'number',
  text: 'string',
  signature: 'string',
  storedAt: 'number',
};
const offerSql = 'SELECT through_seq AS throughSeq, at FROM offer WHERE n BETWEEN ? AND ?';
const offerFits: Fits = { throughSeq: 'number', at: 'number' };
const pinSql = 'SELECT person, pin, set_at AS setAt FROM person_pin WHERE n BETWEEN ? AND ?';
const pinFits: Fits = { person: 'string', pin: 'string', setAt: 'number' };
const pinTrySql = 'SELECT person, wrong, at FROM pin_try WHERE n BETWEEN ? AND ?';
const pinTryFits: Fits = { person: 'string', wrong: 'number', at: 'number' };
const careSql = `SELECT at, event, after_seq AS afterSeq, file, detail FROM care_event WHERE n BETWEEN ? AND ?`;
const careFits: Fits = {
  at: 'number',
  event: 'string',
  afterSeq: 'number',
  file: 'string',
  detail: 'string',
};
const jobSql = `SELECT id, entry, slip, copy, owner, born_at AS bornAt FROM print_job WHERE entry = ?
  ORDER BY slip, copy`;
const stepSql = `SELECT n, state, attempt, at, detail, document, document_sha256 AS documentSha256
  FROM print_step WHERE job = ? ORDER BY n`;

/** The rows of a range; one that cannot be read is halved until only the lost rows are missing. */
function rowsBetween<Row>(db: ReadableDb, sql: string, from: number, to: number, fits: Fits): Row[] {
  if (from > to) return [];
  const rows = attempt(() => statement<Row & object>(db, sql).all(from, to));
  if (rows !== null) return rows.filter((row) => isOf(row, fits));
  if (from === to) return [];
  const middle = Math.floor((from + to) / 2);
  return [
    ...rowsBetween<Row>(db, sql, from, middle, fits),
    ...rowsBetween<Row>(db, sql, middle + 1, to, fits),
  ];
}

function isOf(row: object, fits: Fits): boolean {
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.entries(fits).every(([name, type]) => typeof values.get(name) === type);
}

function jobsOf(db: ReadableDb, entryUid: string): readonly SalvagedJob[] | null {
  return attempt(() =>
    statement<Omit<SalvagedJob, 'steps'>>(db, jobSql)
      .all(entryUid)
      .map((job) => ({
        ...job,
        steps: statement<SalvagedStep>(db, stepSql)
          .all(job.id)
          .filter(({ state }) => isPrintState(state)),
      })),
  );
}

/** The last number of a table; where its last page is damaged, as many as the file could hold. */
function highest(db: ReadableDb, table: string, column: string, rowsMax: number): number {
  const sql = `SELECT ifnull(max(${column}), 0) AS last FROM ${table}`;
  const last = attempt(() => statement<{ last: unknown }>(db, sql).get()?.last);
  return typeof last === 'number' && last >= 0 && last <= rowsMax ? last : rowsMax;
}

function entryRows(db: ReadableDb, fromSeq: number, toSeq: number): readonly EntryRow[] {
  return rowsBetween<EntryRow>(db, entrySql, fromSeq, toSeq, entryFits);
}

function readCounter(db: ReadableDb, highestSeq: number): string | null {
  const sql = 'SELECT counter FROM identity';
  const counter = attempt(() => statement<{ counter: unknown }>(db, sql).get()?.counter);
  if (typeof counter === 'string') return counter;
  for (let from = 1; from <= highestSeq; from += firstLookEntries) {
    for (const { body } of entryRows(db, from, Math.min(highestSeq, from + firstLookEntries - 1))) {
      const entry = readBody(body);
      if (entry !== null) return entry.counter;
    }
  }
  return null;
}

/** Null where SQLite meets a page that it cannot read. */
function attempt<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    const unreadable = ['SQLITE_CORRUPT', 'SQLITE_IOERR', 'SQLITE_NOTADB', 'SQLITE_ERROR'];
    if (unreadable.some((code) => errorCode(error).startsWith(code))) return null;
    throw error;
  }
}
