import type { ErrorCode } from '../../counter/error-codes.ts';
import { assertNever } from '../../counter/result.ts';
import type { JournalFault, JournalFaultCode } from '../../db/fault.ts';
import { refuse, type Refused } from './refusal.ts';

/** A fault of the journal as the screens know it. */
export function codeOfJournalFault(code: JournalFaultCode): ErrorCode {
  switch (code) {
    case 'missing':
      return 'JOURNAL_MISSING';
    case 'exists':
      return 'ALREADY_ENROLLED';
    case 'newer-version':
      return 'JOURNAL_NEWER';
    case 'in-use':
      return 'JOURNAL_IN_USE';
    case 'corrupt':
      return 'JOURNAL_CORRUPT';
    case 'not-writable':
      return 'JOURNAL_READONLY';
    case 'disk-failing':
      return 'JOURNAL_DISK_FAILING';
    case 'not-durable':
      return 'JOURNAL_NOT_DURABLE';
    case 'mirror-disagrees':
      return 'SECOND_COPY_DISAGREES';
    case 'disk-full':
      return 'JOURNAL_FULL';
    case 'clock-behind':
      return 'CLOCK_BEHIND';
    case 'clock-jumped':
      return 'CLOCK_JUMPED';
    case 'clock-off-head-end':
      return 'CLOCK_OFF_HEAD_END';
    case 'key-differs':
      return 'KEY_STORE_MISSING';
    case 'uid-reused':
      return 'RECHARGE_CHANGED';
    case 'draft-refused':
    case 'conflict':
      return 'INTERNAL';
    case 'stopped':
      return 'JOURNAL_STOPPED';
    default:
      return assertNever(code);
  }
}

/** A disk that fails ends selling for everybody until a person looked; a clock or a uid does not. */
export function locksSelling(code: JournalFaultCode): boolean {
  switch (code) {
    case 'newer-version':
    case 'in-use':
    case 'corrupt':
    case 'not-writable':
    case 'disk-failing':
    case 'not-durable':
    case 'mirror-disagrees':
    case 'disk-full':
    case 'stopped':
      return true;
    case 'missing':
    case 'exists':
    case 'clock-behind':
    case 'clock-jumped':
    case 'clock-off-head-end':
    case 'key-differs':
    case 'uid-reused':
    case 'draft-refused':
    case 'conflict':
      return false;
    default:
      return assertNever(code);
  }
}

export function refuseFault(fault: JournalFault): Refused {
  return refuse(codeOfJournalFault(fault.code));
}
