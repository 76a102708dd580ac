import { createHash, type Hash } from 'node:crypto';
import type { ProofFault, ProofFaultCode, ProofReport } from '../../counter/journal/proof.ts';
import { acknowledgementFault, answerFault } from '../../counter/journal/prove-answer.ts';
import { type RunFault, startRun } from '../../counter/journal/prove-run.ts';
import type { SignatureRule } from '../../counter/journal/verify-chain.ts';
import { assertNever, type Result } from '../../counter/result.ts';
import { type AuditRun, auditEntry, auditRun, reportOf } from './audit-run.ts';
import { type ExportHeader, type ExportTrailer, readHeader, readLine, runStart } from './export-format.ts';
import { type FileLine, readLines } from './read-lines.ts';

/**
 * Proves an exported file by itself: that it is whole, that its entries follow one another, and that
 * the key it names signed them. What lies before its first entry is taken from its header.
 */
export async function verifyExport(path: string, signatures: SignatureRule): Promise<ProofReport> {
  const state: Reading = { line: 0, sum: createHash('sha256'), trailer: null, acknowledgements: 0 };
  let audit: AuditRun | null = null;
  for await (const line of readLines(path)) {
    state.line += 1;
    if (audit === null) {
      const header = line.kind === 'line' ? readHeader(line.text) : null;
      if (header === null) return headless(codeOf(line, 'file-without-head'));
      audit = auditRun(startRun(runStart(header)), signatures);
      audit.notes.push(...notesOf(header));
    } else {
      const fault = lineFault(audit, state, line);
      if (fault !== null) return reportOf(audit, 'export-file', at(fault, state), whereIs(state));
    }
    if (line.kind === 'line' && state.trailer === null) state.sum.update(line.bytes);
  }
  if (audit === null) return headless('file-without-head');
  const missing: RunFault | null =
    state.trailer === null
      ? { code: 'trailer-missing', seq: audit.run.chain.seq, detail: 'the file ends after this entry' }
      : null;
  return reportOf(audit, 'export-file', missing && at(missing, state), whereIs(state));
}

interface Reading {
  line: number;
  readonly sum: Hash;
  trailer: ExportTrailer | null;
  acknowledgements: number;
}

function notesOf({ counter, firstSeq, from, to }: ExportHeader): string[] {
  const notes = [`Export of counter ${counter} for the business dates ${from} to ${to}.`];
  if (firstSeq > 1) {
    notes.push(
      `The file begins with entry ${firstSeq}: what lies before, the running total and the key it begins with are as its header says.`,
    );
  }
  return notes;
}

function lineFault(audit: AuditRun, state: Reading, line: FileLine): RunFault | null {
  const { seq } = audit.run.chain;
  if (line.kind !== 'line') return { code: codeOf(line, 'line-unreadable'), seq, detail: 'after this entry' };
  if (state.trailer !== null) return { code: 'line-unreadable', seq, detail: 'a line behind the last one' };
  const read = readLine(line.text);
  if (read === null) return { code: 'line-unreadable', seq, detail: 'after this entry' };
  const { run, marks, tools } = audit;
  const { counter } = run.chain;
  switch (read.t) {
    case 'entry':
      if (audit.answers + state.acknowledgements > 0)
        return { code: 'line-unreadable', seq, detail: 'an entry behind the answers' };
      return faultOf(auditEntry(audit, { counter, ...read }));
    case 'answer':
      audit.answers += 1;
      return answerFault(read, counter, marks, run.headEndPublicKey, tools);
    case 'acknowledgement':
      state.acknowledgements += 1;
      return acknowledgementFault(read, counter, marks, run.headEndPublicKey, tools);
    case 'trailer':
      state.trailer = read;
      return trailerFault(audit, state, read);
    default:
      return assertNever(read);
  }
}

function faultOf(proved: Result<unknown, RunFault>): RunFault | null {
  return proved.ok ? null : proved.error;
}

function trailerFault(audit: AuditRun, state: Reading, trailer: ExportTrailer): RunFault | null {
  const differs = (detail: string): RunFault => ({
    code: 'trailer-differs',
    seq: audit.run.chain.seq,
    detail,
  });
  if (trailer.entries !== audit.entries) return differs(`${trailer.entries} entries, not ${audit.entries}`);
  if (trailer.answers !== audit.answers) return differs(`${trailer.answers} answers, not ${audit.answers}`);
  if (trailer.acknowledgements !== state.acknowledgements) return differs('the number of acknowledgements');
  if (trailer.headHash !== audit.run.chain.hash) return differs('another last hash');
  return trailer.sha256 === state.sum.digest('hex') ? null : differs('another checksum');
}

function codeOf(line: FileLine, otherwise: ProofFaultCode): ProofFaultCode {
  switch (line.kind) {
    case 'too-large':
      return 'too-large';
    case 'cut-off':
      return 'file-cut-off';
    case 'not-text':
    case 'line':
      return otherwise;
    default:
      return assertNever(line);
  }
}

function at(fault: RunFault, state: Reading): ProofFault {
  return { ...fault, where: whereIs(state) };
}

function whereIs({ line }: Reading): string {
  return `line ${line}`;
}

function headless(code: ProofFaultCode): ProofReport {
  const chain = { counter: '', epoch: 0, seq: 0, hash: '', publicKey: '', recoveryKey: null };
  const run = startRun({ chain, office: null, perpetualTotalPaise: 0, headEndPublicKey: '' });
  const report = reportOf(
    auditRun(run, 'every'),
    'export-file',
    { code, seq: 0, where: 'line 1', detail: 'the header' },
    'line 1',
  );
  return { ...report, notes: [] };
}
