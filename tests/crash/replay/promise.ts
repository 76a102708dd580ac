import { writeSync } from 'node:fs';
import { z } from 'zod';

/**
 * What a counter told somebody, as one line of the recorded log: from then on it must be on disk. One
 * line is one write, and the next line of the program comes after it.
 */
const promiseSchema = z.discriminatedUnion('kind', [
  /** An entry was recorded; with `two` copies its slip may print. */
  z.strictObject({
    kind: z.literal('entry'),
    seq: z.int(),
    uid: z.string(),
    hash: z.string(),
    copies: z.enum(['two', 'single']),
  }),
  /** An answer of the head end was stored, so that it may be shown and printed. */
  z.strictObject({
    kind: z.literal('answer'),
    seq: z.int(),
    turn: z.int(),
    copies: z.enum(['two', 'single']),
  }),
  /** A print job made its n-th step: `sending` stands on disk before the first byte goes out. */
  z.strictObject({ kind: z.literal('print step'), job: z.string(), step: z.int() }),
  /** A sale was refused, and the cash handed back. */
  z.strictObject({ kind: z.literal('refused'), uid: z.string() }),
]);

export type Promised = z.infer<typeof promiseSchema>;

export function promiseLine(promised: Promised): string {
  return `${JSON.stringify(promised)}\n`;
}

export function acknowledge(fd: number, promised: Promised): void {
  writeSync(fd, promiseLine(promised));
}

export function readPromise(line: string): Promised {
  return promiseSchema.parse(JSON.parse(line));
}
