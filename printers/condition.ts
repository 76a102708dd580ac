import type { PrinterReason, PrinterStatus } from './printer-messages.ts';

/** What a printer last said about itself. */
export interface Condition {
  readonly reason: PrinterReason;
  readonly nearEnd: boolean;
}

export const cleanCondition: Condition = { reason: 'none', nearEnd: false };

/** The four questions of DLE EOT that are asked, in this order. */
export const statusQuestions = [1, 2, 3, 4] as const;

/** From the answers to `statusQuestions`, bits as in the ESC/POS command reference. */
export function conditionFromAnswers(answers: readonly number[]): Condition {
  const [printer = 0, offline = 0, error = 0, paper = 0] = answers;
  return {
    reason: firstReason([
      [(offline & 0x04) !== 0, 'cover-open'],
      [(paper & 0x60) !== 0 || (offline & 0x20) !== 0, 'paper-end'],
      [(error & 0x08) !== 0, 'cutter'],
      [(error & 0x20) !== 0, 'error'],
      [(error & 0x40) !== 0, 'hot-head'],
      [(offline & 0x40) !== 0, 'error'],
      [(printer & 0x08) !== 0, 'offline'],
    ]),
    nearEnd: (paper & 0x0c) !== 0,
  };
}

/** From the four bytes of an automatic status. */
export function conditionFromAsb(bytes: readonly number[]): Condition {
  const [printer = 0, error = 0, paper = 0] = bytes;
  return {
    reason: firstReason([
      [(printer & 0x20) !== 0, 'cover-open'],
      [(paper & 0x0c) !== 0, 'paper-end'],
      [(error & 0x08) !== 0, 'cutter'],
      [(error & 0x20) !== 0, 'error'],
      [(error & 0x40) !== 0, 'hot-head'],
      [(printer & 0x08) !== 0, 'offline'],
    ]),
    nearEnd: (paper & 0x03) !== 0,
  };
}

function firstReason(found: readonly (readonly [boolean, PrinterReason])[]): PrinterReason {
  return found.find(([here]) => here)?.[1] ?? 'none';
}

/** How the status bar names a condition. */
export function lampOf(condition: Condition): PrinterStatus['state'] {
  if (condition.reason === 'hot-head') return 'attention';
  if (condition.reason !== 'none') return 'stopped';
  return condition.nearEnd ? 'attention' : 'ready';
}
