import { z } from 'zod';
import { hashWordCount } from '../../counter/text/hash-words.ts';
import * as view from './view-schemas.ts';

const supervisors = ['head-cashier', 'officer', 'administrator'] as const;

/** Spread into `schemas.ts`: what goes to the head end where no wire does, and comes back. */
export const usbSchemas = {
  /** All that is unsent, onto a stick: sealed to the head end, with a manifest and its slip. */
  'usb.export': {
    access: supervisors,
    input: z.strictObject({ folder: view.path }),
    output: z.strictObject({
      /** The folder that was made on the stick. */
      folder: z.string(),
      from: z.number().int().min(1),
      to: z.number().int().min(1),
      recharges: z.number().int().min(0),
      sumPaise: view.paiseAmount,
      firstReceipt: z.string().nullable(),
      lastReceipt: z.string().nullable(),
      /** Eight words that the head office reads from its screen too. */
      words: z.array(z.string()).length(hashWordCount),
    }),
  },
  /** The head end's answer on a stick: the folder of the export, or the stick itself. */
  'usb.import': {
    access: supervisors,
    input: z.strictObject({ folder: view.path }),
    output: z.strictObject({
      answers: z.number().int().min(0),
      ackedSeq: z.number().int().min(0),
      unsent: z.strictObject({ count: z.number().int().min(0), sumPaise: view.paiseAmount }),
    }),
  },
} as const;
