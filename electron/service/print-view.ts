import type { PrintState } from '../../counter/journal/print-job.ts';
import { assertNever } from '../../counter/result.ts';
import type { Json } from '../../counter/journal/canonical.ts';
import type { PrintJobState } from '../../db/print-jobs.ts';
import { plainStep, type StepDetail } from '../../printers/step-detail.ts';
import type { PrintJobView } from '../contract/view-schemas.ts';

export function printJobView(job: PrintJobState, receiptNumber: string | null): PrintJobView {
  const detail = detailOf(job.detail);
  return {
    job: job.id,
    entry: job.entry,
    slip: job.slip,
    receiptNumber,
    copy: job.copy,
    state: stateView(job.state),
    reason: reasonView(detail.reason),
    at: job.at,
    proof: job.state === 'confirmed' ? detail.proof : null,
  };
}

/** A job whose place a further copy took is, to the screens, one that did not print. */
function stateView(state: PrintState): PrintJobView['state'] {
  return state === 'replaced' ? 'failed' : state;
}

/** The journal itself writes `interruptedWhile` when it opens after a crash. */
export function detailOf(detail: Json): StepDetail {
  if (detail === null || typeof detail !== 'object' || Array.isArray(detail)) return plainStep;
  if ('interruptedWhile' in detail) return { ...plainStep, reason: 'program-ended' };
  return isStepDetail(detail) ? detail : plainStep;
}

/** Steps hold what `StepDetail` says or nothing; a reason is enough to tell them apart. */
function isStepDetail(detail: object): detail is StepDetail {
  return 'reason' in detail && 'bytes' in detail && 'proof' in detail;
}

export function reasonView(reason: StepDetail['reason']): PrintJobView['reason'] {
  switch (reason) {
    case 'none':
      return 'none';
    case 'paper-end':
      return 'paper-out';
    case 'cover-open':
    case 'cutter':
    case 'hot-head':
    case 'offline':
    case 'program-ended':
      return reason;
    case 'not-configured':
    case 'not-reached':
    case 'unknown-printer':
    case 'keeps-failing':
      return 'not-there';
    case 'silent':
    case 'no-progress':
    case 'no-proof':
      return 'no-answer';
    case 'link-lost':
      return 'offline';
    case 'given-up':
      return 'gave-up';
    case 'restarted':
    case 'put-back':
      return 'program-ended';
    case 'needs-eyes':
    case 'bad-document':
    case 'too-many-jobs':
    case 'error':
      return 'unknown';
    default:
      return assertNever(reason);
  }
}
