import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closeJournal, createJournal } from '../../db/journal.ts';
import { generateRecoveryKey } from '../../db/recovery-key.ts';
import { verifyJournal, verifyJournalFile } from '../../db/verify.ts';
import { writeRecoveryKey } from '../../electron/service/recovery-key-file.ts';
import { enrolment, freshOptions, must, openCounter, sell } from '../harness/journal.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { canMount, smallDisk } from '../harness/small-disk.ts';
import { newTestFolder, removeTestFolders } from '../harness/test-folders.ts';

const program = new URL('../../electron/cli/counter.ts', import.meta.url).pathname;
const sales = 40;

afterAll(removeTestFolders);

/** A day of sales, then the journal dies by `kill`; what the spare PC has afterwards that the dead one had not. */
async function restoreAfter(
  kill: (dataFolder: string) => void,
  before: (dataFolder: string) => void,
): Promise<string[]> {
  const folder = newTestFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  before(data);
  const recovery = generateRecoveryKey();
  const { options, clock } = freshOptions({
    folder: data,
    mirrorFolder: join(folder, 'mirror'),
    recoveryPublicKey: recovery.publicKey,
  });
  const first = { ...enrolment(options.signer.publicKey), recoveryKey: recovery.publicKey };
  const created = await createJournal(options, 'C02', first);
  if (!created.ok) throw new Error(created.error.detail);
  const journal = created.value;
  const open = await openCounter(journal, clock.wallMs());
  for (let sold = 0; sold < sales; sold += 1)
    must(await sell(journal, open, { amountPaise: (100 + sold) * 100 }));
  const dead = verifyJournal(journal.db, 'every');
  if (!dead.ok) throw new Error(dead.error.detail);
  await closeJournal(journal);
  kill(data);

  const key = join(folder, 'key.json');
  const written = await writeRecoveryKey(key, recovery);
  if (!written.ok) throw new Error(written.error);
  const spare = join(folder, 'spare');
  const args = [
    'restore',
    '--mirror',
    join(folder, 'mirror'),
    '--recovery-key',
    key,
    '--data',
    spare,
    '--json',
  ];
  const told = JSON.parse(execFileSync(process.execPath, [program, ...args], { encoding: 'utf8' })) as {
    readonly headHash: string;
    readonly lastSeq: number;
  };
  const again = await verifyJournalFile(join(spare, 'journal.db'), 'every');
  if (!again.ok) return [`the proof fails: ${again.error.code}`];
  const broken: string[] = [];
  if (told.headHash !== dead.value.headHash) broken.push('another head hash');
  if (told.lastSeq !== dead.value.entries) broken.push(`${told.lastSeq} of ${dead.value.entries} entries`);
  if (again.value.takingsPaise !== dead.value.takingsPaise) broken.push('other takings');
  return broken;
}

const seen = `${sales} sales: the spare PC has the same head hash, entries and takings, under a new epoch`;

describe('a journal that is gone', () => {
  it('because somebody deleted it, is made again from the second copy', async () => {
    const broken = await restoreAfter(
      (data) => rmSync(data, { recursive: true }),
      () => undefined,
    );
    expect(concludeFault('journalDeleted', { times: 1, seen, broken })).toEqual([]);
  }, 120_000);

  it.skipIf(!canMount)(
    'because its disk is dead, is made again from the second copy',
    async () => {
      let disk: ReturnType<typeof smallDisk> | null = null;
      try {
        const broken = await restoreAfter(
          () => disk?.pullOut(),
          (data) => {
            disk = smallDisk('ext4', data, 48);
          },
        );
        expect(concludeFault('diskDead', { times: 1, seen, broken })).toEqual([]);
      } finally {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the callback above set it, which the compiler does not see
        (disk as ReturnType<typeof smallDisk> | null)?.end();
      }
    },
    120_000,
  );
});
