import { z } from 'zod';
import { madeList } from './list-schemas.ts';
import { tieOutReport, tieOutScope } from './tie-out-schemas.ts';

const supervisors = ['head-cashier', 'officer', 'administrator'] as const;

/** Spread into `schemas.ts`: the same contract, in a file of its own subject. */
export const tieOutSchemas = {
  /** Counter, head end, difference, and the receipts between: the first after `afterSeq`. */
  'tieOut.run': {
    access: supervisors,
    input: z.strictObject({ scope: tieOutScope, afterSeq: z.number().int().min(0) }),
    output: tieOutReport,
  },
  /** The same once more as a signed file and as an A4 paper; each time files of their own. */
  'tieOut.save': {
    access: supervisors,
    input: z.strictObject({ scope: tieOutScope }),
    output: madeList,
  },
} as const;
