import { appendFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { isLockedByProcess } from '../../../db/audit/lock-holder.ts';
import { copyJournal } from '../../../db/audit/private-copy.ts';
import { closeJournal } from '../../../db/journal.ts';
import { verifyJournalFile } from '../../../db/verify.ts';
import { enrolled, must, newFolder, openCounter, sell } from '../../harness/journal.ts';

const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('division-counter-copy-'));

describe('a private copy', () => {
  it('of an open journal is one moment of it, log included, and goes when it is removed', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    for (let sold = 0; sold < 20; sold += 1) must(await sell(journal, open));
    const copy = await copyJournal(join(options.folder, 'journal.db'));
    if (!copy.ok) throw new Error(copy.error.detail);
    must(await sell(journal, open));
    expect(await verifyJournalFile(copy.value.path, 'every')).toMatchObject({
      ok: true,
      value: { entries: 23 },
    });
    await copy.value.remove();
    expect(copies()).not.toContain(dirname(copy.value.path));
    await closeJournal(journal);
  });

  it('is not taken of a journal that is not there', async () => {
    expect(await copyJournal(join(newFolder(), 'journal.db'))).toMatchObject({
      ok: false,
      error: { code: 'missing' },
    });
  });

  /** The journal changes in each of its first so many tries to be copied. */
  async function copyOf(changes: number): Promise<string> {
    const path = join(newFolder(), 'journal.db');
    writeFileSync(path, 'x'.repeat(4_096));
    let tries = 0;
    const before = copies().length;
    const copy = await copyJournal(path, async () => {
      tries += 1;
      if (tries <= changes) utimesSync(path, new Date(), new Date(tries * 1_000));
    });
    if (copy.ok) await copy.value.remove();
    expect(copies()).toHaveLength(before);
    return copy.ok ? `copied at try ${tries}` : copy.error.code;
  }

  it('waits for a journal that changes, and gives up on one that never rests', async () => {
    const triesMax = limits.journalCopyTriesMax;
    expect(await copyOf(0)).toBe('copied at try 1');
    expect(await copyOf(triesMax - 1)).toBe(`copied at try ${triesMax}`);
    expect(await copyOf(triesMax)).toBe('in-use');
  });

  it('is not taken where the log is begun anew meanwhile', async () => {
    const path = join(newFolder(), 'journal.db');
    writeFileSync(path, 'x'.repeat(4_096));
    writeFileSync(`${path}-wal`, 'first salt, '.repeat(10));
    let tries = 0;
    const copy = await copyJournal(path, async () => {
      tries += 1;
      writeFileSync(`${path}-wal`, `salt number ${tries}, `.repeat(10));
    });
    expect(copy).toMatchObject({ ok: false, error: { code: 'in-use' } });
    const growing = await copyJournal(path, async () => appendFileSync(`${path}-wal`, 'more'));
    if (!growing.ok) throw new Error('a log that grows is no hindrance');
    await growing.value.remove();
  });
});

describe('whether a journal is locked', () => {
  it('is read from the table of locks, by its inode and the range that SQLite locks', async () => {
    const folder = newFolder();
    const path = join(folder, 'journal.db');
    writeFileSync(path, '');
    const { ino } = statSync(path);
    const table = join(folder, 'locks');
    const line = (inode: number, from: number, to: number) =>
      `1: POSIX  ADVISORY  WRITE 4711 fd:01:${inode} ${from} ${to}\n`;
    writeFileSync(table, line(ino + 1, 1_073_741_824, 1_073_742_335) + line(ino, 0, 0));
    expect(await isLockedByProcess(path, table)).toBe(false);
    appendFileSync(table, line(ino, 1_073_741_826, 1_073_742_335));
    expect(await isLockedByProcess(path, table)).toBe(true);
    expect(await isLockedByProcess(path, join(folder, 'no-such-table'))).toBe(false);
  });
});
