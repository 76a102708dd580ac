import { createHash } from 'node:crypto';
import type { ProofFault } from '../../counter/journal/proof.ts';
import { startRun } from '../../counter/journal/prove-run.ts';
import { assert } from '../../counter/result.ts';
import { auditEntry, auditRun } from './audit-run.ts';
import { entryLine, headerLine, lineOf, runStart } from './export-format.ts';
import type { ExportSource } from './export-source.ts';

/** What came of an export; complete once its last line was taken. */
export interface ExportOutcome {
  entries: number;
  /** First entry that does not follow or hold. The file holds it verbatim, as evidence. */
  fault: ProofFault | null;
}

const chunkChars = 262_144;

/** The text of an export in pieces of a size that files and pipes take well. */
export async function* exportText(source: ExportSource, outcome: ExportOutcome): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of exportLines(source, outcome)) {
    chunk += line;
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/**
 * The lines of an export, each with its line feed. What is kept goes out verbatim, whether it holds
 * or not; `outcome` says which entry is the first that does not.
 */
async function* exportLines(source: ExportSource, outcome: ExportOutcome): AsyncGenerator<string> {
  const { header } = source;
  const sum = createHash('sha256');
  const audit = auditRun(startRun(runStart(header)), 'closes');
  const counted = { answers: 0, acknowledgements: 0 };
  let headHash = header.prevHash;
  const summed = (line: string): string => {
    sum.update(line);
    return line;
  };
  yield summed(headerLine(header));
  for await (const stored of source.entries()) {
    if (outcome.fault === null) {
      const proved = auditEntry(audit, stored);
      if (!proved.ok) outcome.fault = { ...proved.error, where: `entry ${stored.seq}` };
    }
    outcome.entries += 1;
    headHash = stored.hash;
    yield summed(entryLine(stored));
  }
  for await (const answer of source.answers()) {
    counted.answers += 1;
    yield summed(lineOf({ t: 'answer', ...answer }));
  }
  for (const acknowledgement of source.acknowledgements()) {
    counted.acknowledgements += 1;
    yield summed(lineOf({ t: 'acknowledgement', ...acknowledgement }));
  }
  const trailer = { t: 'trailer', entries: outcome.entries, ...counted, headHash } as const;
  assert(outcome.entries === 0 || header.firstSeq > 0, 'entries stand between first and last');
  yield lineOf({ ...trailer, sha256: sum.digest('hex') });
}
