import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { hashBeforeFirst } from '../../../counter/journal/chain.ts';
import { exportColumns } from '../../../counter/journal/export-row.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import type { ExportSource } from '../../../db/audit/export-source.ts';
import { journalExport } from '../../../db/audit/export-source.ts';
import type { ExportOutcome } from '../../../db/audit/write-export.ts';
import { closeJournal } from '../../../db/journal.ts';
import { csvOf } from '../../../electron/cli/export-csv.ts';
import { enrolled, must, openCounter, sell } from '../../harness/journal.ts';

/** The cells of one line of RFC 4180, whose cells hold no line break here. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

async function tableOf(
  names: readonly string[],
): Promise<{ readonly rows: string[][]; readonly outcome: ExportOutcome }> {
  const { table, outcome } = await writtenOf(names);
  return { rows: table.slice(1).split('\r\n').slice(1, -1).map(cells), outcome };
}

async function rawTableOf(names: readonly string[]): Promise<string> {
  return (await writtenOf(names)).table;
}

async function writtenOf(names: readonly string[]) {
  const { journal, clock } = await enrolled();
  const open = await openCounter(journal, clock.wallMs());
  for (const consumerName of names) must(await sell(journal, open, { consumerName }));
  const source = journalExport(journal.db, { from: '2026-11-23', to: '2026-11-23' });
  if (source === null) throw new Error('the journal names a counter');
  const outcome: ExportOutcome = { entries: 0, fault: null };
  const table = await text(csvOf(source, outcome));
  await closeJournal(journal);
  return { table, outcome };
}

describe('the table for spreadsheets', () => {
  it('gives no cell that a spreadsheet would run, and keeps every character', async () => {
    const names = [
      '=HYPERLINK("http://x","y")',
      '+91 99999',
      '-2+3+cmd|" /C calc"!A0',
      '@SUM(A1)',
      '＝1+1',
      '\t=1',
      'राम "बाबू", पटना',
      "'already",
      '1-2',
    ];
    const { rows, outcome } = await tableOf(names);
    expect(outcome).toEqual({ entries: 3 + names.length, fault: null });
    const column = exportColumns.indexOf('consumerName');
    const said = rows.slice(3).map((row) => row[column] ?? '');
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/u);
    expect(said).toEqual(names.map((name) => (/^[=+\-@\t＝]/u.test(name) ? `'${name}` : name)));
    for (const row of rows) expect(row).toHaveLength(exportColumns.length);
  });

  it('quotes a lone line feed, so that no reader begins a row in the middle of a name', async () => {
    const { rows } = await tableOf(['राम\nप्रसाद', 'Sita\rDevi']);
    const column = exportColumns.indexOf('consumerName');
    expect(rows.slice(3).map((row) => row[column])).toEqual(['राम\nप्रसाद', 'Sita\rDevi']);
    const quoted = await rawTableOf(['राम\nप्रसाद', 'Sita\rDevi']);
    expect(quoted).toContain('"राम\nप्रसाद"');
    expect(quoted).toContain('"Sita\rDevi"');
  });

  it('says which entry cannot be read and goes on behind it', async () => {
    const broken = { counter: 'C02', epoch: 1, seq: 1, uid: 'x', kind: 'override', body: '{}' } as const;
    const stored: StoredEntry = {
      ...broken,
      prevHash: hashBeforeFirst,
      hash: hashBeforeFirst,
      signature: '',
    };
    const source: ExportSource = {
      header: {
        format: 'division-counter/export/1',
        counter: 'C02',
        office: 'PTC',
        epochs: [1],
        from: '2026-11-23',
        to: '2026-11-23',
        firstSeq: 1,
        lastSeq: 1,
        prevHash: hashBeforeFirst,
        epochBefore: 1,
        perpetualTotalBeforePaise: 0,
        publicKeys: [],
        headEndPublicKey: '',
        recoveryKey: null,
      },
      entries: () => [stored],
      answers: () => [],
      acknowledgements: () => [],
      creditOf: () => null,
    };
    const outcome: ExportOutcome = { entries: 0, fault: null };
    expect((await text(csvOf(source, outcome))).split('\r\n')).toHaveLength(2);
    expect(outcome).toMatchObject({ entries: 0, fault: { code: 'wrong-hash', seq: 1, where: 'entry 1' } });
  });
});
