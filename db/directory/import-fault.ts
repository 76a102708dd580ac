import type { ConsumerFault } from '../../counter/consumer/consumer.ts';
import type { HeaderFault } from '../../counter/consumer/directory-format.ts';

export type ImportFaultKind =
  | HeaderFault
  | 'not-gzip'
  | 'damaged'
  | 'truncated'
  | 'file-too-large'
  | 'line-too-long'
  | 'not-text'
  | 'not-json'
  | 'other-office'
  | 'older-than-current'
  | 'consumer-malformed'
  | 'duplicate-consumer'
  | 'count-mismatch'
  | 'trailer-malformed'
  | 'data-after-trailer'
  | 'hash-wrong'
  | 'signature-wrong'
  | 'cancelled'
  | 'source-failed'
  | 'disk-full'
  | 'write-failed';

/** Why an import changed nothing. `line` counts from 1 in the uncompressed file, null where no line is at fault. */
export interface ImportFault {
  readonly kind: ImportFaultKind;
  readonly line: number | null;
  /** The field, consumer number, serial or system code in question: for the log, never a whole record. */
  readonly detail: ConsumerFault | (string & {}) | null;
}

/** Carries a fault out of the streams of an import to its one edge, where it becomes a result. */
export class ImportFaultError extends Error {
  readonly fault: ImportFault;

  constructor(kind: ImportFaultKind, line: number | null = null, detail: string | null = null) {
    super(`directory import: ${kind}${line === null ? '' : ` in line ${line}`}`);
    this.fault = { kind, line, detail };
  }
}

/** Codes of SQLite and the file system that tell of the disk; any other is a mistake of this program. */
const diskCodePattern =
  /^(?:SQLITE_(?:IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB|BUSY|LOCKED|PERM)|E[A-Z0-9]+$)/u;

/** What a foreign error means; null for one that only a bug can throw. */
export function faultOf(error: unknown, line: number | null): ImportFault | null {
  if (error instanceof ImportFaultError) return error.fault;
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return { kind: 'truncated', line, detail: null };
  if (code.startsWith('Z_')) return { kind: line === null ? 'not-gzip' : 'damaged', line, detail: code };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return { kind: 'disk-full', line: null, detail: code };
  return diskCodePattern.test(code) ? { kind: 'write-failed', line: null, detail: code } : null;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
