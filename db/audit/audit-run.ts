import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { Entry, StoredEntry } from '../../counter/journal/entry.ts';
import type { ProofFault, ProofReport } from '../../counter/journal/proof.ts';
import { isPublicKey } from '../../counter/journal/prove-answer.ts';
import { finishRun, proveNext, type Run, type RunFault } from '../../counter/journal/prove-run.ts';
import type { ChainTools, SignatureRule } from '../../counter/journal/verify-chain.ts';
import type { Result } from '../../counter/result.ts';
import { sha256Hex, verifyHash } from '../crypto.ts';
import { type EntryMarks, entryMarks } from './entry-marks.ts';

/** A proof under way over entries that come from a file: run, marks, and how many signatures were seen. */
export interface AuditRun {
  readonly run: Run;
  readonly marks: EntryMarks;
  readonly tools: ChainTools;
  readonly signatures: SignatureRule;
  signaturesChecked: number;
  entries: number;
  answers: number;
  readonly notes: string[];
}

export function auditRun(
  run: Run,
  signatures: SignatureRule,
  marks: EntryMarks = entryMarks(run.startedAt + 1),
): AuditRun {
  const audit: AuditRun = {
    run,
    marks,
    signatures,
    tools: {
      sha256: sha256Hex,
      verify: (hash, signature, publicKey) => {
        audit.signaturesChecked += 1;
        return verifyHash(hash, signature, publicKey);
      },
    },
    signaturesChecked: 0,
    entries: 0,
    answers: 0,
    notes: [],
  };
  return audit;
}

/** The entry read, when it follows and holds. */
export function auditEntry(audit: AuditRun, stored: StoredEntry): Result<Entry, RunFault> {
  const proved = proveNext(audit.run, stored, audit.tools, audit.signatures);
  if (!proved.ok) return proved;
  audit.marks.put(stored.seq, stored.uid, stored.hash);
  audit.entries += 1;
  return proved;
}

/** What was proved up to the fault, or to the end. */
export function reportOf(
  audit: AuditRun,
  source: ProofReport['source'],
  fault: ProofFault | null,
  endOfSource: string,
): ProofReport {
  const { run, entries } = audit;
  const finished = finishRun(run, audit.tools);
  const first = fault ?? (finished.ok ? null : { ...finished.error, where: endOfSource });
  return {
    whole: first === null,
    source,
    counter: run.chain.counter,
    epochs: [...run.epochs],
    entries,
    firstSeq: entries === 0 ? 0 : run.startedAt + 1,
    lastSeq: entries === 0 ? 0 : run.chain.seq,
    headHash: entries === 0 ? hashBeforeFirst : run.chain.hash,
    signaturesChecked: audit.signaturesChecked,
    takingsPaise: run.takingsPaise,
    perpetualTotalPaise: run.books.perpetualTotalPaise,
    days: finished.ok ? finished.value : [],
    fault: first,
    notes: [...audit.notes, ...notesOfRun(audit, first)],
  };
}

function notesOfRun({ run, signatures }: AuditRun, fault: ProofFault | null): string[] {
  const notes = run.keys.map(
    ({ fromSeq, publicKey }) => `From entry ${fromSeq} on the device key is ${publicKey}.`,
  );
  if (!isPublicKey(run.headEndPublicKey)) {
    notes.push('The journal names no key of a head end: the signatures of answers were not checked.');
  }
  if (signatures === 'closes') {
    notes.push(
      'Signatures of closes, key changes and the last entry were checked; --every-signature checks all.',
    );
  }
  if (fault !== null) notes.push('Sums and days are those of the entries before the fault.');
  return notes;
}
