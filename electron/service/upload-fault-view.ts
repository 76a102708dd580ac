import type { UploadFaultWords } from '../../counter/outage/upload-fault.ts';
import { assertNever } from '../../counter/result.ts';
import type { UploadFault } from '../../headend/uploader-state.ts';

/** What a screen may know of it: the head end's own texts and addresses stay in the log. */
export function faultWords(fault: UploadFault): UploadFaultWords {
  switch (fault.kind) {
    case 'not-answering':
      return { kind: fault.kind, reason: fault.reason };
    case 'refused':
      return { kind: fault.kind, problem: fault.problem.type };
    case 'journals-differ':
      return { kind: fault.kind };
    default:
      return assertNever(fault);
  }
}

/** For technicians: a word, never a sentence of the operating system. */
export function wordOf(fault: UploadFaultWords): string {
  switch (fault.kind) {
    case 'not-answering':
      return fault.reason;
    case 'refused':
      return fault.problem;
    case 'journals-differ':
      return fault.kind;
    default:
      return assertNever(fault);
  }
}
