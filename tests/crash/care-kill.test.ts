import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { startCare } from '../../db/care/care-run.ts';
import { datedCopies } from '../../db/care/dated-copies.ts';
import { openOrMend } from '../../db/care/open-or-mend.ts';
import { provePath } from '../../db/care/prove-copy.ts';
import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import { closeJournal } from '../../db/journal.ts';
import { verifyJournal } from '../../db/verify.ts';
import { careWorker, sold } from '../harness/care.ts';
import type { CareChildPlan } from '../harness/care-child.ts';
import { must, sell } from '../harness/journal.ts';

const child = new URL('../harness/care-child.ts', import.meta.url).pathname;
const kills = 12;
const seed = 20_261_123;

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/** Runs a child to its end, or kills it after a while once it opened. */
async function run(plan: CareChildPlan, killAfterMs: number | null): Promise<Ended> {
  const process_ = spawn(process.execPath, [child, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    process_.once('exit', (_code, signal) => resolve(signal));
  });
  const opened = new Promise<void>((resolve) => {
    process_.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      resolve();
    });
  });
  if (killAfterMs !== null) {
    await opened;
    await wait(killAfterMs);
    process_.kill('SIGKILL');
  }
  return { signal: await ended, said };
}

async function atRest(sales: number) {
  const counter = await sold(sales);
  const proof = verifyJournal(counter.journal.db, 'every');
  if (!proof.ok) throw new Error(proof.error.code);
  checkpointWhenIdle(counter.journal);
  await closeJournal(counter.journal);
  const { folder, mirrorFolder } = counter.options;
  const plan = {
    folder,
    mirrorFolder: mirrorFolder ?? '',
    secret: counter.secret,
    copiesFolder: counter.copiesFolder,
  };
  return { ...counter, proof: proof.value, plan, path: join(folder, 'journal.db') };
}

describe('kill -9 while a damaged journal is mended', () => {
  it.each(['named', 'kept', 'log-kept', 'log-removed', 'swapped'] as const)(
    'at "%s" leaves the old journal or the new one, and the next opening ends it',
    async (crashAt) => {
      const { options, open, plan, path, proof } = await atRest(6);
      const bytes = readFileSync(path);
      bytes.fill(0, 0, 4096);
      writeFileSync(path, bytes);
      // The log of the old journal must never be laid over the new one.
      writeFileSync(`${path}-wal`, 'rubbish of a process that died');
      const ended = await run({ ...plan, act: 'mend', crashAt }, null);
      expect(ended).toEqual({ signal: 'SIGKILL', said: '' });
      expect(existsSync(path)).toBe(true);
      const opened = await openOrMend(options);
      if (!opened.ok) throw new Error(opened.error.detail);
      expect(verifyJournal(opened.value.db, 'every')).toEqual({ ok: true, value: proof });
      expect(must(await sell(opened.value, open)).copies).toBe('two');
      await closeJournal(opened.value);
      const names = readdirSync(options.folder);
      expect(names.filter((name) => name.includes('.mended') || name.includes('.mending'))).toEqual([]);
      expect(names).toContain('journal.db.damaged-2026-11-24');
      expect(readFileSync(join(options.folder, 'journal.db.damaged-2026-11-24'))).toEqual(bytes);
    },
  );
});

describe('kill -9 while copies are made', () => {
  it(`${kills} times: every copy with a name is whole, and the journal is what it was (seed ${seed})`, async () => {
    const { options, plan, copiesFolder } = await atRest(6);
    const random = seededRandom(seed);
    let rounds = 0;
    let copies = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const { signal, said } = await run({ ...plan, act: 'care' }, random.whole(0, 2_000));
      expect(signal).toBe('SIGKILL');
      rounds += said.split('round').length - 1;
      if (!existsSync(copiesFolder)) continue;
      const kept = datedCopies(readdirSync(copiesFolder));
      for (const { name, seq } of kept) {
        const proof = provePath(join(copiesFolder, name), 'integrity_check', undefined);
        expect(proof).toMatchObject({ ok: true, value: { entries: seq } });
        copies += 1;
      }
    }
    const opened = await openOrMend({
      ...options,
      clock: { wallMs: () => Date.parse('2026-11-25T05:30:00Z'), monotonicMs: () => 1 },
      bootId: 'last',
    });
    if (!opened.ok) throw new Error(opened.error.detail);
    expect(verifyJournal(opened.value.db, 'every').ok).toBe(true);
    const last = await startCare(opened.value, { worker: careWorker, copiesFolder }).outcome;
    expect(last).toMatchObject({
      kind: 'done',
      report: { copy: { ok: true }, mirror: { damages: [], missingSeq: null } },
    });
    expect(readdirSync(copiesFolder).filter((name) => name.includes('partial'))).toEqual([]);
    await closeJournal(opened.value);
    console.log(`${kills} kills, ${rounds} rounds finished before them, ${copies} copies proved`);
    expect(copies).toBeGreaterThan(0);
  });
});
