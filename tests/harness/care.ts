import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keepWasmWrappersOfThreads } from '../../electron/cli/wasm-wrappers.ts';
import { type CareOutcome, startCare } from '../../db/care/care-run.ts';
import type { Journal } from '../../db/journal.ts';
import { enrolled, must, openCounter, sell } from './journal.ts';

keepWasmWrappersOfThreads();

export const careWorker = new URL('../../db/care/care-worker.ts', import.meta.url);

/** A counter that sold so much, and where its dated copies go. */
export async function sold(sales: number, more: Parameters<typeof enrolled>[0] = {}) {
  const bench = await enrolled(more);
  const open = await openCounter(bench.journal, bench.clock.wallMs());
  for (let n = 0; n < sales; n += 1) must(await sell(bench.journal, open));
  const copiesFolder = join(bench.options.folder, 'copies');
  return { ...bench, open, copiesFolder, care: { worker: careWorker, copiesFolder } };
}

export type CareDone = Extract<CareOutcome, { kind: 'done' }>;

/** One whole round of care. */
export async function careDone(
  journal: Journal,
  care: { readonly worker: URL; readonly copiesFolder: string },
): Promise<CareDone> {
  const outcome = await startCare(journal, care).outcome;
  if (outcome.kind !== 'done') throw new Error(outcome.detail);
  return outcome;
}

/** Turns one bit wherever `words` stand in the file: pages also keep old cells that nobody reads. */
export function flipBit(path: string, words: string): void {
  const bytes = readFileSync(path);
  let flipped = 0;
  for (let at = bytes.indexOf(words); at !== -1; at = bytes.indexOf(words, at + 1)) {
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 1;
    flipped += 1;
  }
  if (flipped === 0) throw new Error(`${basename(path)} does not hold ${words}`);
  writeFileSync(path, bytes);
}
