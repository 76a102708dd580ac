import { renameSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { asha, openCounter } from '../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { careEventsOfJournal, rechargesOfJournal } from '../harness/paper-of-journal.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { sellThrough } from '../harness/sell-through.ts';
import { canMount, smallDisk, type SmallDisk } from '../harness/small-disk.ts';

let office: Office;
let disk: SmallDisk | null = null;

afterEach(async () => {
  disk?.end();
  disk = null;
  await office.close();
});

const start = () => startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
const secondCopy = async (counter: JsonLinesCounter) => (await counter.ask('state.get', {})).secondCopy;

/** Sells while the copy is away and after it came back; every promise that was broken, in words. */
async function sellWithout(
  counter: JsonLinesCounter,
  comeBack: () => void,
): Promise<{ sold: string[]; broken: string[] }> {
  const broken: string[] = [];
  const without = await sellThrough(counter, office, 3);
  if (without.refused !== null) broken.push(`refused without a second copy: ${without.refused.code}`);
  const away = await secondCopy(counter);
  if (away.state === 'complete') broken.push('a copy that is away was told as complete');
  comeBack();
  const again = await sellThrough(counter, office, 1);
  const back = await secondCopy(counter);
  if (back.state !== 'complete' || back.copied !== back.entries)
    broken.push(`${back.state}: ${back.copied} of ${back.entries}`);
  return { sold: [...without.promised, ...again.promised], broken };
}

function afterwards(sold: readonly string[]): string[] {
  const broken: string[] = [];
  if (rechargesOfJournal(office.dataFolder).join() !== sold.join())
    broken.push('the journal holds something else');
  const events = careEventsOfJournal(office.dataFolder).filter((event) => event.startsWith('mirror-'));
  if (events.join() !== 'mirror-lost,mirror-whole') broken.push(`on record: ${events.join()}`);
  return broken;
}

const seen = (sales: number) =>
  `${sales} sales, none refused; told as lost, on record, whole again after its return`;

describe('a second copy', () => {
  it.skipIf(!canMount)(
    'whose device stops writing in mid day is left behind, and caught up when it is back',
    async () => {
      office = await openOffice({ consumers: 30 });
      disk = smallDisk('ext4', office.mirrorFolder, 24);
      const counter = await start();
      await openCounter(counter);
      const before = await sellThrough(counter, office, 3);
      disk.turnReadOnly();
      const away = await sellWithout(counter, () => {
        disk?.pullOut();
        disk?.putBack();
      });
      expect(await counter.end()).toBe(0);
      const sold = [...before.promised, ...away.sold];
      const broken = [...away.broken, ...afterwards(sold)];
      expect(concludeFault('mirrorDevice', { times: 1, seen: seen(sold.length), broken })).toEqual([]);
    },
    120_000,
  );

  it('that is not there at the start costs no sale, and is caught up when it is plugged in', async () => {
    office = await openOffice({ consumers: 30 });
    let counter = await start();
    await openCounter(counter);
    const before = await sellThrough(counter, office, 3);
    await counter.end();
    renameSync(office.mirrorFolder, `${office.mirrorFolder}-away`);
    counter = await start();
    await counter.ask('session.signIn', asha);
    const away = await sellWithout(counter, () =>
      renameSync(`${office.mirrorFolder}-away`, office.mirrorFolder),
    );
    expect(await counter.end()).toBe(0);
    const sold = [...before.promised, ...away.sold];
    const broken = [...away.broken, ...afterwards(sold)];
    expect(concludeFault('mirrorAway', { times: 1, seen: seen(sold.length), broken })).toEqual([]);
  }, 120_000);
});
