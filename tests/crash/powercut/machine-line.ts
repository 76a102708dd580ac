import { z } from 'zod';
import { saleSchema } from '../faults/fault-case.ts';

export const diskStates = ['both work', 'second copy fails', 'journal fails', 'both work again'] as const;
export type DiskState = (typeof diskStates)[number];

/** What the machine inside says on its console, beside the promises. */
const machineLineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('judged'),
    promised: z.int(),
    /** Promised entries that the journal alone does not hold. */
    lost: z.int(),
    /** Entries that were on disk when the power went, and not yet promised. */
    beyond: z.int(),
    /** What is broken; null where journal and second copy are whole and hold every promise. */
    verdict: z.string().nullable(),
  }),
  /** A sale on a disk that fails, and what it was doing then. */
  z.strictObject({ kind: z.literal('sale'), while: z.enum(diskStates), sale: saleSchema }),
  /** Of the whole run, on disks that work again. */
  z.strictObject({ kind: z.literal('verdict'), verdict: z.string().nullable() }),
  /** The program inside ended by itself: it failed, or it was told to judge only. */
  z.strictObject({ kind: z.literal('ended'), exitCode: z.int() }),
]);

export type MachineLine = z.infer<typeof machineLineSchema>;

export function machineLine(line: MachineLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Null for anything else on the console, such as what the kernel says. */
export function readMachineLine(line: string): MachineLine | null {
  const parsed = machineLineSchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
