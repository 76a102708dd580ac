import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
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
const keptFolder = join(repository, 'tests/fixtures/journals');
const bytesMax = 200_000;

/** Made now by the very script that a release runs: what will be kept is tried before it is. */
const madeNow = mkdtempSync(join(tmpdir(), 'released-'));
execFileSync(process.execPath, [join(repository, 'tests/harness/make-released-journal.ts'), madeNow]);

const released = [...readLock(repository).keys()];
const journals = [
  ...released.map((number) => [`released ${number}`, join(keptFolder, releasedName(number))] as const),
  ['made now', join(madeNow, releasedName(newestVersion(migrations)))] as const,
];

describe.each(journals)('the journal %s', (_name, path) => {
  const facts = releasedFacts(JSON.parse(readFileSync(`${path}.json`, 'utf8')));
  const kept = readFileSync(`${path}.db.gz`);
  /** As it came from the release, in a folder of its own, some time later. */
  const unpacked = () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'journal.db'), gunzipSync(kept));
    const bench = freshOptions({ folder, mirrorFolder: null, signer: deviceSigner(facts.secret) });
    bench.clock.pass(86_400_000);
    return bench.options;
  };

  it('is small, and holds an entry of every kind', async () => {
    expect(kept.length).toBeLessThanOrEqual(bytesMax);
    const opened = await openJournal(unpacked());
    if (!opened.ok) throw new Error(opened.error.detail);
    const kinds = opened.value.db.prepare('SELECT DISTINCT kind FROM entry').pluck().all();
    await closeJournal(opened.value);
    if (facts.number === newestVersion(migrations)) expect(new Set(kinds)).toEqual(new Set(entryKinds));
    expect(kinds.length).toBeGreaterThan(20);
  });

  it.each([
    ['today’s schema', migrations],
    ['a later one', laterSchema],
  ])('opens under %s, holds what it held, proves itself and goes on selling', async (_schema, known) => {
    const options = { ...unpacked(), known };
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
    const file = join(unpacked().folder, 'journal.db');
    expect(await verifyJournalFile(file, 'every')).toMatchObject({ ok: true });
    expect(readFileSync(file)).toEqual(gunzipSync(kept));
  });
});

it(`reads every released journal: ${released.length}`, () => {
  console.log(`read ${released.length} released journals and one made now`);
  expect(journals).toHaveLength(released.length + 1);
});
