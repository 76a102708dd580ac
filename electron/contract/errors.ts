/**
 * Everything that can be refused or go wrong between the screens and the counter service, as a
 * closed union. Operator text in both languages stands in `error-text.ts`; a code without text does
 * not compile.
 */
export const errorCodes = [
  'CONTRACT_VIOLATION',
  'INTERNAL',
  'SERVICE_AWAY',
  'OUTCOME_UNKNOWN',
  'NOT_ENROLLED',
  'ALREADY_ENROLLED',
  'ENROLMENT_CODE_WRONG',
  'KEY_STORE_MISSING',
  'NOT_SIGNED_IN',
  'NOT_PERMITTED',
  'PIN_WRONG',
  'PIN_LOCKED',
  'PIN_WEAK',
  'PERSON_UNKNOWN',
  'PERSON_EXISTS',
  'DAY_NOT_OPEN',
  'DAY_ALREADY_OPEN',
  'DAY_HAS_OPEN_SHIFT',
  'SHIFT_NOT_OPEN',
  'SHIFT_ALREADY_OPEN',
  'SHIFT_HAS_OPEN_PRINTS',
  'COUNT_OUT_OF_RANGE',
  'DIFFERENCE_NEEDS_REASON',
  'DIFFERENCE_NEEDS_APPROVER',
  'AMOUNT_NOT_A_NUMBER',
  'AMOUNT_ZERO',
  'AMOUNT_NEGATIVE',
  'AMOUNT_HAS_PAISE',
  'AMOUNT_TOO_LARGE',
  'TENDERED_TOO_LITTLE',
  'CASH_CAP_OF_DAY',
  'APPROVAL_NEEDED',
  'APPROVER_NOT_PERMITTED',
  'CONSUMER_UNKNOWN',
  'CONSUMER_NUMBER_MALFORMED',
  'METER_CHOICE_NEEDED',
  'RECEIPT_UNKNOWN',
  'RECHARGE_CHANGED',
  'CLOCK_BEHIND',
  'JOURNAL_MISSING',
  'JOURNAL_NEWER',
  'JOURNAL_IN_USE',
  'JOURNAL_CORRUPT',
  'JOURNAL_FULL',
  'JOURNAL_READONLY',
  'JOURNAL_NOT_DURABLE',
  'JOURNAL_STOPPED',
  'SECOND_COPY_DISAGREES',
  'DIRECTORY_MISSING',
  'DIRECTORY_DAMAGED',
  'DIRECTORY_SIGNATURE_WRONG',
  'DIRECTORY_TOO_LARGE',
  'DIRECTORY_BUSY',
  'PRINTER_MISSING',
  'PRINT_JOB_UNKNOWN',
  'PRINT_JOB_NOT_ASKED',
  'HEAD_END_NOT_ANSWERING',
  'HEAD_END_REFUSED',
  'CONFIG_INVALID',
  'PORT_IN_USE',
  'TOO_LARGE',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** `same-id`: ask by the same uid what became of it. `after-fix`: a person must mend something first. */
export type Retry = 'never' | 'same-id' | 'after-fix';

export interface CounterError {
  readonly code: ErrorCode;
  readonly retry: Retry;
  /** Names the log line of this failure; printed small, read out on the telephone. */
  readonly incidentId: string;
  /** Values for the operator text: only strings and whole numbers. */
  readonly params: Readonly<Record<string, string | number>>;
}
