import { describe, expect, it } from 'vitest';
import { paidColumns, connectionColumns } from '../../../counter/lists/list-columns.ts';
import type { ConnectionRow } from '../../../counter/lists/do-not-disconnect.ts';
import type { PaidRow } from '../../../counter/lists/paid-list.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import type { GatheredList } from '../../../electron/service/gather-list.ts';
import { listFile } from '../../../electron/service/list-file.ts';

const madeAt = Date.parse('2026-11-02T11:42:07+05:30');
const hour = 3_600_000;
const head = { epoch: 1, seq: 9, hash: 'ab'.repeat(32) };

function connection(changes: Partial<ConnectionRow> = {}): ConnectionRow {
  return {
    consumer: '0101000123',
    name: 'श्रीमती लक्ष्मी क्षेत्री',
    address: 'महेन्द्रू, वार्ड 48',
    meter: 'BR12345678',
    mobile: '9835012345',
    status: 'active',
    balance: { amountPaise: -67_00, at: madeAt - 40 * hour },
    arrears: null,
    receipts: ['PTC-C02-2627-000001', 'PTC-C02-2627-000004'],
    paidPaise: 700_00,
    firstPaidAt: madeAt - 2 * hour,
    lastPaidAt: madeAt - hour,
    ...changes,
  };
}

function connections(...rows: ConnectionRow[]): GatheredList {
  const sums = { receipts: 1, paidPaise: 1, head, outage: 'BR-2026-11-01' };
  return { list: 'do-not-disconnect', scope: { list: 'do-not-disconnect' }, ...sums, rows };
}

function paid(...rows: Partial<PaidRow>[]): GatheredList {
  const row: PaidRow = {
    receiptNumber: 'PTC-C02-2627-000001',
    takenAt: madeAt,
    businessDate: '2026-11-02',
    consumer: '0101000123',
    name: 'Ram',
    meter: 'BR1',
    amountPaise: 500_00,
    cashier: 'ravi',
    state: 'unsent',
    reference: null,
  };
  return {
    list: 'paid',
    scope: { list: 'paid-in-day', businessDate: '2026-11-02' },
    receipts: rows.length,
    paidPaise: 1,
    head,
    outage: null,
    rows: rows.map((changes) => ({ ...row, ...changes })),
  };
}

async function textOf(list: GatheredList): Promise<string> {
  return (await listFile(list, madeAt)).bytes.toString('utf8');
}

/** The cells of a file, by RFC 4180 and nothing else. */
function cellsIn(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of text.matchAll(cell)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

async function cellsOf(row: ConnectionRow): Promise<Record<string, string>> {
  const [, line] = cellsIn(await textOf(connections(row)));
  return Object.fromEntries(connectionColumns.map((name, index) => [name, line?.[index] ?? '']));
}

describe('a list as a file', () => {
  it('begins with its mark and its columns, and ends every line as Excel does', async () => {
    const text = await textOf(connections(connection()));
    expect(text.startsWith(`\ufeff${connectionColumns.join(',')}\r\n`)).toBe(true);
    expect(text.indexOf('\ufeff', 1)).toBe(-1);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    expect(text.endsWith('\r\n')).toBe(true);
    expect((await textOf(paid())).slice(1)).toBe(`${paidColumns.join(',')}\r\n`);
  });

  it('has the hash of its very bytes', async () => {
    const { bytes, sha256 } = await listFile(connections(connection()), madeAt);
    expect(sha256).toBe(sha256Hex(bytes));
  });

  it('says amounts in whole paise, times of Patna, and how old a balance is', async () => {
    expect(await cellsOf(connection())).toEqual({
      consumer: '0101000123',
      name: 'श्रीमती लक्ष्मी क्षेत्री',
      meter: 'BR12345678',
      address: 'महेन्द्रू, वार्ड 48',
      mobile: '9835012345',
      status: 'active',
      balancePaise: '-6700',
      balanceAt: '2026-10-31 19:42:07',
      balanceAge: 'over-24-h',
      arrearsPaise: '',
      arrearsAt: '',
      receipts: 'PTC-C02-2627-000001 PTC-C02-2627-000004',
      paidPaise: '70000',
      firstPaidAt: '2026-11-02 09:42:07',
      lastPaidAt: '2026-11-02 10:42:07',
      outage: 'BR-2026-11-01',
    });
    const at = (ageMs: number) => connection({ balance: { amountPaise: 1, at: madeAt - ageMs } });
    expect((await cellsOf(at(72 * hour))).balanceAge).toBe('over-24-h');
    expect((await cellsOf(at(72 * hour + 1))).balanceAge).toBe('old');
    expect((await cellsOf(at(hour))).balanceAge).toBe('fresh');
    const stranger = connection({
      name: null,
      meter: null,
      address: null,
      mobile: null,
      status: null,
      balance: null,
    });
    expect(await cellsOf(stranger)).toMatchObject({ name: '', meter: '', balancePaise: '', balanceAge: '' });
  });

  it.each([
    '=HYPERLINK("http://evil.example","Ram")',
    '=1+1',
    '+919835012345',
    '-2+3+cmd|calc!A0',
    '@SUM(A1:A9)',
    '\t=1+1',
    '\r=1+1',
    '\uff1d1+1',
  ])('makes %j harmless, whatever list of names brought it', async (name) => {
    const cells = await cellsOf(connection({ name, address: name }));
    expect(cells['name']).toBe(`'${name}`);
    expect(cells['address']).toBe(`'${name}`);
    const all = cellsIn(await textOf(paid({ name, reference: name }))).flat();
    expect(all.filter((cell) => cell === `'${name}`)).toHaveLength(2);
    expect(all.filter((cell) => /^[=+@\t\r\uff1d-]/u.test(cell))).toEqual([]);
  });

  it('keeps commas, quotes and line ends of a name in their cell', async () => {
    const name = 'Ram "Pappu" Sah,\r\n=1+1';
    expect(await cellsOf(connection({ name }))).toMatchObject({
      name,
      consumer: '0101000123',
      paidPaise: '70000',
    });
  });

  it('holds every row of a long list once and in order', async () => {
    const rows = Array.from({ length: 1_001 }, (_, index) => ({ receiptNumber: `R-${index}` }));
    const lines = (await textOf(paid(...rows))).split('\r\n').slice(1, -1);
    expect(lines.map((line) => line.split(',')[0])).toEqual(rows.map(({ receiptNumber }) => receiptNumber));
  });
});
