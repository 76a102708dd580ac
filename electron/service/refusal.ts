import type { ErrorCode } from '../../counter/error-codes.ts';
import type { Retry } from '../contract/errors.ts';

/** What a use case answers when it does not do what it was asked: a code, and values for its text. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Refused {
  readonly ok: false;
  readonly error: Refusal;
}

export function refuse(code: ErrorCode, params: Refusal['params'] = {}): Refused {
  return { ok: false, error: { code, params } };
}

/**
 * What the caller may do next. `same-id`: the outcome is not known to the caller, ask by the same
 * uid. `after-fix`: a person mends something first. `never`: this call is refused for good.
 */
export function retryOf(code: ErrorCode): Retry {
  return retryByCode[code];
}

const retryByCode: Record<ErrorCode, Retry> = {
  CONTRACT_VIOLATION: 'never',
  INTERNAL: 'same-id',
  SERVICE_AWAY: 'same-id',
  OUTCOME_UNKNOWN: 'same-id',
  NOT_ENROLLED: 'after-fix',
  ALREADY_ENROLLED: 'never',
  ENROLMENT_CODE_WRONG: 'after-fix',
  KEY_STORE_MISSING: 'after-fix',
  RECOVERY_KEY_UNREADABLE: 'after-fix',
  RECOVERY_KEY_WRONG: 'after-fix',
  RESTORE_COUNTER_UNCLEAR: 'after-fix',
  RESTORE_NOTHING_FOUND: 'after-fix',
  NOT_SIGNED_IN: 'after-fix',
  NOT_PERMITTED: 'never',
  PIN_WRONG: 'after-fix',
  PIN_LOCKED: 'after-fix',
  PIN_WEAK: 'after-fix',
  PERSON_UNKNOWN: 'after-fix',
  PERSON_EXISTS: 'never',
  DAY_NOT_OPEN: 'after-fix',
  DAY_ALREADY_OPEN: 'never',
  DAY_HAS_OPEN_SHIFT: 'after-fix',
  SHIFT_NOT_OPEN: 'after-fix',
  SHIFT_ALREADY_OPEN: 'never',
  SHIFT_HAS_OPEN_PRINTS: 'after-fix',
  COUNT_OUT_OF_RANGE: 'after-fix',
  DIFFERENCE_NEEDS_REASON: 'after-fix',
  DIFFERENCE_NEEDS_APPROVER: 'after-fix',
  AMOUNT_NOT_A_NUMBER: 'after-fix',
  AMOUNT_ZERO: 'after-fix',
  AMOUNT_NEGATIVE: 'after-fix',
  AMOUNT_HAS_PAISE: 'after-fix',
  AMOUNT_TOO_LARGE: 'after-fix',
  TENDERED_TOO_LITTLE: 'after-fix',
  CASH_CAP_OF_DAY: 'never',
  APPROVAL_NEEDED: 'after-fix',
  APPROVER_NOT_PERMITTED: 'after-fix',
  CONSUMER_UNKNOWN: 'after-fix',
  CONSUMER_NUMBER_MALFORMED: 'after-fix',
  METER_CHOICE_NEEDED: 'after-fix',
  RECEIPT_UNKNOWN: 'never',
  RECHARGE_CHANGED: 'never',
  EXCEPTION_UNKNOWN: 'never',
  SETTLEMENT_NOT_NOW: 'never',
  SETTLEMENT_CHANGED: 'never',
  SETTLEMENT_REASON_MISSING: 'after-fix',
  REFUND_DRAWER_TOO_LITTLE: 'after-fix',
  CLOCK_BEHIND: 'after-fix',
  CLOCK_JUMPED: 'after-fix',
  CLOCK_OFF_HEAD_END: 'after-fix',
  JOURNAL_MISSING: 'after-fix',
  JOURNAL_NEWER: 'after-fix',
  JOURNAL_IN_USE: 'after-fix',
  JOURNAL_CORRUPT: 'after-fix',
  JOURNAL_DAMAGED: 'after-fix',
  JOURNAL_FULL: 'after-fix',
  JOURNAL_READONLY: 'after-fix',
  JOURNAL_DISK_FAILING: 'after-fix',
  JOURNAL_NOT_DURABLE: 'after-fix',
  JOURNAL_STOPPED: 'same-id',
  SECOND_COPY_DISAGREES: 'after-fix',
  DIRECTORY_MISSING: 'after-fix',
  DIRECTORY_DAMAGED: 'after-fix',
  DIRECTORY_SIGNATURE_WRONG: 'after-fix',
  DIRECTORY_TOO_LARGE: 'after-fix',
  DIRECTORY_BUSY: 'after-fix',
  PRINTER_MISSING: 'after-fix',
  PRINT_JOB_UNKNOWN: 'never',
  PRINT_JOB_NOT_ASKED: 'never',
  HEAD_END_NOT_ANSWERING: 'after-fix',
  HEAD_END_OTHER_VERSION: 'after-fix',
  HEAD_END_UNTRUSTED: 'after-fix',
  HEAD_END_CERTIFICATE_EXPIRED: 'after-fix',
  HEAD_END_WANTS_CERTIFICATE: 'after-fix',
  HEAD_END_CERTIFICATE_FILES: 'after-fix',
  HEAD_END_REFUSED: 'never',
  OUTAGE_NAME_TAKEN: 'after-fix',
  OUTAGE_NOT_OPEN: 'never',
  OUTAGE_HEAD_END_AWAY: 'after-fix',
  OUTAGE_HAS_UNSENT: 'after-fix',
  OUTAGE_HAS_PENDING: 'after-fix',
  OUTAGE_HAS_REFUSED: 'after-fix',
  OUTAGE_NOT_EXPLAINED: 'after-fix',
  DOCUMENTS_FOLDER_UNWRITABLE: 'after-fix',
  LIST_HAS_NO_OUTAGE: 'never',
  LISTS_TOO_MANY: 'after-fix',
  USB_ABSENT: 'after-fix',
  USB_FULL: 'after-fix',
  USB_READ_ONLY: 'after-fix',
  USB_FAILING: 'after-fix',
  USB_NOTHING_UNSENT: 'never',
  USB_KEY_MISSING: 'after-fix',
  USB_NO_ANSWER: 'after-fix',
  USB_ANSWER_WRONG: 'after-fix',
  USB_NOT_FOR_US: 'after-fix',
  USB_NOT_ALL_TAKEN: 'after-fix',
  USB_JOURNALS_DIFFER: 'never',
  USB_HEAD_END_RESTORED: 'after-fix',
  CONFIG_INVALID: 'after-fix',
  PORT_IN_USE: 'after-fix',
  TOO_LARGE: 'never',
};
