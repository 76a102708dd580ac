import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../counter/journal/answer.ts';
import type { RowFacts } from '../../../counter/outage/row-state.ts';
import { sendingStateOf } from '../../../counter/outage/sending-state.ts';

const row: RowFacts = {
  consumer: '100000001',
  amountPaise: 500_00,
  acknowledged: false,
  answer: null,
  cancelled: false,
  refunded: false,
  settlement: null,
};

function answer(more: Partial<Answer>): Answer {
  return {
    v: 1,
    counter: 'C02',
    epoch: 1,
    seq: 1,
    uid: '',
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference: null,
    tokens: [],
    decidedAt: 1,
    ...more,
  };
}

const stateOf = (more: Partial<RowFacts>, offered = false) =>
  sendingStateOf({ asks: 'credit', facts: { ...row, ...more } }, offered);
const rejected = answer({ credit: 'rejected' });

describe('where a row stands', () => {
  it('is unsent until it left, offered until it is answered, pending once it is held', () => {
    expect(stateOf({})).toBe('unsent');
    expect(stateOf({}, true)).toBe('offered');
    expect(stateOf({ acknowledged: true }, true)).toBe('pending');
  });

  it('is credited to whomever the office found, where the counter knew nobody', () => {
    const found = answer({ consumer: '100000002' });
    expect(stateOf({ consumer: null, answer: found })).toBe('credited');
    expect(stateOf({ consumer: null, answer: answer({ consumer: '100000002', amountPaise: 1_00 }) })).toBe(
      'differs',
    );
  });

  it.each([
    [answer({}), 'credited'],
    [answer({ amountPaise: 500_00, consumer: '100000001' }), 'credited'],
    [answer({ amountPaise: 499_00 }), 'differs'],
    [answer({ consumer: '100000002' }), 'differs'],
    [answer({ credit: 'pending' }), 'pending'],
    [answer({ credit: 'pending', code: 'unknown-consumer' }), 'suspense'],
    [answer({ credit: 'pending', record: 'parked', code: 'unknown-consumer' }), 'suspense'],
    [rejected, 'refused'],
  ] as const)('follows the answer that stands: %#', (said, state) => {
    expect(stateOf({ acknowledged: true, answer: said }, true)).toBe(state);
  });

  it('is what was done here, whatever the head end says of it', () => {
    for (const said of [null, answer({}), rejected, answer({ credit: 'pending' })]) {
      expect(stateOf({ answer: said, cancelled: true }, true)).toBe('cancelled');
      expect(stateOf({ answer: said, refunded: true }, true)).toBe('refunded');
    }
  });

  it('is settled once the settlement is credited, settling before, and refused again after a second refusal', () => {
    expect(stateOf({ answer: rejected, settlement: 'under-way' })).toBe('settling');
    expect(stateOf({ answer: rejected, settlement: 'applied' })).toBe('settled');
    expect(stateOf({ answer: rejected, settlement: 'rejected' })).toBe('refused');
  });

  it('asks for no credit of a refund: recorded when held, pending when the head end puts it aside', () => {
    const refund = (acknowledged: boolean, parked: boolean, offered: boolean) =>
      sendingStateOf({ asks: 'nothing', acknowledged, parked }, offered);
    expect([refund(false, false, false), refund(false, false, true)]).toEqual(['unsent', 'offered']);
    expect([refund(true, false, true), refund(true, true, true)]).toEqual(['recorded', 'pending']);
  });
});
