import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import { currentDay, openShifts } from '../../../db/day-reads.ts';
import { verifyJournalFile } from '../../../db/verify.ts';
import { writeRecoveryKey } from '../../../electron/service/recovery-key-file.ts';
import { deviceSigner } from '../../../db/crypto.ts';
import { generateRecoveryKey, type RecoveryKey } from '../../../db/recovery-key.ts';
import { type RunningPc, sellSome, startPc } from '../../harness/dead-pc.ts';
import { newFolder, sell } from '../../harness/journal.ts';

const program = new URL('../../../electron/cli/counter.ts', import.meta.url).pathname;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function restore(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, 'restore', ...args],
      { timeout: 30_000 },
      (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          stdout,
          stderr,
        });
      },
    );
  });
}

async function keyFile(key: RecoveryKey): Promise<string> {
  const path = join(newFolder(), 'key.json');
  const written = await writeRecoveryKey(path, key);
  if (!written.ok) throw new Error(written.error);
  return path;
}

async function deadPc(sales = 4): Promise<RunningPc & { readonly lastHash: string; readonly key: string }> {
  const pc = await startPc();
  const entries = await sellSome(pc, sales);
  await closeJournal(pc.journal);
  return { ...pc, lastHash: entries.at(-1)?.hash ?? '', key: await keyFile(pc.recovery) };
}

const contents = (folder: string) =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));

describe('counter -- restore', () => {
  it('makes a spare PC from the second copy alone, and leaves the old files as they are', async () => {
    const pc = await deadPc();
    rmSync(pc.options.folder, { recursive: true });
    const before = contents(pc.mirrorFolder);
    const data = join(newFolder(), 'data');
    const ran = await restore(
      '--mirror',
      pc.mirrorFolder,
      '--recovery-key',
      pc.key,
      '--data',
      data,
      '--json',
    );
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      counter: 'C02',
      lastSeq: 7,
      headHash: pc.lastHash,
      newEpoch: 2,
      recoverySeq: 8,
      secondCopy: 'whole',
      lost: null,
    });
    const after = contents(pc.mirrorFolder);
    for (const [name, bytes] of before) expect(after.get(name) === bytes, name).toBe(true);
    expect([...after.keys()].filter((name) => !before.has(name))).toEqual(['C02-2-2026-11-23.mirror']);
    expect(await verifyJournalFile(join(data, 'journal.db'), 'every')).toMatchObject({
      ok: true,
      value: { entries: 8 },
    });
    if (process.platform !== 'win32')
      expect(statSync(join(data, 'device-key.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(data, 'journal.db-wal'))).toBe(false);
  });

  it('gives a journal in which day and shift go on, under a letter of their own', async () => {
    const pc = await deadPc();
    const data = join(newFolder(), 'data');
    await restore('--mirror', pc.mirrorFolder, '--recovery-key', pc.key, '--data', data);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key file of this program
    const kept = JSON.parse(readFileSync(join(data, 'device-key.json'), 'utf8')) as { text: string };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key file of this program
    const { deviceSecret } = JSON.parse(kept.text) as { deviceSecret: string };
    pc.clock.wall = Date.now();
    const opened = await openJournal({
      ...pc.options,
      bootId: 'spare',
      folder: data,
      signer: deviceSigner(deviceSecret),
    });
    if (!opened.ok) throw new Error(opened.error.detail);
    expect(currentDay(opened.value.db)?.day).toBe(pc.open.day);
    expect(openShifts(opened.value.db)).toHaveLength(1);
    const sold = await sell(opened.value, pc.open);
    expect(sold).toMatchObject({ kind: 'recorded', copies: 'two', entry: { epoch: 2, seq: 9 } });
    expect('entry' in sold && sold.entry.body).toContain('"receiptNumber":"PTC-C02b-2627-000001"');
    await closeJournal(opened.value);
  });

  it('takes from a damaged journal what the second copy lacks', async () => {
    const pc = await deadPc();
    const again = await openJournal({ ...pc.options, mirrorFolder: null });
    if (!again.ok) throw new Error(again.error.detail);
    const late = await sellSome({ ...pc, journal: again.value }, 2);
    await closeJournal(again.value);
    const data = join(newFolder(), 'data');
    const sources = ['--mirror', pc.mirrorFolder, '--journal', pc.journalPath, '--recovery-key', pc.key];
    const fresh = join(newFolder(), 'fresh');
    const ran = await restore(...sources, '--data', data, '--mirror-to', fresh, '--json');
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      lastSeq: 9,
      headHash: late.at(-1)?.hash,
      entriesFromMirror: 7,
      entriesFromJournal: 2,
    });
  });

  it('lays nothing under a log that a moved journal left behind', async () => {
    const pc = await deadPc(1);
    const data = join(newFolder(), 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'journal.db-wal'), 'what somebody left');
    const ran = await restore('--mirror', pc.mirrorFolder, '--recovery-key', pc.key, '--data', data);
    expect(ran.code).toBe(2);
    expect(readdirSync(data)).toEqual(['journal.db-wal']);
  });

  it('says what it cannot do, and restores nothing over a journal', async () => {
    const pc = await deadPc();
    const data = join(newFolder(), 'data');
    const wrongKey = await keyFile(generateRecoveryKey());
    const mirror = ['--mirror', pc.mirrorFolder, '--data', data] as const;
    expect((await restore(...mirror)).code).toBe(2);
    expect((await restore(...mirror, '--recovery-key', wrongKey)).code).toBe(3);
    expect((await restore(...mirror, '--recovery-key', join(data, 'none'))).code).toBe(3);
    expect((await restore(...mirror, '--recovery-key', pc.key, '--counter', 'C09')).code).toBe(2);
    const gone = await restore('--mirror', join(data, 'none'), '--data', data, '--recovery-key', pc.key);
    expect(gone.code).toBe(3);
    expect(existsSync(join(data, 'journal.db'))).toBe(false);
    expect((await restore(...mirror, '--recovery-key', pc.key)).code).toBe(0);
    const first = readFileSync(join(data, 'journal.db'));
    const second = await restore(...mirror, '--recovery-key', pc.key);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('nothing is restored over it');
    expect(readFileSync(join(data, 'journal.db'))).toEqual(first);
  });
});
