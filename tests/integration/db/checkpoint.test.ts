import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { checkpointWhenIdle } from '../../../db/checkpoint.ts';
import { closeJournal, type Journal, openJournal } from '../../../db/journal.ts';
import { verifyJournal, verifyJournalFile } from '../../../db/verify.ts';
import { idleMs, idleWatch } from '../../../electron/service/idle-watch.ts';
import { enrolled, must, openCounter, type OpenCounter, sell } from '../../harness/journal.ts';

const logFrameBytes = 4_096 + 24;
const logHeaderBytes = 32;
/** The page by which a checkpoint begins the log anew, so that no sale pays for it. */
const begun = 1;

async function atWork() {
  const bench = await enrolled({ mirrorFolder: null });
  const path = join(bench.options.folder, 'journal.db');
  const open = await openCounter(bench.journal, bench.clock.wallMs());
  return { ...bench, path, open, logBytes: () => statSync(`${path}-wal`).size };
}

async function sellMany(journal: Journal, open: OpenCounter, sales: number): Promise<void> {
  for (let sold = 0; sold < sales; sold += 1) must(await sell(journal, open));
}

/** Pages of the log that are not in the journal yet. NOOP counts and moves none. */
function notMoved(journal: Journal): number {
  const [row] = journal.inner.db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  return row === undefined ? 0 : row.log - row.checkpointed;
}

describe('an idle checkpoint', () => {
  it('moves all of the log into the journal and leaves the log as long as it was', async () => {
    const { journal, path, open, logBytes } = await atWork();
    await sellMany(journal, open, 20);
    const before = readFileSync(path);
    expect(notMoved(journal)).toBeGreaterThan(20);
    expect(logBytes()).toBe(limits.journalLogBytes);
    checkpointWhenIdle(journal);
    expect(notMoved(journal)).toBe(begun);
    expect(logBytes()).toBe(limits.journalLogBytes);
    expect(readFileSync(path).equals(before)).toBe(false);
    // With nothing new to move, the disk rests.
    const moved = readFileSync(path);
    checkpointWhenIdle(journal);
    expect(notMoved(journal)).toBe(begun);
    expect(readFileSync(path).equals(moved)).toBe(true);
    const proof = verifyJournal(journal.db, 'every');
    await closeJournal(journal);
    expect(await verifyJournalFile(path, 'every')).toEqual(proof);
  });

  it('lets a whole day of pauses run in the log that was made at the opening', async () => {
    const { journal, open, logBytes } = await atWork();
    for (let pause = 0; pause < 12; pause += 1) {
      await sellMany(journal, open, 25);
      checkpointWhenIdle(journal);
      expect(logBytes()).toBe(limits.journalLogBytes);
    }
    await closeJournal(journal);
  });

  it('comes when nobody has called for some seconds, and not while somebody sells', async () => {
    const { journal, clock, open } = await atWork();
    const idle = idleWatch(clock, () => checkpointWhenIdle(journal));
    await sellMany(journal, open, 1);
    idle.called();
    clock.pass(idleMs - 1);
    idle.look();
    expect(notMoved(journal)).toBeGreaterThan(0);
    clock.pass(1);
    idle.look();
    expect(notMoved(journal)).toBe(begun);
    await closeJournal(journal);
  });
});

describe('a day without a pause', () => {
  it('keeps its log within the bound: SQLite moves it behind the sale that passes it', async () => {
    const { journal, open, logBytes, path } = await atWork();
    const boundBytes = logHeaderBytes + limits.journalAutocheckpointPages * logFrameBytes;
    // One transaction may begin below the bound and end past it.
    const slackBytes = 200 * logFrameBytes;
    let longest = 0;
    let sold = 0;
    const pages = () => (journal.inner.db.pragma('wal_checkpoint(NOOP)') as { log: number }[])[0]?.log ?? 0;
    let pagesBefore = 0;
    let turns = 0;
    while (turns === 0 && sold < 10_000) {
      await sellMany(journal, open, 50);
      sold += 50;
      longest = Math.max(longest, logBytes());
      if (pages() < pagesBefore) turns += 1;
      pagesBefore = pages();
    }
    expect(turns).toBe(1);
    expect(longest).toBeGreaterThan(boundBytes - 2_000 * logFrameBytes);
    expect(longest).toBeLessThanOrEqual(boundBytes + slackBytes);
    await sellMany(journal, open, 50);
    expect(logBytes()).toBe(longest);
    await closeJournal(journal);
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(await verifyJournalFile(path, 'closes')).toMatchObject({ ok: true });
    console.log(`${sold} sales in a row, the log never longer than ${longest} bytes`);
  }, 120_000);
});

describe('a clean stop', () => {
  it('leaves no log, whether it was idle before or not', async () => {
    for (const isIdleBefore of [true, false]) {
      const { journal, options, open } = await atWork();
      await sellMany(journal, open, 3);
      if (isIdleBefore) checkpointWhenIdle(journal);
      await closeJournal(journal);
      expect(readdirSync(options.folder)).toEqual(['journal.db']);
      const reopened = await openJournal(options);
      if (!reopened.ok) throw new Error(reopened.error.detail);
      expect(statSync(join(options.folder, 'journal.db-wal')).size).toBe(limits.journalLogBytes);
      await closeJournal(reopened.value);
    }
  });
});
