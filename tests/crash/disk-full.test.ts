import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { errorText } from '../../counter/text/error-text.ts';
import { kolkataDate } from '../../counter/time.ts';
import { readMirrorFile } from '../../db/mirror/read-file.ts';
import { verifyJournalFile } from '../../db/verify.ts';
import { asha, openCounter } from '../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { rechargesOfJournal } from '../harness/paper-of-journal.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { sellThrough } from '../harness/sell-through.ts';
import { canMount, type DiskKind, smallDisk, type SmallDisk } from '../harness/small-disk.ts';

const program = new URL('../../electron/cli/counter.ts', import.meta.url).pathname;
const salesMax = 400;
const megabytes = 24;

let office: Office;
const disks: SmallDisk[] = [];

afterEach(async () => {
  for (const disk of disks.splice(0)) disk.end();
  await office.close();
});

function mounted(kind: DiskKind, folder: string, size = megabytes): SmallDisk {
  const disk = smallDisk(kind, folder, size);
  disks.push(disk);
  return disk;
}

const start = (env: Readonly<Record<string, string>> = {}): Promise<JsonLinesCounter> =>
  startJsonLinesCounter({ data: office.dataFolder, config: office.configFile, env });

/** A copy grows by whole megabytes ahead; without that room its next entry meets the full disk. */
async function takeGrowthAway(): Promise<void> {
  for (const name of readdirSync(office.mirrorFolder).filter((file) => file.endsWith('.mirror'))) {
    const path = join(office.mirrorFolder, name);
    const contents = await readMirrorFile(path, { counter: 'C02', epoch: 1 });
    if (typeof contents === 'string') throw new Error(contents);
    truncateSync(path, contents.bytes);
  }
}

/** Nothing is lost, nothing is there that was refused, and the whole proof passes. */
async function brokenPromises(promised: readonly string[], refused: readonly string[]): Promise<string[]> {
  const recorded = new Set(rechargesOfJournal(office.dataFolder));
  const proof = await verifyJournalFile(join(office.dataFolder, 'journal.db'), 'every');
  return [
    ...promised.filter((uid) => !recorded.has(uid)).map((uid) => `${uid} was promised and is gone`),
    ...refused.filter((uid) => recorded.has(uid)).map((uid) => `${uid} was refused and is there`),
    ...(proof.ok ? [] : [`the proof fails: ${proof.error.code}`]),
  ];
}

/** What an export of the journal at rest, to another disk, leaves out while its own disk is full. */
function notExported(promised: readonly string[]): string[] {
  const out = join(office.folder, 'export.ndjson');
  const today = kolkataDate(Date.now());
  const period = ['--from', today, '--to', today, '--format', 'ndjson', '--out', out];
  execFileSync(process.execPath, [program, 'export', '--data', office.dataFolder, ...period]);
  const exported = readFileSync(out, 'utf8');
  return promised.filter((uid) => !exported.includes(uid)).map((uid) => `${uid} is not in the export`);
}

/** Fills the journal's disk in mid day, sells until the counter refuses, then makes room and sells on. */
async function fillJournalDisk(kind: DiskKind): Promise<{ sold: number; broken: string[] }> {
  office = await openOffice({ consumers: 60 });
  const disk = mounted(kind, office.dataFolder);
  let counter = await start();
  await openCounter(counter);
  disk.fill(0);
  const day = await sellThrough(counter, office, salesMax);
  expect(day.refused?.code).toBe('JOURNAL_FULL');
  await counter.until('the lock', ({ selling }) => selling.reason === 'JOURNAL_FULL');
  await counter.end();
  const unexported = notExported(day.promised);
  disk.empty();
  counter = await start();
  await counter.ask('session.signIn', asha);
  const later = await sellThrough(counter, office, 3);
  expect(later.refused).toBeNull();
  expect(await counter.end()).toBe(0);
  const promised = [...day.promised, ...later.promised];
  return {
    sold: promised.length,
    broken: [...unexported, ...(await brokenPromises(promised, [day.refused?.uid ?? '']))],
  };
}

describe.skipIf(!canMount)('a disk that is full (needs root to mount one)', () => {
  it('of the journal refuses the sale before money is taken, with a sentence, and loses nothing', async () => {
    const broken: string[] = [];
    let sold = 0;
    for (const kind of ['tmpfs', 'ext4'] as const) {
      const outcome = await fillJournalDisk(kind);
      sold += outcome.sold;
      broken.push(...outcome.broken.map((fault) => `${kind}: ${fault}`));
      if (kind === 'tmpfs') {
        disks.pop()?.end();
        await office.close();
      }
    }
    for (const language of ['hi', 'en'] as const) {
      expect(errorText.JOURNAL_FULL[language].now.length).toBeGreaterThan(10);
    }
    const seen = `${sold} sales recorded, all there; the next one refused as JOURNAL_FULL; all exported meanwhile; sold on after room was made`;
    expect(concludeFault('journalDiskFull', { times: 2, seen, broken })).toEqual([]);
  }, 240_000);

  it('of the second copy makes sales single copies, told as lost, until there is room again', async () => {
    office = await openOffice({ consumers: 60 });
    const disk = mounted('ext4', office.mirrorFolder);
    let counter = await start();
    await openCounter(counter);
    const before = await sellThrough(counter, office, 3);
    await counter.end();
    await takeGrowthAway();
    disk.fill(0);
    counter = await start();
    await counter.ask('session.signIn', asha);
    const during = await sellThrough(counter, office, 3);
    const { secondCopy } = await counter.ask('state.get', {});
    expect(secondCopy).toMatchObject({ state: 'lost', copied: secondCopy.entries - 3 });
    disk.empty();
    const after = await sellThrough(counter, office, 1);
    const state = await counter.ask('state.get', {});
    expect(state.secondCopy).toMatchObject({ state: 'complete', copied: state.secondCopy.entries });
    expect(await counter.end()).toBe(0);
    const promised = [...before.promised, ...during.promised, ...after.promised];
    const broken = await brokenPromises(promised, []);
    if (during.refused !== null) broken.push(`a sale was refused: ${during.refused.code}`);
    const seen = `${promised.length} sales, none refused; told as lost, whole again after room was made`;
    expect(concludeFault('mirrorDiskFull', { times: 1, seen, broken })).toEqual([]);
  }, 240_000);

  it('of temporary files costs no sale', async () => {
    office = await openOffice({ consumers: 60 });
    const folder = join(office.folder, 'second-copy');
    const disk = mounted('tmpfs', folder, 1);
    office.writeConfig({ mirrorFolder: null });
    disk.fill(0);
    const counter = await start({ TMPDIR: folder, SQLITE_TMPDIR: folder });
    await openCounter(counter);
    const day = await sellThrough(counter, office, 20);
    expect(await counter.end()).toBe(0);
    const broken = await brokenPromises(day.promised, []);
    if (day.refused !== null) broken.push(`a sale was refused: ${day.refused.code}`);
    const seen = `${day.promised.length} sales recorded, none refused`;
    expect(concludeFault('temporaryDiskFull', { times: 1, seen, broken })).toEqual([]);
  }, 120_000);
});
