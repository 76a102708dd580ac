import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCurrency,
  decodeTenths,
  encodeCurrency,
  encodeTenths,
  tenthsMax,
} from '../../../tokens/amount.ts';
import { luhnDigit } from '../../../counter/consumer/meter.ts';
import { isMeterPlateNumber } from '../../../tokens/meter-number.ts';
import { misty1Key } from '../../../tokens/misty1.ts';
import { mintCredit } from '../../../tokens/simulated-module.ts';
import { creditData, creditFields, decodeToken, encodeToken, groupToken } from '../../../tokens/token.ts';
import { freeTokenId, tokenId, tokenIdMax } from '../../../tokens/token-time.ts';

const key = misty1Key(Buffer.from('929bd3a415c9420a05ec5ee9f3ce91c3', 'hex'));

describe('a credit token', () => {
  it('decodes to the fields it was made from', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 15 }),
        fc.integer({ min: 0, max: tokenIdMax }),
        fc.integer({ min: 0, max: 0xffff }),
        (subClass, random, id, value) => {
          const fields = { subClass, random, tokenId: id, value };
          const token = encodeToken({ tokenClass: 0, subClass, data: creditData(fields) }, key);
          const back = decodeToken(token, key);
          expect(token).toMatch(/^\d{20}$/u);
          expect(back.ok && creditFields(back.value)).toEqual(fields);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is refused when it is not twenty digits, too large, or mistyped', () => {
    expect(decodeToken('123', key)).toEqual({ ok: false, error: 'not-twenty-digits' });
    expect(decodeToken('99999999999999999999', key)).toEqual({ ok: false, error: 'too-large' });
    expect(decodeToken('58625789986991357487', key)).toEqual({ ok: false, error: 'check-sum' });
  });

  it('is written in groups of four', () => {
    expect(groupToken('58625789986991357486')).toBe('5862 5789 9869 9135 7486');
  });
});

describe('amounts', () => {
  it('never lose a tenth, and grow by less than one step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: tenthsMax }), (tenths) => {
        const decoded = decodeTenths(encodeTenths(tenths));
        expect(decoded).toBeGreaterThanOrEqual(tenths);
        expect(decoded - tenths).toBeLessThan(1000);
      }),
    );
  });

  it('stop at the largest amount', () => {
    expect(encodeTenths(tenthsMax)).toBe(0xffff);
    expect(() => encodeTenths(tenthsMax + 1)).toThrow('tenths of a unit');
  });

  it('give currency back rounded in the customer’s favour', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (units) => {
        expect(decodeCurrency(encodeCurrency(units)) >= units).toBe(true);
      }),
    );
  });
});

describe('token identifiers', () => {
  it('skip the reserved minute and every one that the meter had', () => {
    const midnight = Date.UTC(2026, 10, 23);
    expect(tokenId(midnight + 60_000, 2014)).toBe(tokenId(midnight + 120_000, 2014));
    const first = tokenId(midnight, 2014);
    expect(freeTokenId(midnight, 2014, new Set([first, first + 2]))).toBe(first + 3);
  });
});

describe('the simulated module', () => {
  const plate = `0712345678${luhnDigit('0712345678')}`;
  const module = {
    vendingKey: new Uint8Array(20).fill(7),
    supplyGroup: '201457',
    tariffIndex: '01',
    paisePerTenth: 70,
  };

  it('never gives one meter one identifier twice, also within a minute', () => {
    const used = new Set<number>();
    const tokens = new Set<string>();
    for (let i = 0; i < 60; i += 1) {
      const minted = mintCredit(module, {
        plate,
        amountPaise: 500_00,
        wallMs: Date.UTC(2026, 10, 23, 6),
        random: i,
        used,
      });
      expect(used.has(minted.tokenId)).toBe(false);
      used.add(minted.tokenId);
      tokens.add(minted.token);
      expect(minted.tenths * module.paisePerTenth).toBeGreaterThanOrEqual(500_00);
    }
    expect(tokens.size).toBe(60);
  });

  it('refuses a plate with a wrong check digit', () => {
    expect(isMeterPlateNumber('12345678904')).toBe(false);
    expect(() =>
      mintCredit(module, {
        plate: '12345678904',
        amountPaise: 100_00,
        wallMs: Date.UTC(2026, 10, 23),
        random: 0,
        used: new Set(),
      }),
    ).toThrow('wrong check digit');
  });
});
