import { journalFileName } from '../commit.ts';
import type { ReadableDb } from '../connection.ts';
import type { Journal } from '../journal.ts';
import { type CareEvent, lastCareOf, recordCare } from './care-events.ts';
import type { CareOutcome } from './care-run.ts';
import { mendMirror } from './mend-mirror.ts';
import type { MirrorProof } from './prove-mirror.ts';

/** What the proofs of the second copy stand under in the record of the copies. */
export const secondCopyName = 'second-copy';

export interface KeptReport {
  readonly journal: 'passed' | 'failed';
  readonly copy: 'made' | 'failed';
  readonly mirror: 'not-proved' | 'passed' | 'mended' | 'failed';
}

/** Puts a round of care on record, and mends the second copy where it was found wanting. */
export async function keepReport(
  journal: Journal,
  outcome: Extract<CareOutcome, { kind: 'done' }>,
): Promise<KeptReport> {
  const { seq, job, report } = outcome;
  const record = (event: CareEvent, file: string, detail: string): void =>
    void recordCare(journal.inner, { event, afterSeq: seq, file, detail });
  if (report.journal.ok) record('proof-passed', journalFileName, report.journal.value.headHash);
  else record('proof-failed', journalFileName, failureText(report.journal.error));
  if (report.copy.ok) record('copy-made', job.copy.name, `${report.copy.value.bytes} bytes`);
  else record('copy-failed', job.copy.name, failureText(report.copy.error));
  return {
    journal: report.journal.ok ? 'passed' : 'failed',
    copy: report.copy.ok ? 'made' : 'failed',
    mirror: report.mirror === null ? 'not-proved' : await keepMirrorProof(journal, report.mirror, record),
  };
}

async function keepMirrorProof(
  journal: Journal,
  proof: MirrorProof,
  record: (event: CareEvent, file: string, detail: string) => void,
): Promise<'passed' | 'mended' | 'failed'> {
  const { damages, missingSeq, missingAnswer, files, frames, unopened } = proof;
  if (damages.length === 0 && missingSeq === null && missingAnswer === null) {
    const closed = unopened.length === 0 ? '' : `, ${unopened.length} closed by another key`;
    record('proof-passed', secondCopyName, `${frames} frames in ${files} files${closed}`);
    return 'passed';
  }
  const found = damages.map(({ file, why, seq }) => `${file}: ${why} at ${seq}`);
  if (missingSeq !== null) found.push(`entry ${missingSeq} is missing`);
  if (missingAnswer !== null) found.push(`answer ${missingAnswer} is missing`);
  record('proof-failed', secondCopyName, found.join('; '));
  return (await mendMirror(journal, proof)) === 'two' ? 'mended' : 'failed';
}

function failureText(failure: {
  readonly code: string;
  readonly seq: number;
  readonly detail: string;
}): string {
  return `${failure.code} at entry ${failure.seq}: ${failure.detail}`;
}

export interface JournalProof {
  readonly state: 'none' | 'passed' | 'failed';
  readonly at: number;
  /** What was found, for the technician. */
  readonly detail: string;
}

/** How the last whole proof of the journal ended; a journal that was mended has been proved by that. */
export function journalProof(db: ReadableDb): JournalProof {
  const last = lastCareOf(db, journalFileName, ['proof-failed', 'proof-passed', 'journal-mended']);
  if (last === null) return { state: 'none', at: 0, detail: '' };
  const state = last.event === 'proof-failed' ? 'failed' : 'passed';
  return { state, at: last.at, detail: last.detail };
}
