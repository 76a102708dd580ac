import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLogAgain } from '../../../db/log-again.ts';
import { closeJournal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { enrolled, must, openCounter, sell } from '../../harness/journal.ts';

/** What it is for is proved by the replay of power cuts in tests/crash/failed-flush-images.test.ts. */
describe('the log written again', () => {
  it('keeps every byte, and the journal sells on', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    must(await sell(journal, open));
    const path = join(options.folder, 'journal.db');
    const before = readFileSync(`${path}-wal`);
    expect(before.length).toBeGreaterThan(1_048_576);
    writeLogAgain(path);
    expect(readFileSync(`${path}-wal`).equals(before)).toBe(true);
    must(await sell(journal, open));
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('is told where there is no log', async () => {
    const { journal, options } = await enrolled();
    await closeJournal(journal);
    const path = join(options.folder, 'journal.db');
    expect(statSync(path).size).toBeGreaterThan(0);
    expect(() => writeLogAgain(path)).toThrow('ENOENT');
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});
