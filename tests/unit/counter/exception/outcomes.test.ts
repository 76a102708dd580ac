import { describe, expect, it } from 'vitest';
import { isOpen, standingOf } from '../../../../counter/exception/chain.ts';
import { judgeWish, notNowReasons, outcomesNow } from '../../../../counter/exception/outcomes.ts';
import { notNowText } from '../../../../counter/text/exception-text.ts';
import { limits } from '../../../../counter/limits.ts';
import { cashLink, chain, rechargeLink, said, settlementLink } from '../../../harness/exception-chain.ts';

const refused = rechargeLink();
const suspense = rechargeLink({
  consumerName: null,
  answer: said({ credit: 'pending', code: 'unknown-consumer' }),
});
const applied = said({ credit: 'applied', code: null, amountPaise: 500_00, consumer: '101' });
const appliedMoved = said({ credit: 'applied', code: null, amountPaise: 500_00, consumer: '102' });

describe('where the money of a recharge stands', () => {
  it.each([
    ['unsent', chain(rechargeLink({ answer: null }))],
    ['pending', chain(rechargeLink({ answer: said({ credit: 'pending', code: 'unknown-key' }) }))],
    ['suspense', chain(suspense)],
    ['refused', chain(refused)],
    ['credited', chain(rechargeLink({ answer: applied }))],
    ['credited', chain(rechargeLink({ answer: said({ credit: 'applied' }) }))],
    ['differs', chain(rechargeLink({ answer: { ...applied, amountPaise: 400_00 } }))],
    ['differs', chain(rechargeLink({ answer: { ...applied, consumer: '999' } }))],
    ['cancelled', chain(rechargeLink({ answer: null }), cashLink({ as: 'cancellation' }))],
    ['refunded', chain(refused, cashLink())],
    ['unsent', chain(refused, settlementLink(1))],
    ['pending', chain(refused, settlementLink(1, { answer: said({ credit: 'pending', code: 'x' }) }))],
    ['settled', chain(refused, settlementLink(1, { answer: appliedMoved }))],
    ['refused', chain(refused, settlementLink(1, { answer: said() }))],
    ['refunded', chain(refused, settlementLink(1, { answer: said() }), cashLink({ ref: 's1' }))],
    [
      'settled',
      chain(
        refused,
        settlementLink(1, { answer: said() }),
        settlementLink(2, { answer: applied, consumer: '101' }),
      ),
    ],
  ])('%s', (is, made) => {
    expect(standingOf(made).is).toBe(is);
    expect(isOpen(standingOf(made))).toBe(['refused', 'suspense', 'differs'].includes(is));
  });

  it('is credited where the office found the consumer whom the counter did not know', () => {
    const found = { ...suspense, answer: { ...applied, consumer: '777' } };
    expect(standingOf(chain(found)).is).toBe('credited');
    expect(standingOf(chain({ ...found, answer: { ...found.answer, amountPaise: 1_00 } })).is).toBe(
      'differs',
    );
  });

  it('differs where a rupee went twice: two credits, or a credit beside cash', () => {
    const twice = chain({ ...refused, answer: applied }, settlementLink(1, { answer: appliedMoved }));
    expect(standingOf(twice).is).toBe('differs');
    expect(standingOf(chain({ ...refused, answer: applied }, cashLink())).is).toBe('differs');
  });

  it('hangs on the settlement that may still be credited, where a put-back journal holds two', () => {
    const other = settlementLink(2, { ref: 'r', answer: said() });
    const standing = standingOf(chain(refused, settlementLink(1), other));
    expect([standing.is, standing.tip.uid]).toEqual(['unsent', 's1']);
  });
});

describe('what can be done about it', () => {
  it('a refused row is moved, sent once more or refunded, never matched', () => {
    expect(outcomesNow(chain(refused))).toEqual({
      moved: null,
      resubmitted: null,
      refunded: null,
      matched: 'not-in-suspense',
    });
  });

  it('a row that waits for a name is matched, and no cash goes back', () => {
    expect(outcomesNow(chain(suspense))).toEqual({
      moved: 'in-suspense',
      resubmitted: 'in-suspense',
      refunded: 'in-suspense',
      matched: null,
    });
    expect(judgeWish(chain(suspense), { outcome: 'matched', consumer: '101' }).is).toBe('allowed');
  });

  it.each([
    ['not-refused', chain(rechargeLink({ answer: null }))],
    ['not-refused', chain(rechargeLink({ answer: said({ credit: 'pending', code: 'unknown-key' }) }))],
    ['credited', chain(rechargeLink({ answer: applied }))],
    ['differs', chain(rechargeLink({ answer: { ...applied, amountPaise: 1_00 } }))],
    ['refunded', chain(refused, cashLink())],
    ['cancelled', chain(rechargeLink({ answer: null }), cashLink({ as: 'cancellation' }))],
    ['settled', chain(refused, settlementLink(1, { answer: appliedMoved }))],
    ['settlement-waits', chain(refused, settlementLink(1))],
    [
      'settlement-waits',
      chain(
        refused,
        settlementLink(1, { answer: said({ record: 'parked', credit: 'pending', code: 'not-refused' }) }),
      ),
    ],
    ['token-given', chain({ ...refused, token: 'given' })],
    ['token-given', chain({ ...refused, token: 'given' }, settlementLink(1, { answer: said() }))],
    ['settled-elsewhere', chain({ ...refused, answer: said({ code: 'matched-elsewhere' }) })],
  ])('no cash goes back: %s', (why, made) => {
    expect(outcomesNow(made).refunded).toBe(why);
    expect(judgeWish(made, { outcome: 'refunded' })).toEqual({ is: 'not-now', why });
    expect(judgeWish(made, { outcome: 'moved', consumer: '103' }).is).toBe('not-now');
    expect(judgeWish(made, { outcome: 'resubmitted' }).is).toBe('not-now');
  });

  it('moving is to another consumer than the row that was refused last', () => {
    const same = judgeWish(chain(refused), { outcome: 'moved', consumer: '101' });
    expect(same).toEqual({ is: 'not-now', why: 'same-consumer' });
    const again = chain(refused, settlementLink(1, { answer: said() }));
    expect(judgeWish(again, { outcome: 'moved', consumer: '102' })).toMatchObject({ why: 'same-consumer' });
    expect(judgeWish(again, { outcome: 'moved', consumer: '101' })).toMatchObject({ tip: { uid: 's1' } });
  });

  it(`ends with ${limits.settlementsPerRechargeMax} refused settlements`, () => {
    const tries = (count: number) =>
      chain(refused, ...Array.from({ length: count }, (_, at) => settlementLink(at + 1, { answer: said() })));
    expect(outcomesNow(tries(limits.settlementsPerRechargeMax - 1)).moved).toBeNull();
    expect(outcomesNow(tries(limits.settlementsPerRechargeMax)).moved).toBe('too-many-tries');
    expect(outcomesNow(tries(limits.settlementsPerRechargeMax)).refunded).toBe('too-many-tries');
  });

  it('says every reason in both scripts', () => {
    for (const why of notNowReasons) {
      expect(notNowText[why].hi).toMatch(/\p{Script=Devanagari}.*।$/u);
      expect(notNowText[why].en).toMatch(/^[^\u0900-\u097f]+\.$/u);
    }
  });
});
