import { z } from 'zod';
import { refusalReasons, silenceReasons } from '../../counter/outage/upload-fault.ts';

/** Why the last sending did not get through; `counter/text/upload-fault-text.ts` has its words. */
export const uploadFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-answering'), reason: z.enum(silenceReasons) }),
  z.strictObject({ kind: z.literal('refused'), problem: z.enum(refusalReasons) }),
  z.strictObject({ kind: z.literal('journals-differ') }),
]);
