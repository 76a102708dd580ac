import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeJournal, type Journal, openJournal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { type LargeJournal, writeLargeJournal } from '../../bench/large-journal.ts';
import { salesBeside } from '../../bench/sales-beside.ts';
import { enrolled, openCounter, sell } from '../../harness/journal.ts';

/** What the bench calls a real journal is one, to every rule of the program. */
describe('a journal that a bench wrote in one go', () => {
  let large: LargeJournal;
  let journal: Journal;

  beforeAll(async () => {
    large = await writeLargeJournal({ entries: 1_200, documents: 30, signed: 'every' });
    const opened = await openJournal(large.options);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    journal = opened.value;
  });

  afterAll(async () => {
    await closeJournal(journal);
    rmSync(dirname(large.options.folder), { recursive: true });
  });

  it('has so many entries, and proves itself with every signature', () => {
    expect(large.entries).toBe(1_200);
    expect(verifyJournal(journal.db, 'every')).toMatchObject({ ok: true, value: { entries: 1_200 } });
  });

  it('has the tables, indexes and triggers of one that grew by itself', async () => {
    const grown = await enrolled({ mirrorFolder: null });
    const schemaOf = ({ db }: Journal): unknown[] =>
      db.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
    expect(schemaOf(journal)).toEqual(schemaOf(grown.journal));
    await closeJournal(grown.journal);
  });

  it('sells on, and says what a sale costs beside an empty one', async () => {
    const { ratio } = await salesBeside({ journal, clock: large.clock }, 4);
    expect(ratio).toBeGreaterThan(0);
    const drawer = await openCounter(journal, large.clock.wallMs());
    expect(await sell(journal, drawer)).toMatchObject({ kind: 'recorded' });
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
  });
});
