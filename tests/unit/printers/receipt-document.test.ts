import { describe, expect, it } from 'vitest';

import { duplicateOf } from '../../../printers/document.ts';
import type { ReceiptFacts } from '../../../printers/receipt/receipt-facts.ts';
import { receiptDocument } from '../../../printers/receipt/receipt-document.ts';
import { confirmedFacts, longestFacts, pendingFacts } from '../../fixtures/receipt-facts.ts';

const textOf = (facts: ReceiptFacts): string => JSON.stringify(receiptDocument(facts));

describe('the receipt document', () => {
  it('says confirmed with the reference, or pending with outage and advice, in both languages', () => {
    expect(textOf(confirmedFacts)).toMatch(/जमा हो गया \/ CONFIRMED.*HE-0000451267/u);
    expect(textOf(confirmedFacts)).not.toMatch(/PENDING|लंबित/u);
    const pending = textOf(pendingFacts);
    for (const part of [
      'लंबित / PENDING',
      'PTC-2026-11-23-01',
      'दोबारा भुगतान न करें। / Do not pay again.',
      'Supply will not be cut',
    ]) {
      expect(pending).toContain(part);
    }
    expect(pending).not.toMatch(/CONFIRMED|जमा हो गया/u);
  });

  it('promises nothing about supply and names no outage unless told to', () => {
    const status = { kind: 'pending', outageName: null, supplyPromise: false, tokens: [] } as const;
    expect(textOf({ ...pendingFacts, status })).not.toMatch(/Supply|Outage/u);
  });

  it('prints no line for what is not known, no balance and no GSTIN that is not configured', () => {
    const bare = textOf({ ...confirmedFacts, consumerName: '', tariff: ' ', load: '', gstin: '' });
    expect(bare).not.toMatch(/नाम|Tariff|Load|GSTIN|alance/u);
    expect(textOf(longestFacts)).toContain('GSTIN 10AAACB0000A1Z5');
  });

  it('splits the amount only when there is more than one head line', () => {
    expect(textOf(confirmedFacts)).not.toContain('रिचार्ज / Recharge');
    expect(textOf(longestFacts)).toMatch(/बकाया \/ Arrears.*₹99,999\.00/u);
  });

  it('numbers tokens, key changes first as given, before the status and the QR code', () => {
    const types = receiptDocument(longestFacts).blocks.map(({ type }) => type);
    expect(types.filter((type) => type === 'token')).toHaveLength(3);
    expect(types.lastIndexOf('token')).toBeLessThan(types.indexOf('notice'));
    expect(types.indexOf('notice')).toBeLessThan(types.indexOf('qrCode'));
    expect(textOf(longestFacts)).toMatch(/TOKEN 1 OF 3.*TOKEN 2 OF 3.*TOKEN 3 OF 3/u);
  });

  it('takes control characters and runs of space out of names, and joins split letters', () => {
    const text = textOf({ ...confirmedFacts, consumerName: ' Rām\u0000\n  Kum\u0061\u0304r ' });
    expect(text).toContain('"Rām Kumār"');
  });

  it('marks a slip of the practice office', () => {
    expect(textOf({ ...confirmedFacts, practice: true })).toContain('PRACTICE – NOT VALID');
  });

  it('is plain JSON and ends with its own number', () => {
    const document = receiptDocument(longestFacts);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(JSON.stringify(document)).not.toContain('null');
    expect(document.endMark).toBe('— समाप्त / END 000123 —');
  });

  it('as a duplicate differs by its mark alone, and a copy of a copy has the newer mark', () => {
    const original = receiptDocument(confirmedFacts);
    const mark = { n: 1, at: '23-11-2026 12:10:44', operator: 'A' };
    const first = duplicateOf(original, mark);
    expect(first).toEqual({ ...original, copy: { kind: 'duplicate', ...mark } });
    expect(duplicateOf(first, { ...mark, n: 2 }).copy).toMatchObject({ n: 2 });
    expect(() => duplicateOf(original, { ...mark, n: 0 })).toThrow(/duplicate/u);
  });
});
