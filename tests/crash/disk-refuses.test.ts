import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { errorText } from '../../counter/text/error-text.ts';
import { verifyJournalFile } from '../../db/verify.ts';
import { asha, openCounter } from '../harness/counter-day.ts';
import { startJsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { rechargesOfJournal } from '../harness/paper-of-journal.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { sellThrough } from '../harness/sell-through.ts';
import { canMount, smallDisk, type SmallDisk } from '../harness/small-disk.ts';

const holderFile = new URL('../harness/file-holder.ts', import.meta.url).pathname;

let office: Office;
let disk: SmallDisk | null = null;

afterEach(async () => {
  disk?.end();
  disk = null;
  await office.close();
});

const start = () => startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
const journalFile = () => readFileSync(join(office.dataFolder, 'journal.db'));

describe('a journal that may not be written', () => {
  it.skipIf(!canMount)(
    'because its disk turned read-only in mid day: stopped, unchanged, and everything there later',
    async () => {
      office = await openOffice({ consumers: 30 });
      disk = smallDisk('ext4', office.dataFolder, 48);
      let counter = await start();
      await openCounter(counter);
      const before = await sellThrough(counter, office, 3);
      disk.turnReadOnly();
      const { promised, refused } = await sellThrough(counter, office, 3);
      const broken = promised.map((uid) => `${uid} was promised on a disk that takes nothing`);
      const codes = [refused?.code ?? 'none'];
      const next = await sellThrough(counter, office, 1).catch(() => null);
      if (next !== null) codes.push(next.refused?.code ?? 'none');
      await counter.kill().catch(() => undefined);
      const left = journalFile();

      const stopped = await start();
      const { reason } = stopped.state().selling;
      codes.push(reason ?? 'open');
      if (reason === null) broken.push('the counter says that it sells');
      else if (errorText[reason].hi.now === '' || errorText[reason].en.now === '') broken.push('no sentence');
      await stopped.kill().catch(() => undefined);
      if (!journalFile().equals(left)) broken.push('the journal changed');

      disk.pullOut();
      disk.putBack();
      counter = await start();
      await counter.ask('session.signIn', asha);
      const after = await sellThrough(counter, office, 2);
      expect(await counter.end()).toBe(0);
      const recorded = rechargesOfJournal(office.dataFolder).filter((uid) => uid !== refused?.uid);
      if (recorded.join() !== [...before.promised, ...after.promised].join())
        broken.push('the journal holds something else');
      const proof = await verifyJournalFile(join(office.dataFolder, 'journal.db'), 'every');
      if (!proof.ok) broken.push(`the proof fails: ${proof.error.code}`);
      const seen = `told as ${[...new Set(codes)].join(', ')}; no byte changed; sold on when the disk could be written again`;
      expect(concludeFault('readOnlyDisk', { times: 1, seen, broken })).toEqual([]);
    },
    120_000,
  );

  it('because another program holds it: says so, changes nothing, and opens when it is free', async () => {
    office = await openOffice({ consumers: 30 });
    let counter = await start();
    await openCounter(counter);
    const before = await sellThrough(counter, office, 3);
    await counter.end();
    const left = journalFile();
    const holder = spawn(process.execPath, [holderFile, join(office.dataFolder, 'journal.db')]);
    await once(holder.stdout, 'data');
    const held = journalFile();
    counter = await start();
    const { reason } = counter.state().selling;
    const broken = reason === 'JOURNAL_IN_USE' ? [] : [`told ${String(reason)}`];
    await counter.end();
    if (!journalFile().equals(held)) broken.push('the journal changed');
    holder.stdin.end();
    await once(holder, 'exit');
    expect(left.length).toBe(held.length);
    counter = await start();
    await counter.ask('session.signIn', asha);
    const after = await sellThrough(counter, office, 1);
    expect(await counter.end()).toBe(0);
    if (rechargesOfJournal(office.dataFolder).join() !== [...before.promised, ...after.promised].join())
      broken.push('the journal holds something else');
    const seen = 'told as JOURNAL_IN_USE; no byte changed; sold on when it was free';
    expect(concludeFault('heldFile', { times: 1, seen, broken })).toEqual([]);
  }, 120_000);
});
