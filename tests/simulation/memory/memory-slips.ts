import { canonicalJson } from '../../../counter/journal/canonical.ts';
import { isFinal, mayBeOnPaper, mayFollow, type Slip } from '../../../counter/journal/print-job.ts';
import { err, ok, type Result } from '../../../counter/result.ts';
import { fault, type JournalFault } from '../../../db/fault.ts';
import type { BirthOfPrintJob, PrintJob, PrintStepDraft } from '../../../db/print-jobs.ts';
import type { MemoryDisk } from './disk.ts';

/** One transaction of the journal: runs `work` now, and says what became of it. */
export type Commit = (work: () => void) => Result<void, JournalFault>;

export function bornSlip(disk: MemoryDisk, birth: BirthOfPrintJob): void {
  disk.slips.set(birth.id, {
    ...birth,
    state: 'waiting',
    attempt: 0,
    at: birth.bornAt,
    detail: null,
    steps: 0,
    documentText: null,
    documentSha256: null,
  });
}

/** The next step of a slip, by the journal's own rule of what may follow what. */
export function stepSlip(
  disk: MemoryDisk,
  commit: Commit,
  draft: PrintStepDraft,
  documentText: string | null,
  at: number,
): Result<PrintJob, JournalFault> {
  const before = disk.slips.get(draft.job);
  if (before === undefined) return err(fault('conflict', `there is no print job ${draft.job}`));
  if (!mayFollow(before.state, draft.state)) {
    return err(fault('conflict', `${draft.state} does not follow ${before.state}`));
  }
  if ((before.state === 'waiting') !== (documentText !== null)) {
    return err(fault('conflict', 'a document is frozen once, when its job is queued'));
  }
  const { state, attempt, detail } = draft;
  const frozen = documentText === null ? {} : { documentText, documentSha256: 'frozen' };
  // Read back from its text, as the journal gives it.
  const kept: unknown = JSON.parse(canonicalJson(detail));
  const after = {
    ...before,
    ...frozen,
    state,
    attempt,
    at,
    detail: kept,
    steps: before.steps + 1,
  } as PrintJob;
  const committed = commit(() => void disk.slips.set(draft.job, after));
  return committed.ok ? ok(after) : committed;
}

export function openSlips(disk: MemoryDisk): readonly PrintJob[] {
  return [...disk.slips.values()].filter(({ state }) => !isFinal(state));
}

export function slipsOf(disk: MemoryDisk, entry: string): readonly PrintJob[] {
  return [...disk.slips.values()].filter((slip) => slip.entry === entry);
}

/** The original of a receipt is born with its sale and at no other time. */
export function nextCopy(disk: MemoryDisk, entry: string, slip: Slip): number {
  const copies = slipsOf(disk, entry)
    .filter((job) => job.slip === slip)
    .map(({ copy }) => copy);
  // After a restore the entries that asked for copies are all that is known of them.
  for (const body of disk.bodies) {
    if (body.kind === 'reprint' && body.ref === entry && slip === 'receipt') copies.push(body.copy);
  }
  if (copies.length === 0) return slip === 'receipt' ? 1 : 0;
  return Math.max(...copies) + 1;
}

/** Start-up: what was being sent may be on paper. It is asked of a person, never sent again. */
export function settleInterrupted(disk: MemoryDisk, commit: Commit, at: number): void {
  for (const { id, state, attempt } of openSlips(disk)) {
    if (!mayBeOnPaper(state)) continue;
    stepSlip(
      disk,
      commit,
      { job: id, state: 'uncertain', attempt, detail: { interruptedWhile: state } },
      null,
      at,
    );
  }
}
