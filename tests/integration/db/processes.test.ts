import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { openPrintJobs } from '../../../db/print-jobs.ts';
import { entryByUid, recentRecharges } from '../../../db/entries.ts';
import { closeJournal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import type { CrashPoint } from '../../../db/test-points.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { enrolled, newFolder } from '../../harness/journal.ts';
import type { ChildPlan } from '../../harness/journal-child.ts';
import { concludeFault } from '../../harness/planned-fault.ts';

const script = join(import.meta.dirname, '../../harness/journal-child.ts');

/** A journal at rest, made with the true clock because children use it. */
async function atRest(): Promise<{ options: JournalOptions; plan: Omit<ChildPlan, 'act'> }> {
  const clock = { wallMs: () => Date.now(), monotonicMs: () => Math.round(performance.now()) };
  const { journal, options, secret } = await enrolled({ clock });
  await closeJournal(journal);
  return { options, plan: { folder: options.folder, mirrorFolder: options.mirrorFolder ?? '', secret } };
}

function run(
  plan: ChildPlan,
  before: readonly string[] = [],
): { lines: string[]; signal: string | null; stderr: string } {
  const command = [...before, process.execPath, script, JSON.stringify(plan)];
  const done = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8', timeout: 60_000 });
  return {
    lines: done.stdout.split('\n').filter((line) => line !== ''),
    signal: done.signal,
    stderr: done.stderr,
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the child has a stdout');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
}

describe('two processes', () => {
  it('never share a journal: the second is told that it is in use', async () => {
    const { plan } = await atRest();
    const holder = spawn(process.execPath, [script, JSON.stringify({ ...plan, act: 'hold' })]);
    expect(await firstLine(holder)).toBe('open');
    expect(run({ ...plan, act: 'open' }).lines).toEqual(['fault in-use']);
    holder.stdin.end();
    await once(holder, 'exit');
    expect(run({ ...plan, act: 'open' }).lines).toEqual(['open']);
  });
});

describe.skipIf(process.getuid?.() !== 0)(
  'a folder that may not be written (needs root to give rights away)',
  () => {
    it('is a fault, and nothing is changed', async () => {
      const { plan, options } = await atRest();
      const before = readFileSync(join(options.folder, 'journal.db'));
      chownSync(join(options.folder, '..'), 65534, 65534);
      expect(run({ ...plan, act: 'open', uid: 65534 }).lines).toEqual(['fault not-writable']);
      expect(readFileSync(join(options.folder, 'journal.db'))).toEqual(before);
      const seen = 'told as not-writable; no byte changed';
      expect(concludeFault('rightsLost', { times: 1, seen, broken: [] })).toEqual([]);
    });
  },
);

const points: readonly CrashPoint[] = [
  'before-commit',
  'after-commit',
  'before-mirror-flush',
  'after-mirror',
];
const rounds = 32;

describe('kill -9 in mid sale', () => {
  it(`loses no acknowledged sale and leaves no gap, ${rounds} times over all crash points`, async () => {
    const { plan, options } = await atRest();
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const crashAt = points[round % points.length] ?? 'after-commit';
      const killed = run({ ...plan, act: 'sell', sales: 9, crashAt, after: 1 + (round % 5) });
      expect(killed.signal).toBe('SIGKILL');
      for (const line of killed.lines)
        if (line.startsWith('sold')) acknowledged.push(line.split(' ')[1] ?? '');
    }
    const opened = await openJournal(options);
    if (!opened.ok) throw new Error(opened.error.detail);
    const { db } = opened.value;
    expect(acknowledged.length).toBeGreaterThan(rounds);
    expect(acknowledged.filter((uid) => entryByUid(db, uid) === null)).toEqual([]);
    expect(verifyJournal(db, 'every').ok).toBe(true);
    const numbers = recentRecharges(db, 1_000).map((row) => row.recharge.receiptNumber);
    const wanted = numbers.map((_, index) => String(numbers.length - index).padStart(6, '0'));
    expect(numbers.map((number) => number.slice(-6))).toEqual(wanted);
    expect(openPrintJobs(db)).toHaveLength(numbers.length);
    expect(secondCopyStatus(opened.value)).toMatchObject({
      state: 'whole',
      throughSeq: opened.value.inner.tail.seq,
    });
    await closeJournal(opened.value);
  }, 120_000);
});

const strace = spawnSync('strace', ['-V']).status === 0;
if (!strace && process.env['CI'] !== undefined) throw new Error('strace is missing: apt-get install strace');

/** Flushes between the two marks, as strace saw them. */
async function flushes(sales: number, how: Pick<ChildPlan, 'plant' | 'rest'>): Promise<string[]> {
  const { plan } = await atRest();
  const trace = join(newFolder(), 'trace');
  const calls = 'trace=fsync,fdatasync,sync_file_range,sync,syncfs,write';
  const tracer = ['strace', '-f', '-y', '-s', '8', '-e', calls, '-o', trace];
  const sold = run({ ...plan, ...how, act: 'sell', sales }, tracer);
  expect(sold.lines.filter((line) => line.endsWith(' two'))).toHaveLength(sales);
  const [, between = ''] = readFileSync(trace, 'utf8').split(/^.*write\(2<.*MARK.*$/mu);
  return between
    .split('\n')
    .filter((line) => /\b(?:fsync|fdatasync|sync_file_range|sync|syncfs)\(/u.test(line));
}

describe.skipIf(!strace)('flushes of a sale, counted by strace (apt-get install strace)', () => {
  it('are exactly one of the journal and one of the mirror, 100 times', async () => {
    const seen = await flushes(100, {});
    expect(seen.filter((line) => line.includes('journal.db-wal>'))).toHaveLength(100);
    expect(seen.filter((line) => line.includes('.mirror>'))).toHaveLength(100);
    expect(seen).toHaveLength(200);
  }, 60_000);

  it('are no more for the first sale after a rest, in which the log was moved', async () => {
    const seen = await flushes(1, { rest: true });
    expect(seen.filter((line) => line.includes('journal.db-wal>'))).toHaveLength(1);
    expect(seen).toHaveLength(2);
  }, 60_000);

  it('would show a journal that does not flush', async () => {
    const seen = await flushes(10, { plant: 'no-flush' });
    expect(seen.filter((line) => line.includes('journal.db-wal>'))).toHaveLength(0);
    expect(seen.filter((line) => line.includes('.mirror>'))).toHaveLength(10);
  }, 60_000);
});
