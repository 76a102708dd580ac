import type { Slip } from '../../counter/journal/print-job.ts';
import type { Alongside } from '../../db/append.ts';
import type { PrintJobState } from '../../db/print-jobs.ts';
import type { PrintDesk } from './print-dispatch.ts';

/** The slips that one act brings: born in its transaction, printed after its reply. */
export interface SlipsOfAct {
  readonly alongside: Alongside;
  /** How the receipt stands at its birth; null where there is none among them. */
  readonly receipt: PrintJobState | null;
  /** In the order in which they were named; only a receipt ever waits for an answer. */
  print(seq: number, receipt: 'wait-for-answer' | 'at-once'): void;
}

export function slipsOfAct(paper: PrintDesk, entry: string, kinds: readonly Slip[]): SlipsOfAct {
  const slips = kinds.map((kind) => ({ kind, ...paper.newSlip(entry, kind, 0) }));
  return {
    receipt: slips.find(({ kind }) => kind === 'receipt')?.born ?? null,
    alongside: (db, stored) => {
      for (const slip of slips) slip.alongside(db, stored);
    },
    print: (seq, receipt) => {
      for (const { job, kind } of slips)
        paper.printWhenReady(job, seq, kind === 'receipt' ? receipt : 'at-once');
    },
  };
}
