import { describe, expect, it } from 'vitest';
import type { AnswerRow } from '../../../headend/reference/store.ts';
import { createUploadWorld, type UploadWorld } from '../../harness/upload-world.ts';

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

/** What must hold once all is calm, whatever came before. */
async function faultsOf(world: UploadWorld): Promise<string[]> {
  const faults: string[] = [];
  const check = (holds: boolean, what: string) => void (holds || faults.push(what));
  const { entries, credits, answers } = await world.store.backup();
  const { journal } = world;
  check(entries.length === journal.entries.length, 'the head end has every entry');
  for (const mine of journal.entries) {
    const theirs = entries.filter(({ seq }) => seq === mine.seq);
    check(theirs.length === 1 && theirs[0]?.hash === mine.hash, `entry ${mine.seq} is there once, the same`);
    const known = mine.kind === 'recharge' && mine.body.includes('"consumer":"1');
    const credited = credits.filter(({ uid }) => uid === mine.uid);
    check(
      credited.length === (known ? 1 : 0),
      `entry ${mine.seq} is credited ${known ? 'once' : 'not at all'}`,
    );
    const held = journal.answers.filter(({ answer }) => answer.seq === mine.seq);
    check(held.length === 1, `the counter holds one answer about entry ${mine.seq}, not ${held.length}`);
    const said: AnswerRow | undefined = answers.find(({ seq }) => seq === mine.seq);
    check(
      held[0]?.answer.reference === (credited[0]?.reference ?? null),
      `entry ${mine.seq} has one reference`,
    );
    check(said !== undefined, `the head end answered entry ${mine.seq}`);
  }
  const { ackedSeq, lastSeq } = journal.outbox.position();
  check(ackedSeq === lastSeq, 'everything is acknowledged');
  check(journal.offeredThrough >= ackedSeq, 'nothing was sent that was not marked as offered before');
  return faults;
}

describe('random faults between counter and head end', () => {
  it(
    `${seeds.length} stories of sales, outages, crashes and restored backups all end even`,
    { timeout: 60_000 },
    async () => {
      let sales = 0;
      let rewinds = 0;
      for (const seed of seeds) {
        const world = await createUploadWorld(seed);
        await world.live(80);
        expect({ seed, settled: await world.settle() }).toEqual({ seed, settled: true });
        expect({ seed, faults: await faultsOf(world) }).toEqual({ seed, faults: [] });
        sales += world.journal.entries.length;
        const steps = world.journal.acknowledgements.map(({ acknowledgement }) => acknowledgement.ackedSeq);
        rewinds += steps.filter((acked, index) => acked < (steps[index - 1] ?? 0)).length;
        await world.stop();
      }
      // Stories in which nothing happens would prove nothing.
      expect(sales).toBeGreaterThan(seeds.length * 20);
      expect(rewinds).toBeGreaterThan(seeds.length / 10);
    },
  );
});
