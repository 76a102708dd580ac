import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExceptionDetailView } from '../../../electron/contract/exception-schemas.ts';
import { limits } from '../../../counter/limits.ts';
import type { Input } from '../../../electron/contract/schemas.ts';
import { asha, meena, newUid, openCounter, ravi, sale } from '../../harness/counter-day.ts';
import {
  actOn,
  consumersOf,
  decide,
  heard,
  sellRefused,
  sellToNobody,
} from '../../harness/exceptions-counter.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { admin } from '../../harness/reference-counter.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

/** Everything that could make the desk pay twice, pay the wrong one, or lose what it did. */
let office: Office;
let counter: JsonLinesCounter;
const consumer = (index: number): string => consumersOf(office, 'active')[index]?.consumer ?? '';

beforeAll(async () => {
  office = await openOffice({ consumers: 200 });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
}, 60_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

type Refund = Input<'exceptions.refund'>;

const refund = (wanted: Omit<Refund, 'approver'>) =>
  counter.call('exceptions.refund', { ...wanted, approver: meena });
const whyNot = { ok: false, error: { code: 'SETTLEMENT_NOT_NOW' } };
const reread = ({ row }: ExceptionDetailView) =>
  counter.ask('exceptions.one', { receiptNumber: row.receiptNumber });

/** What the head end credited for this receipt: its own row, and settlements of it. */
async function creditsOf({ story }: ExceptionDetailView): Promise<number> {
  const uids = story.map(({ uid }) => uid);
  return (await headEndLedger(office.headEnd)).filter(({ uid }) => uids.includes(uid)).length;
}

describe('two at once', () => {
  it('of two refunds with ids of their own, one takes the cash', async () => {
    const detail = await sellRefused(office, counter, 210_00);
    const wanted = [actOn(detail), actOn(detail), actOn(detail)];
    const replies = await Promise.all(wanted.map(refund));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    for (const reply of replies) if (!reply.ok) expect(reply).toMatchObject(whyNot);
    const after = await reread(detail);
    expect(after.story.map(({ what }) => what)).toEqual(['recharge', 'refund']);
  });

  it('of a refund and a move, one is done, and the rupee goes once', async () => {
    const detail = await sellRefused(office, counter, 220_00);
    const moving = counter.call('exceptions.move', { ...actOn(detail), consumer: consumer(1) });
    const replies = await Promise.all([moving, refund(actOn(detail))]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    const after = await heard(counter, detail.row.receiptNumber, ({ row }) =>
      ['settled', 'refunded'].includes(row.standing),
    );
    expect(after.story).toHaveLength(2);
    expect(await creditsOf(after)).toBe(after.row.standing === 'settled' ? 1 : 0);
  });

  it('one id sent twice at once is one act', async () => {
    const detail = await sellRefused(office, counter, 230_00);
    const wanted = actOn(detail, 'x'.repeat(limits.exceptionReasonCharsMax));
    const replies = await Promise.all([refund(wanted), refund(wanted)]);
    expect(replies.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await reread(detail)).story).toHaveLength(2);
  });
});

describe('an id', () => {
  it('that stands for a sale or for another act is refused', async () => {
    const detail = await sellRefused(office, counter, 240_00);
    const wanted = sale(consumer(2), { amountPaise: 241_00 });
    await counter.ask('recharge.record', wanted);
    const asSale = await refund({ ...actOn(detail), uid: wanted.uid });
    expect(asSale).toMatchObject({ ok: false, error: { code: 'RECHARGE_CHANGED' } });
    const act = actOn(detail);
    await counter.ask('exceptions.resubmit', act);
    expect(await refund({ ...act })).toMatchObject({ ok: false, error: { code: 'RECHARGE_CHANGED' } });
    const other = await counter.call('exceptions.move', { ...act, consumer: consumer(3) });
    expect(other).toMatchObject({ ok: false, error: { code: 'SETTLEMENT_CHANGED' } });
  });

  it('is found by whoever lost its reply, with what it did', async () => {
    const detail = await sellRefused(office, counter, 250_00);
    const wanted = actOn(detail);
    const [, found] = await Promise.all([
      refund(wanted),
      counter.call('exceptions.find', { uid: wanted.uid }),
    ]);
    expect(found).toMatchObject({ ok: true, value: { done: { row: { standing: 'refunded' } } } });
    // The id of a sale is none of the desk's.
    expect(await counter.ask('exceptions.find', { uid: detail.row.uid })).toEqual({ done: null });
  });
});

describe('the head end changes its mind', () => {
  it('late: what it credited after all is neither matched nor paid back', async () => {
    const sold = await sellToNobody(counter, 260_00);
    const before = await counter.ask('exceptions.one', { receiptNumber: sold.receiptNumber });
    await decide(office, counter, sold, 'applied', consumer(4));
    const after = await reread(before);
    expect(after.row).toMatchObject({ standing: 'credited', clock: null });
    for (const outcome of Object.values(after.outcomes)) expect(outcome).toBe('credited');
    const match = await counter.call('exceptions.match', { ...actOn(before), consumer: consumer(4) });
    expect(match).toMatchObject({ ...whyNot, error: { params: { reason: 'credited' } } });
    expect(await refund(actOn(before))).toMatchObject(whyNot);
    expect(await creditsOf(after)).toBe(1);
  });

  it.each([
    // The match may still be credited: the row that it names is refused.
    ['rejected', 'settled', ['recorded', 'applied']],
    // The row itself was credited: the match is held for a person, and stays without a credit.
    ['applied', 'credited', ['parked', 'pending']],
  ] as const)(
    'in between, %s: the match that is on its way leads to one credit, and no cash beside it',
    async (outcome, standing, saidOfMatch) => {
      const sold = await sellToNobody(counter, outcome === 'applied' ? 270_00 : 275_00);
      const seen = await counter.ask('exceptions.one', { receiptNumber: sold.receiptNumber });
      await admin(office.headEnd, '/admin/faults', { kind: '503' });
      const matched = await counter.ask('exceptions.match', { ...actOn(seen), consumer: consumer(5) });
      expect(matched.row.standing).toBe('unsent');
      expect(await refund(actOn(seen))).toMatchObject({
        ...whyNot,
        error: { params: { reason: 'settlement-waits' } },
      });
      const name = outcome === 'applied' ? consumer(6) : null;
      const settlement = { counter: 'C02', epoch: 1, seq: sold.seq, outcome, consumer: name };
      expect((await admin(office.headEnd, '/admin/settlements', settlement)).ok).toBe(true);
      await admin(office.headEnd, '/admin/faults', { kind: 'none' });
      const after = await heard(counter, sold.receiptNumber, ({ story }) => story[1]?.said !== null);
      expect([after.story[1]?.said?.record, after.story[1]?.said?.credit]).toEqual(saidOfMatch);
      const end = await heard(counter, sold.receiptNumber, ({ row }) => row.standing === standing);
      expect(await refund(actOn(end))).toMatchObject(whyNot);
      expect(await creditsOf(end)).toBe(1);
    },
  );

  it('about the settlement: what was refused again is settled again, and only its end counts', async () => {
    const detail = await sellRefused(office, counter, 280_00);
    const closed = consumersOf(office, 'closed')[1]?.consumer ?? '';
    await counter.ask('exceptions.move', { ...actOn(detail), consumer: closed });
    const again = await heard(
      counter,
      detail.row.receiptNumber,
      ({ story, row }) => story.length === 2 && row.standing === 'refused',
    );
    expect(again.about).toBe(again.story[1]?.uid);
    // Who still has the older screen settles nothing.
    expect(await refund(actOn(detail))).toMatchObject({ ok: false, error: { code: 'SETTLEMENT_CHANGED' } });
    await counter.ask('exceptions.resubmit', actOn(again));
    const third = await heard(
      counter,
      detail.row.receiptNumber,
      ({ story, row }) => story.length === 3 && row.standing === 'refused',
    );
    await counter.ask('exceptions.refund', { ...actOn(third), approver: null });
    const end = await reread(detail);
    expect(end.row.standing).toBe('refunded');
    expect(end.story.map(({ what }) => what)).toEqual(['recharge', 'moved', 'resubmitted', 'refund']);
    expect(await creditsOf(end)).toBe(0);
  });
});

describe('whoever is not allowed', () => {
  it('is stopped before anything is looked at: no session, a cashier, a wrong PIN', async () => {
    await counter.ask('session.signIn', ravi);
    const detail = (await counter.ask('exceptions.list', { tab: 'suspense' })).rows[0];
    const receiptNumber = detail?.receiptNumber ?? 'PTC-C02-2627-000001';
    const { about, row } = await counter.ask('exceptions.one', { receiptNumber });
    const wanted = { uid: newUid(), receiptNumber, about, amountPaise: row.amountPaise, reason: 'x' };
    expect(await refund(wanted)).toMatchObject({ ok: false, error: { code: 'NOT_PERMITTED' } });
    await counter.ask('session.signOut', {});
    expect(await refund(wanted)).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
    expect(await counter.call('exceptions.list', { tab: 'open' })).toMatchObject({
      error: { code: 'NOT_SIGNED_IN' },
    });
    await counter.ask('session.signIn', asha);
  });

  it.each([
    ['too long a reason', { reason: 'x'.repeat(limits.exceptionReasonCharsMax + 1) }],
    ['no amount', { amountPaise: 1.5 }],
    ['no id', { uid: 'x' }],
    ['a word too much', { extra: 1 }],
  ])('%s is no input', async (_what, change) => {
    const wanted = {
      uid: newUid(),
      receiptNumber: 'PTC-C02-2627-000001',
      about: newUid(),
      amountPaise: 100_00,
      reason: 'x',
      approver: null,
      ...change,
    };
    const reply = await counter.raw('exceptions.refund', wanted);
    expect(reply).toMatchObject({ ok: false, error: { retry: expect.stringMatching(/never|after-fix/u) } });
  });
});
