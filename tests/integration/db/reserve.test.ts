import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isTakenWhenFull } from '../../../counter/copies/disk-full.ts';
import { entryKinds } from '../../../counter/journal/entry.ts';
import { limits } from '../../../counter/limits.ts';
import { appendEntry, type AppendOutcome } from '../../../db/append.ts';
import { careRecords } from '../../../db/care/care-events.ts';
import { openOrMend } from '../../../db/care/open-or-mend.ts';
import { freeReserve, hasReserve, makeReserve } from '../../../db/care/reserve.ts';
import { keepReserve, recordReserve, reserveOnRecord } from '../../../db/care/reserve-record.ts';
import { systemRandom } from '../../../db/crypto.ts';
import { closeJournal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { configSchema } from '../../../electron/contract/config-schemas.ts';
import { enrolled, must, newFolder, openCounter, recharge, sell } from '../../harness/journal.ts';
import { canMount, smallDisk, type SmallDisk } from '../../harness/small-disk.ts';

const megabyte = 1_048_576;

describe('the reserve', () => {
  it('is a file of real bytes, made whole or not at all, and gives its room back', async () => {
    const folder = newFolder();
    const bytes = megabyte + 5;
    expect(hasReserve(folder, bytes)).toBe(false);
    expect(freeReserve(folder)).toBe(false);
    expect(await makeReserve(folder, bytes, systemRandom)).toEqual({ ok: true, value: undefined });
    const { size, blocks } = statSync(join(folder, 'reserve'));
    expect(size).toBe(bytes);
    expect(blocks * 512).toBeGreaterThanOrEqual(bytes);
    expect(hasReserve(folder, bytes)).toBe(true);
    expect(hasReserve(folder, bytes + 1)).toBe(false);
    expect(freeReserve(folder)).toBe(true);
    expect(existsSync(join(folder, 'reserve'))).toBe(false);
  });

  it('is as large as the office says, within bounds', () => {
    const parse = (reserveFileBytes: number) =>
      configSchema.safeParse({ dataFolder: '/data', reserveFileBytes }).success;
    expect(configSchema.parse({ dataFolder: '/data' }).reserveFileBytes).toBe(limits.reserveFileBytes);
    expect(parse(limits.reserveFileBytesMin)).toBe(true);
    expect(parse(limits.reserveFileBytesMin - 1)).toBe(false);
    expect(parse(limits.reserveFileBytesMax)).toBe(true);
    expect(parse(limits.reserveFileBytesMax + 1)).toBe(false);
  });

  it('is for closing, not for taking money', () => {
    const taken = entryKinds.filter(isTakenWhenFull);
    expect(taken).toEqual(
      expect.arrayContaining(['count', 'shift closed', 'day closed', 'pack sealed', 'deposit']),
    );
    expect(taken).not.toContain('recharge');
    expect(taken).not.toContain('day opened');
  });
});

describe.skipIf(!canMount)('a disk that fills up (needs root to mount one)', () => {
  const disks: SmallDisk[] = [];
  afterEach(() => {
    for (const disk of disks.splice(0)) disk.end();
  });

  async function onSmallDisk(kind: 'tmpfs' | 'ext4') {
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    const disk = smallDisk(kind, folder, 24);
    disks.push(disk);
    const bench = await enrolled({ folder, reserveBytes: 4 * megabyte });
    const open = await openCounter(bench.journal, bench.clock.wallMs());
    return { ...bench, disk, open, folder };
  }

  type Small = Awaited<ReturnType<typeof onSmallDisk>>;

  async function sellUntilFull({ journal, open }: Small): Promise<AppendOutcome> {
    for (;;) {
      const outcome = await sell(journal, open);
      if (outcome.kind !== 'recorded') return outcome;
    }
  }

  it.each(['tmpfs', 'ext4'] as const)(
    'still takes what closes the day, and sells on when there is room (%s)',
    async (kind) => {
      const small = await onSmallDisk(kind);
      const { journal, options, folder, disk, open } = small;
      expect(await keepReserve(journal)).toBe('kept');
      disk.fill(131_072);
      const refused = await sellUntilFull(small);
      expect(refused).toMatchObject({ kind: 'refused', fault: { code: 'disk-full' } });
      expect(existsSync(join(folder, 'reserve'))).toBe(false);
      recordReserve(journal);
      expect(reserveOnRecord(journal.db)).toBe('freed');
      expect(await keepReserve(journal)).toBe('no-room');
      // There is room now: whether a sale may use it is the keeper's word, not the disk's.
      must(await appendEntry(journal, recharge(open)));
      await closeJournal(journal);

      const still = await openOrMend(options);
      if (!still.ok) throw new Error(still.error.detail);
      expect(reserveOnRecord(still.value.db)).toBe('freed');
      await closeJournal(still.value);

      disk.empty();
      const again = await openOrMend(options);
      if (!again.ok) throw new Error(again.error.detail);
      expect(reserveOnRecord(again.value.db)).toBe('kept');
      expect(hasReserve(folder, 4 * megabyte)).toBe(true);
      expect(careRecords(again.value.db).map(({ event }) => event)).toEqual([
        'reserve-freed',
        'reserve-made',
      ]);
      expect(verifyJournal(again.value.db, 'every').ok).toBe(true);
      await closeJournal(again.value);
    },
  );

  it('opens a journal for which there is no room but the reserve’s', async () => {
    const { journal, options, disk, folder } = await onSmallDisk('tmpfs');
    expect(await keepReserve(journal)).toBe('kept');
    await closeJournal(journal);
    disk.fill(0);
    const opened = await openOrMend(options);
    if (!opened.ok) throw new Error(opened.error.detail);
    expect(hasReserve(folder, 1)).toBe(false);
    expect(reserveOnRecord(opened.value.db)).toBe('freed');
    await closeJournal(opened.value);
    rmSync(options.mirrorFolder ?? '', { recursive: true });
  });
});
