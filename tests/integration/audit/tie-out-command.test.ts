import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { auditedCounter, type AuditedCounter, fingerprint, tamper } from '../../harness/audited-counter.ts';
import { runCounter } from '../../harness/counter-command.ts';

/** Five sales of ₹500: the first credited, the last cancelled, three acknowledged or not, without an answer. */
let counter: AuditedCounter;
let ledger: string;
const header = 'counter,epoch,seq,uid,consumer,amountPaise,reference';

beforeAll(async () => {
  counter = await auditedCounter();
  ledger = join(counter.elsewhere, 'headend-ledger.csv');
  writeFileSync(ledger, `${header}\r\n${row()}\r\n`);
}, 60_000);

const row = (more: string = '102030405,50000,HE-1') => `C02,1,4,${counter.entries[3]?.uid ?? ''},${more}`;
const tieOut = (...args: readonly string[]) => runCounter('tie-out', '--data', counter.folder, ...args);
async function reported(
  ...args: readonly string[]
): Promise<{ code: number; report: Record<string, unknown> }> {
  const { code, stdout, stderr } = await tieOut(...args, '--json');
  if (stdout === '') throw new Error(stderr);
  return { code, report: JSON.parse(stdout) as Record<string, unknown> };
}
function withLedger(text: string): string {
  const path = join(counter.elsewhere, 'changed.csv');
  writeFileSync(path, text);
  return path;
}

describe('counter -- tie-out', () => {
  it('tells counter, head end and difference, every open row with its reason, and changes nothing', async () => {
    const before = fingerprint(counter.folder);
    const { code, report } = await reported('--ledger', ledger);
    expect(code).toBe(1);
    expect(report).toMatchObject({
      counter: 'C02',
      ties: false,
      recharges: 5,
      takingsPaise: 2500_00,
      cancelledPaise: 500_00,
      counterPaise: 2000_00,
      headEndPaise: 500_00,
      differencePaise: 1500_00,
      unexplainedRows: 3,
      unexplainedPaise: 1500_00,
      ledger: { rows: 1, paise: 500_00, findings: [] },
      rows: [
        { seq: 5, state: 'pending', reason: 'no-answer' },
        { seq: 6, state: 'pending', reason: 'no-answer' },
        { seq: 11, state: 'unsent', reason: 'not-sent' },
      ],
    });
    expect(fingerprint(counter.folder)).toEqual(before);
  });

  it('prints the same for a person', async () => {
    const { code, stdout } = await tieOut('--from', '2026-11-24', '--to', '2026-11-24');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^DOES NOT TIE: 1 rows, ₹500\.00 unexplained\./u);
    expect(stdout).toMatch(/2026-11-24 +₹500\.00 +₹0\.00 +₹500\.00/u);
    expect(stdout).toMatch(/11 +PTC-C02-2627-000004 .* unsent +not-sent/u);
    const nothing = await tieOut('--from', '2027-01-01', '--to', '2027-01-02');
    expect([nothing.code, nothing.stdout.split('\n')[0]]).toEqual([0, 'TIES: every rupee is accounted for.']);
  });

  it.each([
    ['a row is missing', () => `${header}\r\n`, 'credit-missing'],
    ['a row is doubled', () => `${header}\r\n${row()}\r\n${row()}\r\n`, 'credit-doubled'],
    ['an amount was changed', () => `${header}\r\n${row('102030405,50001,HE-1')}\r\n`, 'other-amount'],
    ['a consumer was changed', () => `${header}\r\n${row('999,50000,HE-1')}\r\n`, 'other-consumer'],
    [
      'a credit without a row',
      () => `${header}\r\n${row()}\r\n${row().replace(/[0-9a-f]{12},/u, '000000000000,')}\r\n`,
      'no-such-entry',
    ],
  ])('finds in the ledger that %s', async (_, text, is) => {
    const { code, report } = await reported(
      '--from',
      '2026-11-23',
      '--to',
      '2026-11-23',
      '--ledger',
      withLedger(text()),
    );
    expect(code).toBe(1);
    expect(report).toMatchObject({ ledger: { findings: [{ is }] } });
  });

  it('ends with 2 for wrong usage', async () => {
    for (const args of [
      ['--outage', 'OUT-9'],
      ['--outage', 'OUT-9', '--from', '2026-11-23'],
      ['--from', '2026-11-23'],
      ['--from', '2026-02-30', '--to', '2026-03-01'],
    ]) {
      const { code, stdout } = await tieOut(...args);
      expect([args, code, stdout]).toEqual([args, 2, '']);
    }
  });

  it('ends with 3 for what cannot be read, and with 1 for a journal that is not whole', async () => {
    const large = join(counter.elsewhere, 'large.csv');
    for (const bytes of [limits.ledgerFileBytesMax, limits.ledgerFileBytesMax + 1]) {
      writeFileSync(large, '');
      truncateSync(large, bytes);
      const { code, stderr } = await tieOut('--ledger', large);
      expect(code).toBe(3);
      expect(stderr).toMatch(bytes > limits.ledgerFileBytesMax ? /cannot be read/u : /first line/u);
    }
    expect((await tieOut('--ledger', join(counter.elsewhere, 'not-there.csv'))).code).toBe(3);
    expect((await tieOut('--statement', ledger)).code).toBe(3);
    expect((await runCounter('tie-out', '--data', counter.elsewhere)).code).toBe(3);
    expect((await runCounter('tie-out', '--file', ledger)).code).toBe(3);
    const bent = join(counter.elsewhere, 'bent.db');
    copyFileSync(counter.journal, bent);
    tamper(bent, 'UPDATE entry SET amount_paise = 60000 WHERE seq = 5');
    const { code, stderr } = await runCounter('tie-out', '--file', bent);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/not whole: columns-differ at entry 5/u)]);
  });
});
