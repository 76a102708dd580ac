import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { entryHash } from '../../../counter/journal/chain.ts';
import { signedSum } from '../../../db/answers.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { auditedCounter, type AuditedCounter, tamper } from '../../harness/audited-counter.ts';
import { runCounter, verified } from '../../harness/counter-command.ts';

/** What was changed, how, and the fault that is named: code, entry, table. */
const cases: readonly (readonly [string, string, string, number, string])[] = [
  [
    'a changed amount in a body',
    `UPDATE entry SET body = replace(body, '50000', '60000') WHERE seq = 5`,
    'wrong-hash',
    5,
    'table entry',
  ],
  ['a missing entry', 'DELETE FROM entry WHERE seq = 5', 'gap', 6, 'table entry'],
  ['a missing first entry', 'DELETE FROM entry WHERE seq = 1', 'gap', 2, 'table entry'],
  [
    'a broken link',
    `UPDATE entry SET prev_hash = '${'a'.repeat(64)}' WHERE seq = 6`,
    'wrong-previous',
    6,
    'table entry',
  ],
  [
    'another hash',
    `UPDATE entry SET hash = '${'a'.repeat(64)}' WHERE seq = 6`,
    'wrong-hash',
    6,
    'table entry',
  ],
  [
    'the signature of another entry',
    'UPDATE entry SET signature = (SELECT signature FROM entry WHERE seq = 4) WHERE seq = 8',
    'wrong-signature',
    8,
    'table entry',
  ],
  [
    'another uid',
    `UPDATE entry SET uid = '01a206e1-efc0-7e91-8793-40db214b323f' WHERE seq = 7`,
    'body-differs',
    7,
    'table entry',
  ],
  ['another kind', `UPDATE entry SET kind = 'override' WHERE seq = 9`, 'body-differs', 9, 'table entry'],
  ['another epoch', 'UPDATE entry SET epoch = 2 WHERE seq = 9', 'wrong-counter', 9, 'table entry'],
  ['another counter', `UPDATE identity SET counter = 'C09'`, 'wrong-hash', 1, 'table entry'],
  [
    'a changed amount column',
    'UPDATE entry SET amount_paise = 1 WHERE seq = 5',
    'columns-differ',
    5,
    'table entry',
  ],
  [
    'a changed operator column',
    `UPDATE entry SET operator = 'ravi' WHERE seq = 2`,
    'columns-differ',
    2,
    'table entry',
  ],
  [
    'a changed date column',
    `UPDATE entry SET business_date = '2026-11-22' WHERE seq = 5`,
    'columns-differ',
    5,
    'table entry',
  ],
  ['a changed time column', 'UPDATE entry SET at = at + 1 WHERE seq = 3', 'columns-differ', 3, 'table entry'],
  [
    'a changed consumer column',
    `UPDATE entry SET consumer = '9' WHERE seq = 6`,
    'columns-differ',
    6,
    'table entry',
  ],
  [
    'a swapped receipt column',
    `UPDATE entry SET receipt_number = 'PTC-C02-2627-000009' WHERE seq = 11`,
    'columns-differ',
    11,
    'table entry',
  ],
  [
    'a changed link to the entry before',
    'UPDATE entry SET ref = uid WHERE seq = 13',
    'columns-differ',
    13,
    'table entry',
  ],
  [
    'a changed running total',
    'UPDATE entry SET total_paise = total_paise + 1 WHERE seq = 12',
    'columns-differ',
    12,
    'table entry',
  ],
  [
    'a changed running count',
    'UPDATE entry SET recharges = recharges + 1 WHERE seq = 12',
    'columns-differ',
    12,
    'table entry',
  ],
  [
    'a changed ledger line',
    'UPDATE ledger SET amount_paise = amount_paise + 1 WHERE seq = 5 AND line = 1',
    'ledger-differs',
    5,
    'table ledger',
  ],
  [
    'a missing ledger line',
    'DELETE FROM ledger WHERE seq = 5 AND line = 2',
    'ledger-differs',
    5,
    'table ledger',
  ],
  [
    'a line to another account',
    `UPDATE ledger SET account = 'vault' WHERE seq = 11 AND line = 1`,
    'ledger-differs',
    11,
    'table ledger',
  ],
  [
    'changed takings of a shift',
    'UPDATE shift_total SET takings_paise = 1',
    'projection-differs',
    0,
    'table of sums',
  ],
  [
    'a changed drawer',
    'UPDATE shift_total SET cash_paise = cash_paise + 1',
    'projection-differs',
    0,
    'table of sums',
  ],
  [
    'a day that was opened again',
    'UPDATE day_state SET closed_at = NULL',
    'projection-differs',
    0,
    'table of sums',
  ],
  ['a forgotten print job', 'DELETE FROM print_open', 'projection-differs', 0, 'table of sums'],
  [
    'a person out of nowhere',
    `INSERT INTO person_state VALUES ('x', 'x', 'x', 'officer', 'active')`,
    'projection-differs',
    0,
    'table of sums',
  ],
  [
    'a changed slip',
    `UPDATE print_step SET document = replace(document, '500.00', '900.00') WHERE document IS NOT NULL`,
    'document-differs',
    4,
    'table print_step',
  ],
  ['a changed credit', `UPDATE answer SET credit = 'rejected'`, 'answer-differs', 4, 'table answer'],
  [
    'a changed reference',
    `UPDATE answer SET text = replace(text, 'HE-1', 'HE-2')`,
    'answer-differs',
    4,
    'table answer',
  ],
  [
    'an answer about another entry',
    `UPDATE answer SET seq = 5, text = replace(text, '"seq":4', '"seq":5')`,
    'answer-differs',
    5,
    'table answer',
  ],
  [
    'a higher acknowledgement',
    'UPDATE acknowledgement SET acked_seq = 12',
    'acknowledgement-differs',
    12,
    'table acknowledgement',
  ],
  [
    'an acknowledgement of another hash',
    `UPDATE acknowledgement SET text = replace(text, '"headHash":"', '"headHash":"0')`,
    'acknowledgement-differs',
    8,
    'table acknowledgement',
  ],
  [
    'a forged acknowledgement',
    `UPDATE acknowledgement SET text = replace(text, '"at":7', '"at":8')`,
    'acknowledgement-differs',
    8,
    'table acknowledgement',
  ],
];

describe('the first fault of a journal', () => {
  let counter: AuditedCounter;
  beforeAll(async () => {
    counter = await auditedCounter();
  });

  const copied = (name: string): string => {
    const folder = join(counter.elsewhere, name.replaceAll(/\W/gu, '-'));
    mkdirSync(folder);
    copyFileSync(counter.journal, join(folder, 'journal.db'));
    return folder;
  };

  it.each(cases)('%s', async (name, sql, code, seq, where) => {
    const folder = copied(name);
    tamper(join(folder, 'journal.db'), sql);
    const { code: exit, report } = await verified('--data', folder);
    expect({ exit, whole: report.whole, ...report.fault }).toMatchObject({
      exit: 1,
      whole: false,
      code,
      seq,
      where,
    });
    expect(report.fault?.detail).not.toBe('');
  });

  it('names the column and what it should say', async () => {
    const folder = copied('column named');
    tamper(join(folder, 'journal.db'), 'UPDATE entry SET amount_paise = 1 WHERE seq = 5');
    const { report } = await verified('--data', folder);
    expect(report.fault?.detail).toBe('recharge: amount_paise is 1, its text says 50000');
    const { code, stdout } = await runCounter('verify', '--data', folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^FAULT: columns-differ\nA column beside an entry says something else than its text\.\n/u,
    );
    expect(stdout).toMatch(/^entry +5$/mu);
  });

  it('names the first of several', async () => {
    const folder = copied('several');
    const sql = `UPDATE shift_total SET takings_paise = 1; UPDATE entry SET operator = 'x' WHERE seq = 9;
      UPDATE ledger SET amount_paise = 7 WHERE seq = 6 AND line = 1`;
    tamper(join(folder, 'journal.db'), sql);
    expect((await verified('--data', folder)).report.fault).toMatchObject({ code: 'ledger-differs', seq: 6 });
  });

  it('a slip that was swapped for another, checksum and all', async () => {
    const folder = copied('slip swapped');
    const document = '{"kind":"receipt"}';
    tamper(
      join(folder, 'journal.db'),
      `UPDATE print_step SET document = '${document}', document_sha256 = '${sha256Hex(document)}' WHERE document IS NOT NULL`,
    );
    const { report } = await verified('--data', folder);
    expect(report.fault).toMatchObject({ code: 'document-differs', seq: 4 });
    expect(report.fault?.detail).toMatch(/the code of its entry is not on it/u);
  });

  it.each([
    ['answer', 'HE-1', 'HE-2', 'answer-signature', 4],
    ['acknowledgement', '"at":7', '"at":8', 'acknowledgement-signature', 8],
  ])('a forged %s, sum and all', async (table, from, to, code, seq) => {
    const folder = copied(`forged ${table}`);
    const path = join(folder, 'journal.db');
    const db = new Database(path, { readonly: true });
    const row = db.prepare(`SELECT text, signature FROM ${table}`).get() as {
      text: string;
      signature: string;
    };
    db.close();
    const text = row.text.replace(from, to);
    const sum = signedSum({ text, signature: row.signature });
    tamper(path, `UPDATE ${table} SET text = '${text}', sum = '${sum}'`);
    expect((await verified('--data', folder)).report.fault).toMatchObject({
      code,
      seq,
      where: `table ${table}`,
    });
  });

  it('a guard that was taken away, when all else holds', async () => {
    const folder = copied('guards gone');
    tamper(join(folder, 'journal.db'), 'SELECT 1');
    const { report } = await verified('--data', folder);
    expect(report.fault).toMatchObject({ code: 'schema-differs', seq: 0, where: 'table sqlite_schema' });
  });

  /** Everything from entry 5 on hashed anew, its text changed: what someone without the key can do. */
  function writtenAnew(folder: string, from: string | RegExp, to: string): void {
    const changes: string[] = [];
    let prevHash = '';
    for (const stored of counter.entries.slice(4)) {
      const body = stored.seq === 5 ? stored.body.replace(from, to) : stored.body;
      const previous = prevHash === '' ? stored.prevHash : prevHash;
      prevHash = entryHash(sha256Hex, { ...stored, body, prevHash: previous });
      const [text, before, hash] = [body, previous, prevHash].map(
        (each) => `'${each.replaceAll("'", "''")}'`,
      );
      changes.push(
        `UPDATE entry SET body = ${text}, prev_hash = ${before}, hash = ${hash} WHERE seq = ${stored.seq}`,
      );
    }
    tamper(join(folder, 'journal.db'), changes.join(';'));
  }

  it('a chain that was written anew from one entry on fails at the next close', async () => {
    const folder = copied('written anew');
    writtenAnew(folder, '"Ram Prasad"', '"Ram Prasat"');
    expect((await verified('--data', folder)).report.fault).toMatchObject({
      code: 'wrong-signature',
      seq: 7,
    });
    const every = await verified('--data', folder, '--every-signature');
    expect(every.report.fault).toMatchObject({ code: 'wrong-signature', seq: 5 });
  });

  it.each([
    ['a ledger of nothing', /"ledger":\[.*?\]/u, '"ledger":[null]'],
    ['a date that is a number', '"businessDate":"2026-11-23"', '"businessDate":7'],
  ])('a chain written anew with %s is a fault, not a failure of the proof', async (name, from, to) => {
    const folder = copied(name);
    writtenAnew(folder, from, to);
    const { code, report } = await verified('--data', folder);
    expect([code, report.fault]).toMatchObject([1, { code: 'body-misshapen', seq: 5, where: 'table entry' }]);
  });

  it('a truncated or overwritten database is damaged, not unreadable', async () => {
    const cut = copied('cut');
    truncateSync(join(cut, 'journal.db'), 40_960);
    const { code, report } = await verified('--data', cut);
    expect([code, report.fault?.code]).toEqual([1, 'database-damaged']);
    const bent = copied('bent');
    const bytes = readFileSync(join(bent, 'journal.db'));
    bytes.fill(0xff, 8_192, 12_288);
    writeFileSync(join(bent, 'journal.db'), bytes);
    expect((await verified('--data', bent)).code).toBe(1);
  });

  it('a file of no database, an empty one, and one of a newer program cannot be read', async () => {
    for (const [name, make] of [
      ['no database', (path: string) => writeFileSync(path, 'x'.repeat(9_000))],
      ['an empty file', (path: string) => writeFileSync(path, '')],
      ['a newer program', (path: string) => tamper(path, 'PRAGMA user_version = 9990')],
    ] as const) {
      const folder = copied(name);
      make(join(folder, 'journal.db'));
      const { code, stdout } = await runCounter('verify', '--data', folder);
      expect([name, code, stdout]).toEqual([name, 3, '']);
    }
  });
});
