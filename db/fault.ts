/** Why the journal does not open, or does not take an entry. A closed union. */
export type JournalFaultCode =
  /** There is no journal in the folder. Opening never makes one. */
  | 'missing'
  /** First run found a journal already there. */
  | 'exists'
  /** Written by a newer program. */
  | 'newer-version'
  /** Another process has it open. */
  | 'in-use'
  | 'corrupt'
  | 'not-writable'
  /** The device answered a read, a write or a flush with an error. */
  | 'disk-failing'
  /** The settings that make a commit survive a power cut could not be proved. */
  | 'not-durable'
  /** Journal and second copy tell different stories, or the copy belongs to another counter. */
  | 'mirror-disagrees'
  | 'disk-full'
  /** More than two minutes behind the last entry: a supervisor confirms with a `clock moved` entry. */
  | 'clock-behind'
  /** More than five minutes off the monotonic clock: likewise. */
  | 'clock-jumped'
  /** More than five minutes off the head end's time, and not as a supervisor confirmed it: likewise. */
  | 'clock-off-head-end'
  /** The device key is not the one that the journal names: only a `key lost` entry is taken. */
  | 'key-differs'
  /** This uid already stands for another act. */
  | 'uid-reused'
  /** The draft breaks a rule of the books; `detail` says which. */
  | 'draft-refused'
  /** Print job or answer does not fit what is stored; `detail` says how. */
  | 'conflict'
  /** The disk failed twice: this journal is closed until it is opened anew. */
  | 'stopped';

export interface JournalFault {
  readonly code: JournalFaultCode;
  /** For the log and the technician, not for the screen. */
  readonly detail: string;
}

export function fault(code: JournalFaultCode, detail: string): JournalFault {
  return { code, detail };
}

/** What an error of SQLite or of the file system means for the journal; null for a bug of this program. */
export function faultOfError(error: unknown): JournalFault | null {
  const code = errorCode(error);
  const detail = error instanceof Error ? `${code} ${error.message}` : code;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return fault('in-use', detail);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return fault('disk-full', detail);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return fault('corrupt', detail);
  if (notWritable.some((prefix) => code.startsWith(prefix))) return fault('not-writable', detail);
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') return fault('disk-failing', detail);
  return null;
}

/** A row that this program never wrote: STRICT tables let a rotten page through when it is read. */
export class DamagedRow extends Error {
  readonly code = 'SQLITE_CORRUPT_ROW';
}

/**
 * The same while a file that was there before is opened or proved. Nothing of a person's is written then,
 * so an error that is no fault of the disk speaks of the file: a table that is not what its program made.
 */
export function faultOfFile(error: unknown): JournalFault | null {
  const code = errorCode(error);
  const other = code.startsWith('SQLITE_') ? fault('corrupt', `${code} ${String(error)}`) : null;
  return faultOfError(error) ?? other;
}

const notWritable = [
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  /** No device is at fault: a file that could be opened for reading alone cannot be locked for writing. */
  'SQLITE_IOERR_LOCK',
  'EACCES',
  'EROFS',
  'EPERM',
];

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
