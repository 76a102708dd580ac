import { describe, expect, it } from 'vitest';
import { type Consumer, parseConsumer } from '../../../counter/consumer/consumer.ts';
import { isMeterNumber, luhnDigit, meterLastFour } from '../../../counter/consumer/meter.ts';
import { limits } from '../../../counter/limits.ts';

const lakshmi: Consumer = {
  consumer: '10001234567',
  name: 'श्रीमती लक्ष्मी क्षेत्री',
  relation: 'पत्नी रमेश क्षेत्री',
  address: 'महेन्द्रू, वार्ड 48',
  ward: '48',
  tariff: 'DS-II',
  loadWatts: 2_000,
  meter: 'BR12345678',
  meterKind: 'managed',
  mobile: '9835012345',
  balance: { amountPaise: -67_00, at: 1_793_000_000_000 },
  arrears: null,
  usualRechargePaise: 500_00,
  status: 'active',
};

describe('a consumer of the directory', () => {
  it('is taken as it is', () => {
    expect(parseConsumer(structuredClone(lakshmi))).toEqual({ ok: true, value: lakshmi });
  });

  it.each([
    ['consumer', '123456789'],
    ['consumer', '01234567890'],
    ['name', 'न'.repeat(limits.nameCharsMax)],
    ['relation', null],
    ['relation', 'r'.repeat(limits.nameCharsMax)],
    ['address', 'a'.repeat(limits.addressCharsMax)],
    ['ward', 'w'.repeat(limits.wardCharsMax)],
    ['loadWatts', null],
    ['loadWatts', 1],
    ['loadWatts', limits.loadWattsMax],
    ['mobile', null],
    ['balance', { amountPaise: -limits.amountPaiseMax, at: 0 }],
    ['arrears', { amountPaise: 0, at: limits.wallMsMax }],
    ['usualRechargePaise', null],
    ['status', 'closed'],
  ])('may have as its %s: %j', (field, value) => {
    expect(parseConsumer({ ...lakshmi, [field]: value }).ok).toBe(true);
  });

  it.each([
    ['consumer', '12345678', 'consumer-number'],
    ['consumer', '123456789012', 'consumer-number'],
    ['consumer', 100_012_345, 'consumer-number'],
    ['consumer', '१२३४५६७८९', 'consumer-number'],
    ['name', '', 'name'],
    ['name', ' Ram', 'name'],
    ['name', 'Ram\u0000', 'name'],
    ['name', 'Ram\n', 'name'],
    ['name', '\ud800', 'name'],
    ['name', 'न'.repeat(limits.nameCharsMax + 1), 'name'],
    ['relation', '', 'relation'],
    ['address', 'a'.repeat(limits.addressCharsMax + 1), 'address'],
    ['ward', 48, 'ward'],
    ['ward', 'w'.repeat(limits.wardCharsMax + 1), 'ward'],
    ['tariff', 'ds', 'tariff'],
    ['loadWatts', 0, 'load'],
    ['loadWatts', 1.5, 'load'],
    ['loadWatts', limits.loadWattsMax + 1, 'load'],
    ['meterKind', 'postpaid', 'meter-kind'],
    ['meter', 'BR 12345678', 'meter'],
    ['mobile', '5835012345', 'mobile'],
    ['mobile', '+919835012345', 'mobile'],
    ['balance', { amountPaise: 1.5, at: 0 }, 'balance'],
    ['balance', { amountPaise: 1 }, 'balance'],
    ['balance', { amountPaise: limits.amountPaiseMax + 1, at: 0 }, 'balance'],
    ['arrears', { amountPaise: -1, at: 0 }, 'arrears'],
    ['arrears', { amountPaise: 1, at: limits.wallMsMax + 1 }, 'arrears'],
    ['usualRechargePaise', 0, 'usual-recharge'],
    ['status', 'gone', 'status'],
    ['colour', 'red', 'unknown-field'],
  ])('may not have as its %s: %j', (field, value, fault) => {
    expect(parseConsumer({ ...lakshmi, [field]: value })).toEqual({ ok: false, error: fault });
  });

  it('has every field', () => {
    const fields = Object.keys(lakshmi);
    const without = (field: string): object =>
      Object.fromEntries(Object.entries(lakshmi).filter(([name]) => name !== field));
    expect(fields.filter((field) => parseConsumer(without(field)).ok)).toEqual([]);
    expect(fields.length).toBe(14);
  });

  it('is a record', () => {
    for (const value of [null, [], 'x', 7]) {
      expect(parseConsumer(value)).toEqual({ ok: false, error: 'not-a-record' });
    }
  });
});

describe('a meter number', () => {
  it('of a token meter has a check digit', () => {
    expect(luhnDigit('5800007952')).toBe(3);
    expect(isMeterNumber('58000079523', 'sts')).toBe(true);
    expect(isMeterNumber('58000079524', 'sts')).toBe(false);
    expect(isMeterNumber('12345678904', 'sts')).toBe(false);
    expect(isMeterNumber('11111111113', 'sts')).toBe(false);
    expect(isMeterNumber('5800007952', 'sts')).toBe(false);
  });

  it('of thirteen digits is checked likewise', () => {
    const body = '010012345678';
    expect(isMeterNumber(`${body}${luhnDigit(body)}`, 'sts')).toBe(true);
    expect(isMeterNumber(`${body}${(luhnDigit(body) + 1) % 10}`, 'sts')).toBe(false);
  });

  it('of a managed meter is letters and digits', () => {
    expect(isMeterNumber('BR12345678', 'managed')).toBe(true);
    expect(isMeterNumber('BRPTC12345678', 'managed')).toBe(false);
    expect(isMeterNumber('BR12345', 'managed')).toBe(false);
  });

  it('is read back by its last four', () => {
    expect(meterLastFour('BR12345678')).toBe('5678');
  });
});
