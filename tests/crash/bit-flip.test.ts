import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import { verifyJournalFile } from '../../db/verify.ts';
import { type Flip, flipped, flipsOver, type Stretch } from '../harness/bit-flips.ts';
import { type FullJournal, fullJournal } from '../harness/full-journal.ts';
import { mapPages, type Region } from '../harness/page-map.ts';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { newQuickFolder, removeTestFolders } from '../harness/test-folders.ts';
import { faultPlan } from './fault-plan.ts';

const seed = 20_261_123;
const recharges = 60;

let full: FullJournal;
let folder: string;
let file: Buffer;
let regions: Region[];
let contents: string;

beforeAll(async () => {
  folder = newQuickFolder();
  // The proof makes its private copy here, in memory.
  process.env['TMPDIR'] = folder;
  full = await fullJournal(recharges, folder);
  const path = join(full.options.folder, 'journal.db');
  file = readFileSync(path);
  regions = mapPages(path, file);
  contents = everyRow(path);
});

afterAll(removeTestFolders);

/** Every row of every table and every guard, as a reader who knows nothing of this program sees them. */
function everyRow(path: string): string {
  const db = new Database(path, { readonly: true });
  try {
    const schema = db
      .prepare<[], { type: string; name: string }>(
        'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name',
      )
      .all();
    const tables = schema.filter(({ type }) => type === 'table');
    const rows = tables.map(({ name }) => [name, db.prepare(`SELECT * FROM ${name}`).all()]);
    return JSON.stringify([schema, rows]);
  } finally {
    db.close();
  }
}

type Outcome = { readonly seen: string } | { readonly missed: string };

/** Who found it; `without meaning` when nothing that can be read is another; else what was missed. */
async function outcomeOf(flip: Flip<Stretch>): Promise<Outcome> {
  const bytes = flipped(file, flip);
  const atOpening = await openingOf(bytes);
  if (atOpening !== null) return { seen: `found at opening as ${atOpening}` };
  const path = join(folder, 'flipped.db');
  writeFileSync(path, bytes);
  const proof = await verifyJournalFile(path, 'closes');
  if (!proof.ok) return { seen: `found by the proof as ${proof.error.code}` };
  return everyRow(path) === contents
    ? { seen: 'without meaning' }
    : { missed: `byte ${flip.byte}, bit ${flip.bit}` };
}

/** Opens that journal as the counter does, without its second copy; null when it opens. */
async function openingOf(bytes: Buffer): Promise<string | null> {
  const data = join(folder, 'opened');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data);
  writeFileSync(join(data, 'journal.db'), bytes);
  const opened = await openJournal({ ...full.options, folder: data, mirrorFolder: null });
  if (!opened.ok) return opened.error.code;
  await closeJournal(opened.value);
  return null;
}

async function flipAll(flips: readonly Flip<Stretch & { readonly name?: string }>[]) {
  const seen: string[] = [];
  const broken: string[] = [];
  for (const flip of flips) {
    const outcome = await outcomeOf(flip);
    if ('seen' in outcome) seen.push(outcome.seen);
    else broken.push(`${flip.place.name ?? ''}: ${outcome.missed}`);
  }
  return { times: flips.length, seen: tallied(seen), broken };
}

describe('one flipped bit in the journal at rest', () => {
  it('is tried in every kind of page, of every table that only grows', () => {
    const owners = new Set(regions.map(({ owner }) => owner));
    const grown = ['identity', 'boot', 'entry', 'ledger', 'answer', 'acknowledgement', 'offer', 'print_job'];
    for (const table of [...grown, 'print_step', 'person_pin', 'pin_try', 'sqlite_schema']) {
      expect(owners).toContain(table);
    }
    const names = new Set(regions.map(({ name }) => name));
    for (const kind of ['table inner', 'table leaf', 'index leaf'] as const) {
      for (const part of ['header', 'pointers', 'gap', 'cells'] as const)
        expect(names).toContain(`${kind} ${part}`);
    }
    expect(names).toContain('index inner header');
    const bytes = regions.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(bytes).toBe(file.length);
    const [, tables] = JSON.parse(contents) as [unknown, readonly [string, readonly unknown[]][]];
    const empty = tables.filter(([, rows]) => rows.length === 0).map(([name]) => name);
    expect(empty).toEqual([]);
    expect(regions.length).toBeLessThan(faultPlan.journalBits.times);
  });

  it('is found by the proof at day close, or changes nothing that is read', async () => {
    const flips = flipsOver(regions, faultPlan.journalBits.times, seededRandom(seed));
    expect(concludeFault('journalBits', await flipAll(flips))).toEqual([]);
  }, 900_000);

  it('of the file header: every one of them', async () => {
    const place = { from: 0, to: 100, name: 'file header' };
    const flips = Array.from({ length: 800 }, (_, n) => ({ place, byte: Math.floor(n / 8), bit: n % 8 }));
    expect(concludeFault('headerBits', await flipAll(flips))).toEqual([]);
  }, 600_000);
});
