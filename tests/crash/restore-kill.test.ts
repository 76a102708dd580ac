import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { closeJournal } from '../../db/journal.ts';
import { verifyJournalFile } from '../../db/verify.ts';
import { writeRecoveryKey } from '../../electron/service/recovery-key-file.ts';
import { sellSome, startPc } from '../harness/dead-pc.ts';
import { newFolder } from '../harness/journal.ts';

const program = new URL('../../electron/cli/counter.ts', import.meta.url).pathname;
const sales = 1_500;
const entries = sales + 4;

type Outcome = number | 'killed';

/** Runs the verb, and kills it -9 as soon as `seen` says so. */
async function restore(args: readonly string[], seen: () => boolean = () => false): Promise<Outcome> {
  const child = spawn(process.execPath, [program, 'restore', ...args], { stdio: 'ignore' });
  let outcome: Outcome | null = null;
  child.once('exit', (code) => {
    outcome = code ?? 'killed';
  });
  while (outcome === null) {
    if (seen()) child.kill('SIGKILL');
    await delay(1);
  }
  return outcome;
}

describe('a restore that is killed', () => {
  it('leaves no journal or the whole one, and the next restore or start goes on', async () => {
    const pc = await startPc();
    await sellSome(pc, sales);
    await closeJournal(pc.journal);
    const folder = newFolder();
    const key = join(folder, 'key.json');
    expect((await writeRecoveryKey(key, pc.recovery)).ok).toBe(true);
    const moments = {
      'the new file is begun': 'data/journal.db.unfinished',
      'its log is there': 'data/journal.db.unfinished-wal',
      'the key is kept': 'data/device-key.json',
      'the journal has its name': 'data/journal.db',
      'the new second copy is begun': 'mirror/C02-2-2026-11-23.mirror',
    };
    let withoutJournal = 0;
    for (const [index, [moment, file]] of Object.entries(moments).entries()) {
      const place = join(folder, String(index));
      cpSync(pc.mirrorFolder, join(place, 'mirror'), { recursive: true });
      const args = ['--mirror', join(place, 'mirror'), '--recovery-key', key, '--data', join(place, 'data')];
      expect(await restore(args, () => existsSync(join(place, file))), moment).toBe('killed');
      const journal = join(place, 'data', 'journal.db');
      if (!existsSync(journal)) {
        withoutJournal += 1;
        expect(await restore(args), moment).toBe(0);
      }
      const proof = await verifyJournalFile(journal, 'closes');
      expect(proof, moment).toMatchObject({ ok: true, value: { entries } });
      expect(readdirSync(join(place, 'data'))).toContain('device-key.json');
    }
    expect(withoutJournal).toBeGreaterThanOrEqual(2);
  }, 120_000);
});
