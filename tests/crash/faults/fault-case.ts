import { z } from 'zod';

/** An order to `inject-io.c`. */
export interface FaultCase {
  /** Part of the path of the files that fail. */
  readonly target: 'journal.db' | 'journal.db-wal' | '.mirror' | 'second-copy';
  readonly call: 'write' | 'sync';
  readonly fault: 'eio' | 'enospc' | 'torn' | 'slow';
  /** The first call that fails, counted from 1. */
  readonly at: number;
  /** How many fail; 0 for all from then on. */
  readonly times: number;
}

export function orderOf({ target, call, fault, at, times }: FaultCase): string {
  return `${target} ${call} ${fault} ${at} ${times}\n`;
}

export function describeCase({ target, call, fault, at, times }: FaultCase): string {
  const often = times === 0 ? 'for ever' : times === 1 ? 'once' : `${times} times`;
  return `${fault} of ${call} ${at} to ${target}, ${often}`;
}

/** Every combination of what is given. */
export function casesOf(of: {
  readonly [Key in keyof FaultCase]: readonly FaultCase[Key][];
}): FaultCase[] {
  return of.target.flatMap((target) =>
    of.call.flatMap((call) =>
      of.fault.flatMap((fault) =>
        of.at.flatMap((at) => of.times.map((times) => ({ target, call, fault, at, times }))),
      ),
    ),
  );
}

/** What the counter said of one sale, last of all: on that the cashier acted. */
export const saleSchema = z.discriminatedUnion('said', [
  z.strictObject({
    said: z.literal('recorded'),
    uid: z.string(),
    seq: z.int(),
    hash: z.string(),
    copies: z.enum(['two', 'single']),
    /** How often the same uid was asked for. */
    tries: z.int(),
  }),
  z.strictObject({ said: z.enum(['refused', 'unknown']), uid: z.string(), code: z.string(), tries: z.int() }),
]);

export type Sale = z.infer<typeof saleSchema>;
