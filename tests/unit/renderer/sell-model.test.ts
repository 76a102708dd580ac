import { describe, expect, it } from 'vitest';
import type { CounterError } from '../../../electron/contract/errors.ts';
import type { ReadBackView, RechargeView } from '../../../electron/contract/view-schemas.ts';
import {
  amountOf,
  canTake,
  newForm,
  type SellAction,
  type SellModel,
} from '../../../renderer/sell/sell-form.ts';
import { step } from '../../../renderer/sell/sell-model.ts';
import { hits, laxmi } from '../../harness/renderer-preview/people-and-consumers.ts';
import { oneRecharge } from '../../harness/renderer-preview/counter-facts.ts';

const uid = 'uid-of-the-form';
const enter: SellAction = { type: 'enter', repeat: false, nextUid: 'next-uid', atMs: 10_000 };
const escape: SellAction = { type: 'escape', nextUid: 'next-uid' };
const away: CounterError = { code: 'SERVICE_AWAY', retry: 'same-id', incidentId: '', params: {} };

function play(model: SellModel, ...actions: readonly SellAction[]): SellModel {
  return actions.reduce(step, model);
}

function refusal(code: CounterError['code'], params: CounterError['params'] = {}): SellAction {
  return { type: 'record-refused', uid, error: { code, retry: 'after-fix', incidentId: '', params } };
}

const typed: SellAction = { type: 'search-typed', text: 'laxmi' };
const searched: SellAction = { type: 'searched', text: 'laxmi', hits, total: 3 };
const readBack: ReadBackView = {
  consumer: laxmi,
  suspense: false,
  pending: null,
  takenTodayPaise: 0,
  needs: [],
};
const recharge: RechargeView = { ...oneRecharge, uid };

const atAmount = play(newForm(uid), typed, searched, enter);
const atCash = play(atAmount, { type: 'amount-typed', text: '1500' }, enter);
const recording = play(atCash, { type: 'tendered-typed', text: '2000' }, enter);
const recorded = step(recording, { type: 'record-answered', uid, recharge, atMs: 10_000 });

describe('a sale by keyboard', () => {
  it('takes three Enters beside the account and the amount, and one more for the next', () => {
    const sold = play(
      newForm(uid),
      typed,
      searched,
      enter,
      { type: 'amount-typed', text: '1500' },
      enter,
      enter,
    );
    expect(sold.phase.name).toBe('recording');
    const done = step(sold, { type: 'record-answered', uid, recharge, atMs: 1000 });
    expect(done.phase.name).toBe('recorded');
    expect(step(done, enter)).toEqual(newForm('next-uid'));
  });

  it('ignores every Enter of a key that is held down', () => {
    const held: SellAction = { ...enter, repeat: true };
    for (const model of [play(newForm(uid), typed, searched), atAmount, atCash, recording, recorded]) {
      expect(step(model, held)).toBe(model);
    }
  });

  it('makes one sale of a double Enter, and keeps its card on screen', () => {
    expect(step(recording, enter)).toBe(recording);
    expect(step(recorded, { ...enter, atMs: 10_399 })).toBe(recorded);
    expect(step(recorded, { ...enter, atMs: 10_400 }).uid).toBe('next-uid');
  });

  it('takes the first hit when Enter came before the answer, and no late answer to older words', () => {
    const wanted = play(newForm(uid), typed, enter);
    expect(wanted.search.state).toBe('wanted');
    expect(step(wanted, { ...searched, text: 'lax' })).toBe(wanted);
    expect(step(wanted, searched).chosen?.number).toBe(laxmi.consumer);
  });

  it('moves the choice between the first and the last hit and no further', () => {
    const found = play(newForm(uid), typed, searched);
    expect(step(found, { type: 'selection-moved', by: -1 }).search.selected).toBe(0);
    expect(
      play(found, ...Array.from({ length: 9 }, (): SellAction => ({ type: 'selection-moved', by: 1 }))).search
        .selected,
    ).toBe(2);
  });

  it('goes back one place with each Escape and keeps the uid until something is recorded', () => {
    const amount = step(atCash, escape);
    expect(amount.focus).toBe('amount');
    const search = step(amount, escape);
    expect([search.focus, search.chosen, search.search.text]).toEqual(['search', null, 'laxmi']);
    expect(step(search, escape)).toEqual(newForm(uid));
  });

  it('starts the next sale with the digit that was typed on the recorded card', () => {
    const next = step(recorded, { type: 'next', nextUid: 'next-uid', typed: '1' });
    expect([next.search.text, next.search.state, next.focus]).toEqual(['1', 'searching', 'search']);
    expect(step(atCash, { type: 'next', nextUid: 'next-uid', typed: '1' })).toBe(atCash);
  });

  it('lets nothing change the form while it records', () => {
    for (const action of [
      typed,
      escape,
      { type: 'amount-typed', text: '9' },
      { type: 'quick-amount', rupees: 100 },
    ] as const) {
      expect(step(recording, action)).toBe(recording);
    }
  });
});

describe('what is typed wrongly', () => {
  it.each([
    ['', 'AMOUNT_ZERO'],
    ['0', 'AMOUNT_ZERO'],
    ['-5', 'AMOUNT_NEGATIVE'],
    ['10.50', 'AMOUNT_HAS_PAISE'],
    ['12a', 'AMOUNT_NOT_A_NUMBER'],
    ['99999999999999', 'AMOUNT_TOO_LARGE'],
  ] as const)('says of the amount %j: %s, and stays there', (text, code) => {
    const model = play(atAmount, { type: 'amount-typed', text }, enter);
    expect([model.fault?.field, model.fault?.code, model.focus]).toEqual(['amount', code, 'amount']);
    expect(canTake(model)).toBe(false);
  });

  it('does not take less cash than the amount', () => {
    const model = play(atCash, { type: 'tendered-typed', text: '1,499' }, enter);
    expect([model.phase.name, model.fault?.code]).toEqual(['filling', 'TENDERED_TOO_LITTLE']);
  });

  it('puts a number that nobody has into suspense only if it is true to form', () => {
    const nobody = (text: string): SellModel =>
      play(
        newForm(uid),
        { type: 'search-typed', text },
        { type: 'searched', text, hits: [], total: 0 },
        enter,
      );
    expect(nobody('100055566').chosen).toEqual({
      number: '100055566',
      consumer: null,
      readBack: null,
      elsewhere: null,
    });
    expect(nobody('10005556677').chosen?.number).toBe('10005556677');
    expect(nobody('10005556').chosen).toBeNull();
    expect(nobody('100055566778').chosen).toBeNull();
    expect(nobody('ramesh').chosen).toBeNull();
  });
});

describe('approvals', () => {
  const needed = step(atCash, {
    type: 'read-back',
    number: laxmi.consumer,
    readBack: { ...readBack, needs: ['above-cash-cap', 'same-amount-again'] },
  });
  const yes: SellAction = { type: 'approved', approver: 'shyam', pin: '8642' };

  it('asks for each guard before anything is recorded', () => {
    const first = step(needed, enter);
    expect(first.phase).toEqual({ name: 'approving', guard: 'above-cash-cap' });
    const second = step(first, yes);
    expect(second.phase).toEqual({ name: 'approving', guard: 'same-amount-again' });
    const both = step(second, yes);
    expect([both.phase.name, both.approvals.length]).toEqual(['recording', 2]);
  });

  it('asks again after a wrong PIN and forgets the PINs given', () => {
    const again = play(needed, enter, yes, yes, refusal('PIN_WRONG', { left: 2 }));
    expect(again.phase.name).toBe('approving');
    expect([again.approvals, again.fault?.field]).toEqual([[], 'approval']);
  });

  it('asks when only the service knew of the guard', () => {
    const asked = step(recording, refusal('APPROVAL_NEEDED', { guard: 'same-amount-again' }));
    expect(asked.phase).toEqual({ name: 'approving', guard: 'same-amount-again' });
  });

  it('binds an approval to the amount: a changed amount needs it anew', () => {
    const changed = play(needed, enter, yes, escape, { type: 'amount-typed', text: '1600' });
    expect(changed.approvals).toEqual([]);
  });
});

describe('an unknown outcome', () => {
  const asking = step(recording, { type: 'record-refused', uid, error: away });

  it('is asked by the same uid, and no key does anything meanwhile', () => {
    expect(asking.phase).toEqual({ name: 'asking', tries: 0, restored: false });
    expect(asking.uid).toBe(uid);
    expect(step(asking, enter)).toBe(asking);
    expect(step(asking, escape)).toBe(asking);
    expect(step(asking, typed)).toBe(asking);
  });

  it('goes on asking while the service is away', () => {
    expect(play(asking, { type: 'find-failed', uid }, { type: 'find-failed', uid }).phase).toMatchObject({
      tries: 2,
    });
  });

  it('shows the recharge when it was recorded', () => {
    const found = step(asking, { type: 'found', uid, recharge, atMs: 5 });
    expect(found.phase).toMatchObject({ name: 'recorded', recharge, restored: false });
  });

  it('comes back to the same form under the same uid when it was not', () => {
    const back = step(asking, { type: 'found', uid, recharge: null, atMs: 5 });
    expect([back.uid, back.phase.name, back.notice, amountOf(back)]).toEqual([
      uid,
      'filling',
      'not-recorded',
      150_000,
    ]);
  });

  it('is also what a uid recorded with another amount leads to', () => {
    expect(step(recording, refusal('RECHARGE_CHANGED')).phase.name).toBe('asking');
  });

  it('follows a reloaded page, unless the hand has already begun anew', () => {
    const recalled = step(newForm('fresh'), { type: 'recalled', uid });
    expect([recalled.uid, recalled.phase]).toEqual([uid, { name: 'asking', tries: 0, restored: true }]);
    expect(step(atAmount, { type: 'recalled', uid: 'other' })).toBe(atAmount);
    const nothing = step(recalled, { type: 'found', uid, recharge: null, atMs: 5 });
    expect([nothing.uid, nothing.phase.name, nothing.notice]).toEqual([uid, 'filling', 'form-gone']);
  });

  it('takes no news of another form', () => {
    expect(step(asking, { type: 'found', uid: 'older', recharge, atMs: 5 })).toBe(asking);
    expect(step(asking, { type: 'record-answered', uid: 'older', recharge, atMs: 5 })).toBe(asking);
  });
});
