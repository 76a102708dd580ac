import { describe, expect, it } from 'vitest';
import {
  emptyTail,
  placeEntry,
  sameIntent,
  sealEntry,
  tailAfter,
} from '../../../../counter/journal/place-entry.ts';
import {
  counterOnReceipts,
  numberOfReceipt,
  receiptPrefix,
} from '../../../../counter/journal/receipt-count.ts';
import { limits } from '../../../../counter/limits.ts';
import { deviceSigner, generateDeviceKey, sha256Hex } from '../../../../db/crypto.ts';
import { everyDraft } from '../../../harness/every-draft.ts';
import { enrolment, newUid, recharge, type RechargeDraft } from '../../../harness/journal.ts';

const place = { office: 'PTC', counter: 'C02', epoch: 1 };
const open = { day: newUid(), shift: newUid(), businessDate: '2026-11-23' };
const now = { wallMs: Date.parse('2026-11-23T05:30:00Z'), monotonicMs: 1_000, bootId: 'boot' };
const signer = deviceSigner(generateDeviceKey().secret);
const tools = { sha256: sha256Hex, sign: signer.sign };

function refusalOf(more: Partial<RechargeDraft>): string {
  const placed = placeEntry(place, emptyTail, now, recharge(open, more), 0);
  return placed.ok ? 'taken' : placed.error.detail;
}

describe('placing an entry', () => {
  it('gives order, running total and the next receipt number', () => {
    const first = placeEntry(place, emptyTail, now, recharge(open), 122);
    expect(first).toMatchObject({
      ok: true,
      value: { seq: 1, receiptNumber: 'PTC-C02-2627-000123', perpetualTotalPaise: 500_00 },
    });
    if (!first.ok) return;
    const sealed = sealEntry(first.value, emptyTail.hash, tools);
    if (!sealed.ok) throw new Error('sealed');
    const tail = tailAfter(sealed.value, first.value);
    const second = placeEntry(place, tail, now, recharge(open), 123);
    expect(second).toMatchObject({ ok: true, value: { seq: 2, perpetualTotalPaise: 1_000_00 } });
  });

  it('refuses books that do not balance', () => {
    const amountPaise = 500_00;
    const cash = { account: 'cash-drawer', amountPaise } as const;
    expect(refusalOf({})).toBe('taken');
    expect(refusalOf({ ledger: [cash] })).toMatch(/sum to zero/u);
    expect(refusalOf({ ledger: [] })).toMatch(/drawer/u);
    expect(refusalOf({ heads: [{ head: 'recharge', amountPaise: 499_00 }] })).toMatch(/head lines/u);
    expect(refusalOf({ heads: [] })).toMatch(/number of head lines/u);
    expect(refusalOf({ ledger: [{ ...cash, amountPaise: 0.5 }] })).toMatch(/no amount/u);
    expect(refusalOf({ businessDate: null })).toMatch(/open day/u);
  });

  it('holds its bounds at the limit and one past it', () => {
    expect(refusalOf({ amountPaise: limits.rechargePaiseMin })).toBe('taken');
    expect(refusalOf({ amountPaise: limits.rechargePaiseMin - 1 })).toMatch(/out of bounds/u);
    expect(refusalOf({ amountPaise: limits.amountPaiseMax })).toBe('taken');
    expect(refusalOf({ amountPaise: limits.amountPaiseMax + 1 })).toMatch(/no amount/u);
    const lines = (count: number) => ({
      amountPaise: count * 100,
      heads: Array.from({ length: count }, () => ({ head: 'recharge', amountPaise: 100 })),
    });
    expect(refusalOf(lines(limits.headLinesMax))).toBe('taken');
    expect(refusalOf(lines(limits.headLinesMax + 1))).toMatch(/number of head lines/u);
    const last = limits.receiptsPerYearMax;
    expect(placeEntry(place, emptyTail, now, recharge(open), last - 1).ok).toBe(true);
    expect(placeEntry(place, emptyTail, now, recharge(open), last).ok).toBe(false);
  });

  it('bounds a body in bytes of UTF-8', () => {
    const full = 'र'.repeat(limits.bodyTextCharsMax);
    const bodyOf = (filled: number, name: string) => {
      const changes = Array.from({ length: filled }, () => ({ name: full, from: full, to: full }));
      const draft = { ...enrolment(''), kind: 'settings changed', settingsSha256: emptyTail.hash } as const;
      const last = { name: 'x', from: full, to: name };
      const common = {
        v: 1,
        uid: draft.uid,
        businessDate: null,
        day: null,
        shift: null,
        ledger: [],
      } as const;
      const { kind, settingsSha256 } = draft;
      const asked = {
        ...common,
        kind,
        settingsSha256,
        operator: 'x',
        ref: null,
        changes: [...changes, last],
      };
      const placed = placeEntry(place, emptyTail, now, asked, 0);
      if (!placed.ok) throw new Error('placed');
      return sealEntry(placed.value, emptyTail.hash, tools);
    };
    const empty = bodyOf(3, '');
    if (!empty.ok) throw new Error('sealed');
    const room = limits.journalBodyBytesMax - Buffer.byteLength(empty.value.body);
    const exact = 'र'.repeat(Math.floor(room / 3)) + 'x'.repeat(room % 3);
    expect(bodyOf(3, exact).ok).toBe(true);
    expect(bodyOf(3, `${exact}x`)).toMatchObject({ ok: false, error: { code: 'draft-refused' } });
  });
});

describe('a recovery', () => {
  const recovery = (tail: typeof emptyTail) => placeEntry(place, tail, now, everyDraft(open).recovery, 0);

  it('begins the next epoch at the next seq, whatever the clock says, and numbers begin anew', () => {
    const tail = { ...emptyTail, seq: 9, at: now.wallMs + 86_400_000, perpetualTotalPaise: 700_00 };
    const first = recovery(tail);
    expect(first).toMatchObject({
      ok: true,
      value: { epoch: 2, seq: 10, at: now.wallMs, perpetualTotalPaise: 700_00 },
    });
    const sale = placeEntry(place, { ...tail, epoch: 2, seq: 10, at: now.wallMs }, now, recharge(open), 0);
    expect(sale).toMatchObject({ ok: true, value: { epoch: 2, receiptNumber: 'PTC-C02b-2627-000001' } });
  });

  it('ends with the letters', () => {
    expect(recovery({ ...emptyTail, seq: 9, epoch: limits.epochsMax - 1 }).ok).toBe(true);
    expect(recovery({ ...emptyTail, seq: 9, epoch: limits.epochsMax }).ok).toBe(false);
  });
});

describe('a second arrival of one uid', () => {
  it('is the same intent though its surroundings differ, and another when money or consumer do', () => {
    const draft = recharge(open);
    const placed = placeEntry(place, emptyTail, now, draft, 0);
    if (!placed.ok) throw new Error('placed');
    const sealed = sealEntry(placed.value, emptyTail.hash, tools);
    if (!sealed.ok) throw new Error('sealed');
    expect(sameIntent({ ...draft, outage: newUid() }, sealed.value)).toBe(true);
    expect(sameIntent({ ...draft, consumer: '999' }, sealed.value)).toBe(false);
    expect(sameIntent(recharge(open, { uid: draft.uid, amountPaise: 600_00 }), sealed.value)).toBe(false);
    expect(sameIntent(enrolment(signer.publicKey), sealed.value)).toBe(false);
  });
});

describe('receipt numbers', () => {
  it('carry a letter from the second epoch on and change with the financial year', () => {
    expect(counterOnReceipts('C02', 1)).toBe('C02');
    expect(counterOnReceipts('C02', 2)).toBe('C02b');
    expect(numberOfReceipt({ ...place, epoch: 2 }, '2027-04-01', 1)).toBe('PTC-C02b-2728-000001');
    expect(receiptPrefix(place, '2027-03-31')).toBe('PTC-C02-2627-');
    expect(counterOnReceipts('C02', limits.epochsMax)).toBe('C02z');
    expect(() => counterOnReceipts('C02', limits.epochsMax + 1)).toThrow(/epoch of a counter/u);
  });
});
