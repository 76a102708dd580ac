import { z } from 'zod';
import { limits } from '../counter/limits.ts';
import { name, seqOrNone, signature, wallMs } from './schemas.ts';

/** The head end's own books of one counter, as it signs them for the tie-out. */

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u);
const count = z.int().min(0);
const sumPaise = z.int().min(0);

/** One business date in the head end's own books of a counter. Settlements stand on their own date. */
export const statementDaySchema = z.object({
  businessDate: isoDate,
  /** Recharges on record, whatever became of them. */
  recharges: count,
  rechargesPaise: sumPaise,
  /** What was credited, of recharges and of settlements. */
  credits: count,
  creditedPaise: sumPaise,
  refused: count,
  refusedPaise: sumPaise,
  pending: count,
  pendingPaise: sumPaise,
});
export type StatementDay = z.infer<typeof statementDaySchema>;

/** The head end's word for the tie-out. Days on which nothing is on record are left out. */
export const statementSchema = z.object({
  v: z.literal(1),
  serverId: name,
  serverEpoch: name,
  counter: name,
  /** The recorded prefix that these books are of. */
  throughSeq: seqOrNone,
  from: isoDate,
  to: isoDate,
  days: z.array(statementDaySchema).max(limits.statementDaysMax),
  at: wallMs,
});
export type Statement = z.infer<typeof statementSchema>;

/** Canonical JSON of a statement, signed over `statementHash`. */
export const signedStatementSchema = z.object({
  text: z.string().min(2).max(limits.statementTextCharsMax),
  signature,
});
