import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from '../../build/repository.ts';

/** What one test injected, how often, and what it saw: a row of the faults table. */
export interface FaultRecord {
  /** Number in the faults table, such as `F2`. */
  readonly fault: string;
  /** The fault in plain words, such as `power cut at every boundary of an operation`. */
  readonly title: string;
  /** What brought it about. Fault, title and injector together name the record. */
  readonly injector: string;
  readonly times: number;
  /** One sentence about what was seen, with its counts. */
  readonly seen: string;
  /** Times at which a promise was broken; 0 where all is well. */
  readonly violations: number;
}

const recordSchema = z.strictObject({
  fault: z.string().regex(/^F\d+$/u),
  title: z.string().min(1),
  injector: z.string().min(1),
  times: z.int().min(0),
  seen: z.string().min(1),
  violations: z.int().min(0),
});

/** Where the records of the last runs lie, one file each. */
export const faultsFolder = join(repositoryFolder, 'out', 'faults');

/**
 * Keeps one record in `out/faults/`; a later run of the same test replaces it. The file appears whole or
 * not at all, for tests of several processes write beside each other.
 */
export function recordFault(record: FaultRecord, folder: string = faultsFolder): void {
  const checked = recordSchema.parse(record);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${recordName(checked)}.json`);
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(checked, null, 2)}\n`);
  renameSync(unfinished, path);
}

/** Every record of the last runs, in the order of the faults table. Throws on a file that is none. */
export function readFaults(folder: string = faultsFolder): FaultRecord[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const records = names.map((name) =>
    recordSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  );
  return records.toSorted((left, right) =>
    left.fault === right.fault
      ? left.injector.localeCompare(right.injector, 'en')
      : numberOf(left) - numberOf(right),
  );
}

function numberOf({ fault }: FaultRecord): number {
  return Number(fault.slice(1));
}

function recordName({ fault, title, injector }: FaultRecord): string {
  const words = `${title} ${injector}`.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  return `${fault}-${words.replaceAll(/^-|-$/gu, '')}`;
}
