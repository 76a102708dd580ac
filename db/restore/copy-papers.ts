import { isFinal, type PrintState } from '../../counter/journal/print-job.ts';
import type { WritableDb } from '../connection.ts';
import { sha256Hex } from '../crypto.ts';
import { errorCode } from '../fault.ts';
import { statement } from '../statement.ts';
import type { SalvagedJob, SalvagedStep } from './damaged-journal.ts';

/** `same`: this device goes on with its papers. `new`: another one does; what was open there may lie on paper. */
export type Device = 'same' | 'new';

/**
 * Takes over the print jobs of one entry, each with all its steps or not at all: a receipt without its
 * job counts as printed, so its next copy is a DUPLICATE, never a second original. On a new device an
 * open job is closed as replaced for the same reason. Returns how many were taken.
 */
export function copyPapers(db: WritableDb, jobs: readonly SalvagedJob[], device: Device, at: number): number {
  let taken = 0;
  for (const job of jobs) {
    const steps = device === 'same' ? job.steps : closedSteps(job.steps, at);
    if (isWhole(steps, device) && takes(db, job, steps)) taken += 1;
  }
  return taken;
}

/** Null state: the job waits, which is no step yet. */
function stateOf(steps: readonly SalvagedStep[]): PrintState | null {
  return steps.at(-1)?.state ?? null;
}

/** The way out of each state that the rules of a print job know, to the end where a further copy takes its place. */
const wayOut: Readonly<Record<PrintState, readonly PrintState[]>> = {
  waiting: [],
  queued: ['failed', 'replaced'],
  checking: ['failed', 'replaced'],
  blocked: ['replaced'],
  sending: ['uncertain', 'replaced'],
  awaiting: ['uncertain', 'replaced'],
  stalled: ['uncertain', 'replaced'],
  uncertain: ['replaced'],
  failed: ['replaced'],
  confirmed: [],
  replaced: [],
};

function closedSteps(steps: readonly SalvagedStep[], at: number): readonly SalvagedStep[] {
  const last = steps.at(-1);
  if (last === undefined) return steps;
  const { attempt, n } = last;
  const closing = wayOut[last.state].map((state, index) => ({
    n: n + index + 1,
    state,
    attempt,
    at,
    detail: '{"restored":true}',
    document: null,
    documentSha256: null,
  }));
  return [...steps, ...closing];
}

function isWhole(steps: readonly SalvagedStep[], device: Device): boolean {
  const first = steps[0];
  if (first === undefined) return device === 'same';
  return (
    steps.every(({ n }, index) => n === index + 1) &&
    first.document !== null &&
    sha256Hex(first.document) === first.documentSha256
  );
}

/** False for a job that the rules of the journal refuse: a wrong bit made it name another entry, say. */
function takes(db: WritableDb, job: SalvagedJob, steps: readonly SalvagedStep[]): boolean {
  try {
    db.transaction(() => insertJob(db, job, steps))();
    return true;
  } catch (error) {
    if (!errorCode(error).startsWith('SQLITE_CONSTRAINT')) throw error;
    return false;
  }
}

function insertJob(db: WritableDb, job: SalvagedJob, steps: readonly SalvagedStep[]): void {
  const { id, entry, slip, copy, owner, bornAt } = job;
  statement(db, insertJobSql).run(id, entry, slip, copy, owner, bornAt);
  for (const { n, state, attempt, at, detail, document, documentSha256 } of steps) {
    statement(db, insertStepSql).run(id, n, state, attempt, at, detail, document, documentSha256);
  }
  const state = stateOf(steps);
  if (state === null || !isFinal(state)) {
    statement(db, 'INSERT INTO print_open (job, born_at) VALUES (?, ?)').run(id, bornAt);
  }
}

const insertJobSql =
  'INSERT INTO print_job (id, entry, slip, copy, owner, born_at) VALUES (?, ?, ?, ?, ?, ?)';
const insertStepSql = `INSERT INTO print_step (job, n, state, attempt, at, detail, document, document_sha256)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
