import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { closeJournal, type Journal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import { decodeFrames, encodeFrame } from '../../../db/mirror/frame.ts';
import { readMirrorFile } from '../../../db/mirror/read-file.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import { verifyJournal, verifyJournalFile } from '../../../db/verify.ts';
import { enrolled, must, newUid, openCounter, sell } from '../../harness/journal.ts';

const firstFile = 'C02-1-2026-11-23.mirror';
const sales = 4;

interface Rested {
  readonly options: JournalOptions;
  readonly path: string;
  readonly mirror: string;
}

async function sold(): Promise<Rested & { journal: Journal }> {
  const { journal, options, clock } = await enrolled();
  const open = await openCounter(journal, clock.wallMs());
  for (let count = 0; count < sales; count += 1) must(await sell(journal, open));
  return {
    journal,
    options,
    path: join(options.folder, 'journal.db'),
    mirror: join(options.mirrorFolder ?? '', firstFile),
  };
}

async function rested(): Promise<Rested> {
  const { journal, ...rest } = await sold();
  await closeJournal(journal);
  return rest;
}

async function faultOf(options: JournalOptions): Promise<string> {
  const opened = await openJournal(options);
  if (!opened.ok) return opened.error.code;
  await closeJournal(opened.value);
  return 'opened';
}

/** Changes the file as someone with a database tool and no scruples would. */
function tamper(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

const dropGuards =
  'DROP TRIGGER entry_never_updated; DROP TRIGGER entry_never_deleted; DROP TRIGGER entry_next;';

const refusals = /only grows|gap|chained|uid|come with|stays|once/u;

describe('the journal only grows', () => {
  const columns = `INSERT OR REPLACE INTO entry SELECT seq, epoch, uid, kind, at, business_date, day, shift, operator,
    consumer, amount_paise, receipt_number, ref, total_paise, recharges, replace(body, '500', '600'), prev_hash, hash,
    signature, signature_sum FROM entry WHERE seq = 5`;
  const attempts: readonly (readonly [string, string])[] = [
    ['an update', 'UPDATE entry SET amount_paise = 1 WHERE seq = 5'],
    ['a deletion', 'DELETE FROM entry WHERE seq = 7'],
    ['a replacement', columns],
    [
      'a replacement by uid',
      columns.replace('SELECT seq,', 'SELECT 8,').replace('prev_hash, hash', 'hash, prev_hash'),
    ],
    [
      'a gap',
      columns.replace('OR REPLACE ', '').replace('SELECT seq, epoch, uid', `SELECT 9, epoch, '${newUid()}'`),
    ],
    ['a ledger line afterwards', "INSERT INTO ledger VALUES (5, 3, 'vault', 100)"],
    ['a changed print job', 'UPDATE print_job SET copy = 9 WHERE copy = 0'],
    ['a deleted boot', 'DELETE FROM boot'],
    ['a changed counter', "UPDATE identity SET counter = 'C09'"],
    ['an offer that goes back', 'INSERT INTO offer VALUES (1, 99, 0)'],
    [
      'a second life of a print step',
      "INSERT INTO print_step SELECT id, 2, 'sending', 1, 0, 'null', NULL, NULL FROM print_job",
    ],
  ];
  for (const [name, sql] of attempts) {
    it(`for the program itself: ${name} is refused`, async () => {
      const { journal } = await sold();
      expect(() => journal.inner.db.exec(sql)).toThrow(refusals);
      expect(verifyJournal(journal.db, 'every').ok).toBe(true);
      await closeJournal(journal);
    });
    it(`for another tool with triggers as they are: ${name} is refused`, async () => {
      const { path } = await rested();
      expect(() => tamper(path, sql)).toThrow(refusals);
      expect(await verifyJournalFile(path, 'every')).toMatchObject({ ok: true });
    });
  }

  it('refuses amounts that no sale has', async () => {
    const { journal } = await sold();
    const sql = columns.replace('OR REPLACE ', '').replace('amount_paise,', '9007199254740993,');
    expect(() => journal.inner.db.exec(sql)).toThrow(refusals);
    await closeJournal(journal);
  });
});

describe('tampering with the guards taken away is found', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'a changed body',
      `UPDATE entry SET body = replace(body, '"amountPaise":50000', '"amountPaise":60000') WHERE seq = 5`,
      'wrong-hash',
    ],
    ['a changed column', 'UPDATE entry SET amount_paise = 60000 WHERE seq = 5', 'columns-differ'],
    ['a changed consumer column', "UPDATE entry SET consumer = '1' WHERE seq = 5", 'columns-differ'],
    ['a deleted entry', 'PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE seq = 5', 'gap'],
    [
      'a forged signature',
      `UPDATE entry SET signature = (SELECT signature FROM entry WHERE seq = 4) WHERE seq = 5`,
      'wrong-signature',
    ],
    [
      'a changed ledger line',
      'DROP TRIGGER ledger_never_updated; UPDATE ledger SET amount_paise = 1 WHERE seq = 5 AND line = 1',
      'ledger-differs',
    ],
    ['a changed total', 'UPDATE shift_total SET takings_paise = 1', 'projection-differs'],
    ['a forgotten print job', 'DELETE FROM print_open', 'projection-differs'],
    ['a guard that is gone', '', 'schema-differs'],
  ];
  for (const [name, sql, code] of cases) {
    it(`${name}`, async () => {
      const { path } = await rested();
      expect(await verifyJournalFile(path, 'every')).toMatchObject({ ok: true });
      tamper(path, dropGuards + sql);
      expect(await verifyJournalFile(path, 'every')).toMatchObject({ ok: false, error: { code } });
    });
  }

  it('one flipped bit in a body, which SQLite calls ok, is found at the next opening too', async () => {
    const { path, options } = await rested();
    const bytes = readFileSync(path);
    expect(bytes.includes('"consumer":"102030405"')).toBe(true);
    // Every place that holds the text: the first may be left over from a page that was split.
    for (
      let found = bytes.indexOf('"consumer":"1');
      found >= 0;
      found = bytes.indexOf('"consumer":"1', found)
    ) {
      bytes[found + 12] = (bytes[found + 12] ?? 0) ^ 1;
    }
    writeFileSync(path, bytes);
    expect(await verifyJournalFile(path, 'every')).toMatchObject({
      ok: false,
      error: { code: 'wrong-hash' },
    });
    expect(await faultOf(options)).toBe('corrupt');
  });
});

describe('a journal that is not what it should be stays shut', () => {
  it('truncated', async () => {
    const { path, options } = await rested();
    truncateSync(path, 8_192);
    expect(await faultOf(options)).toBe('corrupt');
  });

  it('no database, an empty one, or somebody else’s', async () => {
    const { path, options } = await rested();
    writeFileSync(path, 'not a journal at all, but long enough to be looked at as one'.repeat(80));
    expect(await faultOf(options)).toBe('corrupt');
    writeFileSync(path, '');
    expect(await faultOf(options)).toBe('corrupt');
  });

  it('of a newer version, and not a byte of it is changed', async () => {
    const { path, options } = await rested();
    tamper(path, 'PRAGMA user_version = 9990');
    const before = readFileSync(path);
    expect(await faultOf(options)).toBe('newer-version');
    expect(readFileSync(path)).toEqual(before);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});

describe('a second copy that lies', () => {
  const owner = { counter: 'C02', epoch: 1 };

  function frames(path: string): Buffer[] {
    return decodeFrames(readFileSync(path)).frames.map((frame) => encodeFrame(frame.headText, frame.sealed));
  }

  it('with reordered, replayed or left out frames is not believed past the break, and is mended', async () => {
    const changes: readonly ((all: Buffer[]) => Buffer[])[] = [
      (all) => all.toSpliced(3, 2, ...all.slice(3, 5).toReversed()),
      (all) => all.toSpliced(4, 0, ...all.slice(3, 4)),
      (all) => all.toSpliced(3, 1),
    ];
    for (const change of changes) {
      const { mirror, options } = await rested();
      writeFileSync(mirror, Buffer.concat(change(frames(mirror))));
      const contents = await readMirrorFile(mirror, owner);
      expect(contents).toMatchObject({ end: 'damaged' });
      const opened = await openJournal(options);
      if (!opened.ok) throw new Error(opened.error.detail);
      expect(secondCopyStatus(opened.value)).toMatchObject({ state: 'whole', throughSeq: 3 + sales });
      await closeJournal(opened.value);
      const [, second] = readdirSync(options.mirrorFolder ?? '').toSorted((left, right) =>
        right.localeCompare(left),
      );
      expect(second).toBeDefined();
    }
  });

  it('with a torn last frame is mended in a new file', async () => {
    const { mirror, options } = await rested();
    const whole = decodeFrames(readFileSync(mirror));
    truncateSync(mirror, whole.bytes - 9);
    expect(await readMirrorFile(mirror, owner)).toMatchObject({ end: 'torn', lastSeq: 2 + sales });
    expect(await faultOf(options)).toBe('opened');
    expect(readdirSync(options.mirrorFolder ?? '')).toHaveLength(2);
  });

  it('of another counter under our name keeps the journal shut', async () => {
    const { options, mirror } = await rested();
    const other = await rested();
    const all = frames(other.mirror);
    const head = all[0]?.toString('utf8', 8) ?? '';
    const strange = head.slice(0, head.lastIndexOf('}') + 1).replace('"counter":"C02"', '"counter":"C03"');
    writeFileSync(mirror, encodeFrame(strange, Buffer.alloc(0)));
    expect(await faultOf(options)).toBe('mirror-disagrees');
    copyFileSync(other.mirror, mirror);
    expect(await faultOf(options)).toBe('mirror-disagrees');
  });

  it('of another counter under its own name is none of ours', async () => {
    const { options } = await rested();
    const foreign = join(options.mirrorFolder ?? '', firstFile.replace('C02', 'C03'));
    writeFileSync(foreign, 'of no interest');
    expect(await faultOf(options)).toBe('opened');
    expect(readFileSync(foreign, 'utf8')).toBe('of no interest');
  });

  it('that goes on with entries of a stolen key is not taken in', async () => {
    const { path, options, journal } = await sold();
    await closeJournal(journal);
    copyFileSync(path, `${path}.old`);
    const later = await openJournal(options);
    if (!later.ok) throw new Error(later.error.detail);
    await closeJournal(later.value);
    const all = decodeFrames(readFileSync(join(options.mirrorFolder ?? '', firstFile)));
    const last = all.frames.at(-1);
    if (last?.head.t !== 'entry') throw new Error('the last frame is an entry');
    const next = {
      ...last.head,
      n: last.head.n + 1,
      seq: last.head.seq + 1,
      prevHash: last.head.hash,
      hash: 'f'.repeat(64),
    };
    const forged = encodeFrame(JSON.stringify(next), last.sealed);
    const whole = readFileSync(join(options.mirrorFolder ?? '', firstFile)).subarray(0, all.bytes);
    writeFileSync(join(options.mirrorFolder ?? '', firstFile), Buffer.concat([whole, forged]));
    expect(await faultOf(options)).toBe('mirror-disagrees');
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });

  it('whose folder is a file costs the second copy, not the sale', async () => {
    const { options } = await rested();
    const elsewhere = join(options.folder, '..', 'file');
    writeFileSync(elsewhere, '');
    mkdirSync(join(options.folder, '..', 'spare'));
    const opened = await openJournal({ ...options, mirrorFolder: elsewhere });
    if (!opened.ok) throw new Error(opened.error.detail);
    expect(secondCopyStatus(opened.value)).toMatchObject({ state: 'lost' });
    await closeJournal(opened.value);
  });
});
