import type { ErrorCode } from '../../counter/error-codes.ts';
import type { NotAnsweringReason } from '../../headend/verdict.ts';
import { refuse, type Refused } from './refusal.ts';

/** What somebody must mend before this head end can answer; null where it is only away, as in every outage. */
export function headEndFault(reason: NotAnsweringReason): ErrorCode | null {
  switch (reason) {
    case 'other-version':
      return 'HEAD_END_OTHER_VERSION';
    case 'untrusted':
    case 'wrong-pin':
      return 'HEAD_END_UNTRUSTED';
    case 'expired':
      return 'HEAD_END_CERTIFICATE_EXPIRED';
    case 'client-certificate':
      return 'HEAD_END_WANTS_CERTIFICATE';
    case 'certificate-files':
      return 'HEAD_END_CERTIFICATE_FILES';
    default:
      return null;
  }
}

export function refuseUnanswered(reason: NotAnsweringReason): Refused {
  return refuse(headEndFault(reason) ?? 'HEAD_END_NOT_ANSWERING', { reason });
}
