import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLock } from '../../../build/release/schema-lock.ts';
import { entryKinds } from '../../../counter/journal/entry.ts';
import { contentsOf } from '../../../db/contents.ts';
import { deviceSigner } from '../../../db/crypto.ts';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import { newestVersion } from '../../../db/migrate.ts';
import { migrations } from '../../../db/migrations/index.ts';
import { verifyJournal, verifyJournalFile } from '../../../db/verify.ts';
import { freshOptions, must, newFolder, openCounter, sell } from '../../harness/journal.ts';
import { laterSchema } from '../../harness/made-up-migrations.ts';
import { releasedFacts, releasedName } from '../../harness/released-journal.ts';

const repository = join(import.meta.dirname, '../../..');
const kept = join(repository, 'tests/fixtures/journals');
const bytesMax = 200_000;

/** Made now by the very script that a release runs: what will be kept is tried before it is. */
const madeNow = mkdtempSync(join(tmpdir(), 'released-'));
execFileSync(process.execPath, [join(repository, 'tests/harness/make-released-journal.ts'), madeNow]);

const released = [...readLock(repository).keys()];
const journals = [
  ...released.map((number) => [`released ${number}`, join(kept, releasedName(number))] as const),
  ['made now', join(madeNow, releasedName(newestVersion(migrations)))] as const,
];

describe.each(journals)('the journal %s', (_name, path) => {
  const facts = releasedFacts(JSON.parse(readFileSync(`${path}.json`, 'utf8')));
  const copy = () => {
    const folder = newFolder();
    copyFileSync(`${path}.db`, join(folder, 'journal.db'));
    const { options } = freshOptions({ folder, mirrorFolder: null, signer: deviceSigner(facts.secret) });
    return options;
  };

  it('is small, and holds an entry of every kind', async () => {
    expect(statSync(`${path}.db`).size).toBeLessThanOrEqual(bytesMax);
    expect(existsSync(`${path}.db-wal`)).toBe(false);
    const opened = await openJournal(copy());
    if (!opened.ok) throw new Error(opened.error.detail);
    const kinds = opened.value.db.prepare('SELECT DISTINCT kind FROM entry').pluck().all();
    await closeJournal(opened.value);
    if (facts.number === newestVersion(migrations)) expect(kinds.toSorted()).toEqual(entryKinds.toSorted());
    expect(kinds.length).toBeGreaterThan(20);
  });

  it.each([
    ['today’s schema', migrations],
    ['a later one', laterSchema],
  ])('opens under %s, holds what it held, proves itself and goes on selling', async (_schema, known) => {
    const options = { ...copy(), known };
    const opened = await openJournal(options);
    if (!opened.ok) throw new Error(opened.error.detail);
    const journal = opened.value;
    expect(contentsOf(journal.db)).toEqual(facts.contents);
    expect(verifyJournal(journal.db, 'every')).toMatchObject({
      ok: true,
      value: { entries: facts.contents.entries, headHash: facts.contents.headHash },
    });
    const open = await openCounter(journal, options.clock.wallMs());
    expect(must(await sell(journal, open)).entry.prevHash).not.toBe('');
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('is proved as a file at rest, without a byte of it changing', async () => {
    const before = readFileSync(`${path}.db`);
    expect(await verifyJournalFile(`${path}.db`, 'every')).toMatchObject({ ok: true });
    expect(readFileSync(`${path}.db`)).toEqual(before);
  });
});

it(`reads every released journal: ${released.length}`, () => {
  console.log(`read ${released.length} released journals and one made now`);
  expect(journals).toHaveLength(released.length + 1);
});
