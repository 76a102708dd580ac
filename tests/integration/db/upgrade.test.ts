import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendEntry } from '../../../db/append.ts';
import type { ReadableDb } from '../../../db/connection.ts';
import { contentsOf, type Contents } from '../../../db/contents.ts';
import { closeJournal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import { type Migration, newestVersion } from '../../../db/migrate.ts';
import { migrations } from '../../../db/migrations/index.ts';
import type { CrashPoint } from '../../../db/test-points.ts';
import { verifyJournalFile } from '../../../db/verify.ts';
import { everyDraft } from '../../harness/every-draft.ts';
import { fullJournal } from '../../harness/full-journal.ts';
import { must, newFolder } from '../../harness/journal.ts';
import { adds, laterSchema, moves, widens } from '../../harness/made-up-migrations.ts';
import type { UpgradePlan } from '../../harness/upgrade-child.ts';

const script = join(import.meta.dirname, '../../harness/upgrade-child.ts');
const keptName = `journal.db.before-${widens.number}`;
let old: { readonly options: JournalOptions; readonly secret: string; readonly contents: Contents };

/** A journal of this program's schema at rest, in which every table holds something. */
beforeAll(async () => {
  const { options, secret } = await fullJournal(4, newFolder());
  old = { options: { ...options, mirrorFolder: null }, secret, contents: look(options.folder).contents };
  expect(Object.entries(old.contents).filter(([, value]) => value === 0)).toEqual([]);
});

/** A private copy of the old journal, to be opened by the program of a test. */
function copyOfOld(): JournalOptions {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(old.options.folder, 'journal.db'), join(folder, 'journal.db'));
  return { ...old.options, folder };
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Version and contents of a file, looked at in a copy of it. */
function look(
  folder: string,
  name = 'journal.db',
): { version: unknown; contents: Contents; tables: unknown } {
  const copy = join(newFolder(), 'journal.db');
  copyFileSync(join(folder, name), copy);
  if (existsSync(join(folder, `${name}-wal`))) copyFileSync(join(folder, `${name}-wal`), `${copy}-wal`);
  const db = new Database(copy);
  try {
    return {
      version: db.pragma('user_version', { simple: true }),
      contents: contentsOf(db as unknown as ReadableDb),
      tables: db.prepare("SELECT name FROM sqlite_schema WHERE name = 'office_note'").pluck().get(),
    };
  } finally {
    db.close();
  }
}

/** A seller's whole opening and closing, and what the proof says afterwards. */
async function openOnce(options: JournalOptions, known?: readonly Migration[]) {
  const opened = await openJournal(known === undefined ? options : { ...options, known });
  if (opened.ok) await closeJournal(opened.value);
  return opened.ok ? 'open' : opened.error.code;
}

describe('an older journal', () => {
  it('is upgraded, holds what it held, and stays whole beside itself', async () => {
    const options = copyOfOld();
    const before = sha256(join(options.folder, 'journal.db'));
    expect(await openOnce(options, laterSchema)).toBe('open');
    expect(look(options.folder)).toEqual({
      version: widens.number,
      contents: old.contents,
      tables: 'office_note',
    });
    expect(readdirSync(options.folder).toSorted()).toEqual(['journal.db', keptName]);
    expect(sha256(join(options.folder, keptName))).toBe(before);
    // The old program still reads what was kept, and the whole proof holds on it.
    const proof = await verifyJournalFile(join(options.folder, keptName), 'every');
    expect(proof).toMatchObject({ ok: true, value: { headHash: old.contents.headHash } });
    // The second opening has nothing to do.
    expect(await openOnce(options, laterSchema)).toBe('open');
    expect(readdirSync(options.folder)).toHaveLength(2);
  });

  it('goes on selling under the new schema, and its guards stand', async () => {
    const opened = await openJournal({ ...copyOfOld(), known: laterSchema });
    if (!opened.ok) throw new Error(opened.error.detail);
    const { db } = opened.value.inner;
    expect(() => db.exec('DELETE FROM offer')).toThrow(/only grows/u);
    expect(() => db.exec('UPDATE entry SET note = 1')).toThrow(/only grows/u);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    await closeJournal(opened.value);
  });

  it('whose log was left by a crash is kept with what the log held', async () => {
    const options = copyOfOld();
    const opened = await openJournal(options);
    if (!opened.ok) throw new Error(opened.error.detail);
    const person = everyDraft({ day: '', shift: '', businessDate: '2026-11-23' })['person set'];
    must(await appendEntry(opened.value, { ...person, day: null, shift: null }));
    const crashed = { ...options, folder: newFolder() };
    for (const name of ['journal.db', 'journal.db-wal'])
      copyFileSync(join(options.folder, name), join(crashed.folder, name));
    await closeJournal(opened.value);
    expect(await openOnce(crashed, laterSchema)).toBe('open');
    const kept = look(crashed.folder, keptName);
    expect(kept.version).toBe(newestVersion(migrations));
    expect(kept.contents.entries).toBe(old.contents.entries + 1);
    expect(look(crashed.folder).contents).toEqual(kept.contents);
  });

  it('never loses a file that an earlier upgrade kept', async () => {
    const options = copyOfOld();
    writeFileSync(join(options.folder, keptName), 'of another year');
    expect(await openOnce(options, laterSchema)).toBe('open');
    expect(readFileSync(join(options.folder, keptName), 'utf8')).toBe('of another year');
    expect(sha256(join(options.folder, `${keptName}-2`))).toBe(
      sha256(join(old.options.folder, 'journal.db')),
    );
  });

  it('that is damaged is not upgraded and stays as it is', async () => {
    const options = copyOfOld();
    const path = join(options.folder, 'journal.db');
    const bytes = readFileSync(path);
    // The page behind the first one: a root of the schema's own tables.
    bytes.fill(0x55, 4_096, 4_200);
    writeFileSync(path, bytes);
    expect(await openOnce(options, laterSchema)).toBe('corrupt');
    expect(readFileSync(path)).toEqual(bytes);
    expect(readdirSync(options.folder)).toEqual(['journal.db']);
  });
});

describe('a step that moves something of the books', () => {
  it.each([
    [
      'one paisa of a recharge',
      moves('entry', 'UPDATE entry SET amount_paise = amount_paise + 1'),
      /takings/u,
    ],
    ['one letter of a body', moves('entry', "UPDATE entry SET body = body || ' '"), /entriesSha256/u],
    ['the hash of the head', moves('entry', 'UPDATE entry SET hash = prev_hash WHERE seq = 3'), /entries/u],
    ['one ledger line', moves('ledger', 'DELETE FROM ledger WHERE seq = 5'), /ledgerPaise|ledgerLines/u],
    [
      'money between two accounts',
      moves('ledger', "UPDATE ledger SET account = 'vault' WHERE account = 'float'"),
      /ledgerPaise/u,
    ],
    ['an answer', moves('answer', "UPDATE answer SET text = '{}'"), /answersSha256/u],
    [
      'a print document',
      moves('print_step', "UPDATE print_step SET document = 'x' WHERE n = 1"),
      /printDocumentsSha256/u,
    ],
  ])('%s, is undone whole and named', async (_what, step, named) => {
    const options = copyOfOld();
    const before = sha256(join(options.folder, 'journal.db'));
    await expect(openOnce(options, [...migrations, step])).rejects.toThrow(named);
    expect(look(options.folder)).toMatchObject({
      version: newestVersion(migrations),
      contents: old.contents,
    });
    expect(sha256(join(options.folder, 'journal.db'))).toBe(before);
    expect(await openOnce(options)).toBe('open');
  });

  it('or leaves a reference that leads nowhere, is undone too', async () => {
    const options = copyOfOld();
    const sql =
      "CREATE TABLE child (job TEXT REFERENCES print_job (id)); INSERT INTO child VALUES ('nobody')";
    const bad = { number: adds.number, sql };
    await expect(openOnce(options, [...migrations, bad])).rejects.toThrow(/lead nowhere/u);
    expect(await openOnce(options)).toBe('open');
  });
});

describe('a newer journal', () => {
  it.each(['closed cleanly', 'left by a crash'])(
    '%s, is refused and not one byte of it changes',
    async (end) => {
      const options = copyOfOld();
      expect(await openOnce(options, laterSchema)).toBe('open');
      const folder = newFolder();
      const opened = await openJournal({ ...options, known: laterSchema });
      if (!opened.ok) throw new Error(opened.error.detail);
      if (end === 'closed cleanly') await closeJournal(opened.value);
      for (const name of readdirSync(options.folder).filter((file) => /^journal\.db(?:-wal)?$/u.test(file)))
        copyFileSync(join(options.folder, name), join(folder, name));
      if (end === 'left by a crash') await closeJournal(opened.value);
      const files = () => readdirSync(folder).map((name) => [name, sha256(join(folder, name))]);
      const before = files();
      expect(before).toHaveLength(end === 'closed cleanly' ? 1 : 2);
      expect(await openOnce({ ...options, folder })).toBe('newer-version');
      expect(files()).toEqual(before);
      expect(await openOnce({ ...options, folder }, laterSchema)).toBe('open');
    },
  );

  it('is known as newer where its version stands in the log alone', async () => {
    const options = copyOfOld();
    const killed = upgradeInChild(options.folder, 'after-upgrade-commit');
    expect(killed.signal).toBe('SIGKILL');
    expect(readFileSync(join(options.folder, 'journal.db')).readUInt32BE(60)).toBe(newestVersion(migrations));
    const before = sha256(join(options.folder, 'journal.db-wal'));
    expect(await openOnce(options)).toBe('newer-version');
    expect(sha256(join(options.folder, 'journal.db-wal'))).toBe(before);
    expect(await openOnce(options, laterSchema)).toBe('open');
  });
});

function upgradeInChild(folder: string, crashAt: CrashPoint | null) {
  const plan: UpgradePlan = { folder, secret: old.secret, crashAt };
  return spawnSync(process.execPath, [script, JSON.stringify(plan)], { encoding: 'utf8', timeout: 60_000 });
}

describe('kill -9 in mid upgrade', () => {
  it.each([
    ['before-old-kept', newestVersion(migrations)],
    ['after-old-kept', newestVersion(migrations)],
    ['before-upgrade-commit', newestVersion(migrations)],
    ['after-upgrade-commit', widens.number],
  ] as const)('at %s leaves the old journal or the new one', async (crashAt, version) => {
    const options = copyOfOld();
    expect(upgradeInChild(options.folder, crashAt).signal).toBe('SIGKILL');
    expect(look(options.folder)).toMatchObject({ version, contents: old.contents });
    expect(upgradeInChild(options.folder, null).stdout).toBe('open\n');
    expect(look(options.folder)).toMatchObject({ version: widens.number, contents: old.contents });
    expect(readdirSync(options.folder).toSorted()).toEqual(['journal.db', keptName]);
    expect(look(options.folder, keptName).contents).toEqual(old.contents);
  });
});
