import { canonicalJson, type Json } from '../counter/journal/canonical.ts';
import {
  mayBeOnPaper,
  mayFollow,
  isFinal,
  type PrintState,
  type Slip,
} from '../counter/journal/print-job.ts';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { commit } from './commit.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { sha256Hex } from './crypto.ts';
import { fault, type JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';
import type { JournalInner } from './journal-inner.ts';
import { statement } from './statement.ts';
import { storedJson } from './stored-json.ts';

export interface BirthOfPrintJob {
  /** UUIDv7. */
  readonly id: string;
  /** uid of the entry it prints. */
  readonly entry: string;
  readonly slip: Slip;
  /** 0 for the original, n for DUPLICATE n. */
  readonly copy: number;
  /** Who may drive it: claimed in memory before the commit, so that no two do. */
  readonly owner: string;
  readonly bornAt: number;
}

export interface PrintJob extends BirthOfPrintJob {
  readonly state: PrintState;
  readonly attempt: number;
  /** Wall time of the last step, or of birth. */
  readonly at: number;
  readonly detail: Json;
  /** How many steps it has made. */
  readonly steps: number;
  /** Frozen at `queued`; null while waiting. */
  readonly documentText: string | null;
  readonly documentSha256: string | null;
}

export interface PrintStepDraft {
  readonly job: string;
  readonly state: PrintState;
  readonly attempt: number;
  readonly detail: Json;
}

interface StateRow extends BirthOfPrintJob {
  readonly state: PrintState | null;
  readonly attempt: number | null;
  readonly at: number | null;
  readonly detail: string | null;
  readonly steps: number | null;
}

interface JobRow extends StateRow {
  readonly documentText: string | null;
  readonly documentSha256: string | null;
}

const jobs = `SELECT id, entry, slip, copy, owner, born_at AS bornAt, last.state, last.attempt, last.at, last.detail,
  last.n AS steps, first.document AS documentText, first.document_sha256 AS documentSha256 FROM print_job
  LEFT JOIN print_step AS first ON first.job = id AND first.n = 1
  LEFT JOIN print_step AS last ON last.job = id AND last.n = (SELECT max(n) FROM print_step WHERE job = id)`;

/** For `alongside`: the job becomes `waiting` together with its entry, or not at all. */
export function bornPrintJob(db: WritableDb, birth: BirthOfPrintJob): void {
  const { id, entry, slip, copy, owner, bornAt } = birth;
  const sql = 'INSERT INTO print_job (id, entry, slip, copy, owner, born_at) VALUES (?, ?, ?, ?, ?, ?)';
  statement(db, sql).run(id, entry, slip, copy, owner, bornAt);
  statement(db, 'INSERT INTO print_open (job, born_at) VALUES (?, ?)').run(id, bornAt);
}

/** How a job stands when it is born. */
export function waitingJob(birth: BirthOfPrintJob): PrintJobState {
  return readJob({ ...birth, state: null, attempt: null, at: null, detail: null, steps: null });
}

/** A further copy of a slip that no reprint entry asks for: that of a shift or a day, which is worth no money. */
export function addPrintJob(journal: Journal, birth: BirthOfPrintJob): Result<PrintJob, JournalFault> {
  const outcome = commit(
    journal.inner,
    (db) => {
      bornPrintJob(db, birth);
      return ok(true);
    },
    (db) => (printJob(db, birth.id) === null ? null : true),
  );
  if (outcome.kind !== 'committed') return err(outcome.fault);
  const born = printJob(journal.inner.db, birth.id);
  return born === null ? err(fault('conflict', 'the job is gone')) : ok(born);
}

/** Fixes for ever what this job prints and sets it `queued`, in one transaction. */
export function freezeDocument(
  journal: Journal,
  job: string,
  documentText: string,
): Result<PrintJob, JournalFault> {
  if (Buffer.byteLength(documentText) > limits.printDocumentBytesMax) {
    return err(fault('conflict', 'a document is too large'));
  }
  const draft: PrintStepDraft = { job, state: 'queued', attempt: 0, detail: null };
  return step(journal.inner, draft, documentText);
}

/** Durable when it returns: `sending` stands on disk before the first byte goes to the device. */
export function appendPrintStep(journal: Journal, draft: PrintStepDraft): Result<PrintJob, JournalFault> {
  return step(journal.inner, draft, null);
}

function step(
  inner: JournalInner,
  draft: PrintStepDraft,
  document: string | null,
): Result<PrintJob, JournalFault> {
  if (inner.state !== 'open') return err(fault('stopped', `the journal is ${inner.state}`));
  const before = printJob(inner.db, draft.job);
  const refused = refusal(before, draft, document);
  if (refused !== null) return err(fault('conflict', refused));
  const steps = (before?.steps ?? 0) + 1;
  const outcome = commit(
    inner,
    (db) => {
      insertStep(db, draft, document, steps, inner.options.clock.wallMs());
      inner.options.faults?.crashPoint?.(`before-step-${draft.state}`);
      return ok(true);
    },
    (db) => (printJob(db, draft.job)?.steps === steps ? true : null),
  );
  if (outcome.kind !== 'committed') return err(outcome.fault);
  inner.options.faults?.crashPoint?.(`after-step-${draft.state}`);
  const after = printJob(inner.db, draft.job);
  return after === null ? err(fault('conflict', 'the job is gone')) : ok(after);
}

function refusal(before: PrintJob | null, draft: PrintStepDraft, document: string | null): string | null {
  if (before === null) return `there is no print job ${draft.job}`;
  if (!mayFollow(before.state, draft.state)) return `${draft.state} does not follow ${before.state}`;
  if ((before.state === 'waiting') !== (document !== null))
    return 'a document is frozen once, when its job is queued';
  if (Buffer.byteLength(canonicalJson(draft.detail)) > limits.printDetailBytesMax)
    return 'the detail is too large';
  return null;
}

function insertStep(
  db: WritableDb,
  draft: PrintStepDraft,
  document: string | null,
  n: number,
  at: number,
): void {
  const { job, state, attempt, detail } = draft;
  const sum = document === null ? null : sha256Hex(document);
  const sql = `INSERT INTO print_step (job, n, state, attempt, at, detail, document, document_sha256)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  statement(db, sql).run(job, n, state, attempt, at, canonicalJson(detail), document, sum);
  if (isFinal(state)) statement(db, 'DELETE FROM print_open WHERE job = ?').run(job);
}

export function printJob(db: ReadableDb, job: string): PrintJob | null {
  const row = statement<JobRow>(db, `${jobs} WHERE id = ?`).get(job);
  return row === undefined ? null : readJob(row);
}

/** Jobs in no final state, oldest first. */
export function openPrintJobs(db: ReadableDb): PrintJob[] {
  const sql = `${jobs} WHERE id IN (SELECT job FROM print_open) ORDER BY born_at, id`;
  return statement<JobRow>(db, sql).all().map(readJob);
}

/**
 * The oldest open jobs in one state. Only theirs are read: with the printer away for a day, hundreds of
 * documents wait, and whoever asks often must not read them all.
 */
export function openPrintJobsIn(
  db: ReadableDb,
  state: Exclude<PrintState, 'waiting'>,
  jobsMax: number,
): PrintJob[] {
  const sql = `${jobs} WHERE id IN (SELECT job FROM print_open) AND last.state = ? ORDER BY born_at, id LIMIT ?`;
  return statement<JobRow>(db, sql).all(state, jobsMax).map(readJob);
}

export function printJobsOfEntry(db: ReadableDb, entry: string): PrintJob[] {
  return statement<JobRow>(db, `${jobs} WHERE entry = ? ORDER BY slip, copy`).all(entry).map(readJob);
}

/** How a job stands, without the document that it prints. */
export type PrintJobState = Omit<PrintJob, 'documentText' | 'documentSha256'>;

/** The newest paper of a recharge; null without any. Other slips may be born with the same entry. */
export function newestReceiptJob(db: ReadableDb, entry: string): PrintJobState | null {
  const sql = `SELECT id, entry, slip, copy, owner, born_at AS bornAt, state, attempt, at, detail, n AS steps
    FROM print_job LEFT JOIN print_step ON job = id WHERE entry = ? AND slip IN ('receipt', 'confirmed-slip')
    ORDER BY copy DESC, n DESC LIMIT 1`;
  const row = statement<StateRow>(db, sql).get(entry);
  return row === undefined ? null : readJob(row);
}

/** The papers of one recharge, the original first. Other slips may be born with the same entry. */
export function receiptJobsOf(db: ReadableDb, entry: string): PrintJob[] {
  return printJobsOfEntry(db, entry).filter(({ slip }) => slip === 'receipt' || slip === 'confirmed-slip');
}

/**
 * The number of the next copy. The original of a slip that is worth money is born with its entry and at no
 * other time: an entry without any job came back from the second copy and may be on paper, so its next is
 * 1, or the one after the last that a reprint entry asked for.
 */
export function nextCopyNumber(db: ReadableDb, entry: string, slip: Slip): number {
  const isWorthMoney = slip === 'receipt' || slip === 'refund-slip';
  const given = isWorthMoney ? `${copiesPrinted} UNION ALL ${copiesAskedFor}` : copiesPrinted;
  const sql = `SELECT max(copy) AS copy FROM (${given})`;
  const last = statement<{ copy: number | null }>(db, sql).get({ entry, slip })?.copy ?? null;
  return last === null ? (isWorthMoney ? 1 : 0) : last + 1;
}

const copiesPrinted = 'SELECT copy FROM print_job WHERE entry = :entry AND slip = :slip';
const copiesAskedFor = `SELECT json_extract(body, '$.copy') AS copy FROM entry
  WHERE ref = :entry AND kind = 'reprint'`;

/** Start-up: what was being sent may be on paper. It is asked of a person, never sent again. */
export function settleInterruptedPrints(inner: JournalInner): Result<number, JournalFault> {
  const interrupted = openPrintJobs(inner.db).filter((job) => mayBeOnPaper(job.state));
  for (const { id, attempt, state } of interrupted) {
    const detail = { interruptedWhile: state };
    const settled = step(inner, { job: id, state: 'uncertain', attempt, detail }, null);
    if (!settled.ok) return settled;
  }
  return ok(interrupted.length);
}

function readJob<Row extends StateRow>(row: Row) {
  return {
    ...row,
    state: row.state ?? 'waiting',
    attempt: row.attempt ?? 0,
    at: row.at ?? row.bornAt,
    detail: row.detail === null ? null : storedJson<Json>(row.detail),
    steps: row.steps ?? 0,
  };
}
