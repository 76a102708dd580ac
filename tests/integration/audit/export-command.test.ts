import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportColumns } from '../../../counter/journal/export-row.ts';
import { auditedCounter, type AuditedCounter, fingerprint, tamper } from '../../harness/audited-counter.ts';
import { type CommandResult, runCounter, verified } from '../../harness/counter-command.ts';

const firstDate = '2026-11-23';
const secondDate = '2026-11-24';

describe('counter -- export', () => {
  let counter: AuditedCounter;
  beforeAll(async () => {
    counter = await auditedCounter();
  });
  const exported = (from: string, to: string, format: string, ...more: string[]): Promise<CommandResult> =>
    runCounter('export', '--data', counter.folder, '--from', from, '--to', to, '--format', format, ...more);
  const lines = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes what is stored verbatim, and the file proves itself', async () => {
    const before = fingerprint(counter.folder);
    const out = join(counter.elsewhere, 'all.ndjson');
    const { code, stdout, stderr } = await exported(firstDate, secondDate, 'ndjson', '--out', out);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    expect(fingerprint(counter.folder)).toEqual(before);
    expect(statSync(out).mode & 0o077).toBe(0);
    const all = lines(readFileSync(out, 'utf8'));
    expect(all[0]).toMatchObject({
      format: 'division-counter/export/1',
      counter: 'C02',
      office: 'PTC',
      epochs: [1],
      firstSeq: 1,
      lastSeq: 13,
      prevHash: '0'.repeat(64),
      publicKeys: [{ fromSeq: 1 }],
    });
    const entries = all.filter(({ t }) => t === 'entry');
    expect(entries.map((entry) => ({ ...entry, counter: 'C02' }))).toEqual(
      counter.entries.map((stored) => ({ t: 'entry', ...stored })),
    );
    expect(all.slice(14).map(({ t }) => t)).toEqual(['answer', 'acknowledgement', 'trailer']);
    const { code: exit, report } = await verified('--file', out, '--every-signature');
    expect([exit, report.whole, report.source, report.entries]).toEqual([0, true, 'export-file', 13]);
    expect(report).toMatchObject({
      takingsPaise: 2_500_00,
      perpetualTotalPaise: 2_500_00,
      signaturesChecked: 15,
    });
    expect(report.days.map(({ netPaise }) => netPaise)).toEqual([1_500_00, 500_00]);
  });

  it('writes one date of many: its run of the chain, which proves from its header on', async () => {
    const out = join(counter.elsewhere, 'second.ndjson');
    expect((await exported(secondDate, secondDate, 'ndjson', '--out', out)).code).toBe(0);
    const { code, report } = await verified('--file', out, '--every-signature');
    expect(code).toBe(0);
    expect(report).toMatchObject({
      firstSeq: 9,
      lastSeq: 13,
      takingsPaise: 1_000_00,
      perpetualTotalPaise: 2_500_00,
    });
    expect(report.days).toMatchObject([{ businessDate: secondDate, netPaise: 500_00, closed: false }]);
    expect(report.notes.join('\n')).toMatch(/begins with entry 9/u);
  });

  it('counts what lies outside any day by its own date, and says when nothing is there', async () => {
    const { stdout } = await exported(firstDate, firstDate, 'ndjson');
    expect(lines(stdout)[0]).toMatchObject({ firstSeq: 1, lastSeq: 8 });
    const out = join(counter.elsewhere, 'none.ndjson');
    const { code, stderr } = await exported('2027-01-01', '2027-01-02', 'ndjson', '--out', out);
    expect(code).toBe(0);
    expect(stderr).toMatch(/no entry between 2027-01-01 and 2027-01-02/u);
    const empty = await verified('--file', out);
    expect([empty.code, empty.report.entries, empty.report.firstSeq]).toEqual([0, 0, 0]);
  });

  it('gives from the second copy, with its key, the very same lines', async () => {
    const range = ['--from', firstDate, '--to', secondDate, '--format', 'ndjson'];
    const key = ['--recovery-key', counter.recoveryKeyFile];
    const fromJournal = await exported(firstDate, secondDate, 'ndjson');
    const fromMirror = await runCounter('export', '--mirror', counter.mirror, ...key, ...range);
    expect(fromMirror.code).toBe(0);
    const withoutEnd = (text: string) =>
      text.split('\n').filter((line) => !/"t":"(?:acknowledgement|trailer)"/u.test(line));
    expect(withoutEnd(fromMirror.stdout)).toEqual(withoutEnd(fromJournal.stdout));
    const out = join(counter.elsewhere, 'mirror.ndjson');
    writeFileSync(out, fromMirror.stdout);
    expect((await verified('--file', out)).code).toBe(0);
    const closed = await runCounter('export', '--mirror', counter.mirror, ...range);
    expect([closed.code, closed.stdout]).toEqual([3, '']);
    expect(closed.stderr).toMatch(/without --recovery-key/u);
  });

  it('writes a table for spreadsheets: byte order mark, CRLF, fixed columns, whole paise', async () => {
    const { code, stdout } = await exported(firstDate, secondDate, 'csv');
    expect(code).toBe(0);
    expect(stdout.startsWith(`\u{feff}${exportColumns.join(',')}\r\n`)).toBe(true);
    const rows = stdout.slice(1).split('\r\n');
    expect(rows.at(-1)).toBe('');
    expect(rows).toHaveLength(15);
    const [header = '', ...rest] = rows.slice(0, -1);
    const column = (row: string, name: string) => row.split(',')[header.split(',').indexOf(name)];
    const sale = rest[3] ?? '';
    expect(column(sale, 'receiptNumber')).toBe('PTC-C02-2627-000001');
    expect([column(sale, 'amountPaise'), column(sale, 'cashInPaise'), column(sale, 'heads')]).toEqual([
      '50000',
      '50000',
      'recharge 50000',
    ]);
    expect([column(sale, 'credit'), column(sale, 'reference')]).toEqual(['applied', 'HE-1']);
    expect(column(sale, 'takenAt')).toMatch(/^2026-11-23T11:00:00\.000\+05:30$/u);
    const cancelled = rest[12] ?? '';
    expect([column(cancelled, 'kind'), column(cancelled, 'cashOutPaise')]).toEqual(['cancellation', '50000']);
    const sum = (name: string) => rest.reduce((total, row) => total + Number(column(row, name)), 0);
    // Float in and out, five sales, one cancelled; the first drawer was emptied at its close.
    expect(sum('cashInPaise') - sum('cashOutPaise')).toBe(1_000_00 + 1_000_00 - 500_00);
  });

  it.each([
    ['no dates', []],
    ['a date of no calendar', ['--from', '2026-02-30', '--to', '2026-03-01', '--format', 'csv']],
    ['a date in another form', ['--from', '23-11-2026', '--to', '24-11-2026', '--format', 'csv']],
    ['dates the wrong way round', ['--from', '2026-11-24', '--to', '2026-11-23', '--format', 'csv']],
    ['another format', ['--from', '2026-11-23', '--to', '2026-11-23', '--format', 'xml']],
    [
      'a folder that is not there',
      ['--from', '2026-11-23', '--to', '2026-11-23', '--format', 'csv', '--out', '/no/such/x'],
    ],
  ])('calls %s wrong usage, exit 2', async (_what, more) => {
    const { code, stdout, stderr } = await runCounter('export', '--data', counter.folder, ...more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/usage: counter export/u);
  });

  it('writes nothing into what it looks at, over nothing, and leaves nothing half written', async () => {
    const inside = await exported(firstDate, firstDate, 'csv', '--out', join(counter.folder, 'x.csv'));
    expect([inside.code, existsSync(join(counter.folder, 'x.csv'))]).toEqual([2, false]);
    const kept = join(counter.elsewhere, 'kept.csv');
    writeFileSync(kept, 'kept');
    expect((await exported(firstDate, firstDate, 'csv', '--out', kept)).code).toBe(2);
    expect(readFileSync(kept, 'utf8')).toBe('kept');
    expect(readdirSync(counter.elsewhere).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it('hands out a faulty journal as it is, exit 1, and the file shows the same fault', async () => {
    const faulty = await auditedCounter();
    tamper(faulty.journal, `UPDATE entry SET body = replace(body, '50000', '60000') WHERE seq = 5`);
    const out = join(faulty.elsewhere, 'faulty.ndjson');
    const range = ['--from', firstDate, '--to', secondDate, '--format', 'ndjson', '--out', out];
    const { code, stderr } = await runCounter('export', '--file', faulty.journal, ...range);
    expect(code).toBe(1);
    expect(stderr).toMatch(/fault wrong-hash at entry 5/u);
    expect(lines(readFileSync(out, 'utf8'))).toHaveLength(17);
    const { report } = await verified('--file', out);
    expect(report.fault).toMatchObject({ code: 'wrong-hash', seq: 5, where: 'line 6' });
  });
});
