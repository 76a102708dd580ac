import { describe, expect, it } from 'vitest';
import { sendingStates } from '../../../counter/outage/sending-state.ts';
import type { ReceiptQr, ReceiptQrVerdict } from '../../../counter/recharge/receipt-qr.ts';
import { addsToPending, judgeScan, looksLikeReceiptCode } from '../../../counter/recharge/scanned-receipt.ts';

const receipt: ReceiptQr = {
  counter: 'C02',
  epoch: 1,
  seq: 17,
  receiptNumber: 'PTC-C02-2627-000123',
  consumer: '100012345',
  amountPaise: 500_00,
  takenAt: 1_795_431_186_947,
  hash: 'ab'.repeat(32),
};
const facts = { office: 'PTC', nowMs: receipt.takenAt + 60_000, state: null };
const genuine: ReceiptQrVerdict = { kind: 'genuine', receipt };

describe('a scanned receipt', () => {
  it.each(sendingStates)('that stands in this journal is never counted a second time: %s', (state) => {
    const scanned = judgeScan({ ...facts, verdict: genuine, state });
    expect(scanned).toEqual({ is: 'known-here', receipt, state });
    expect(addsToPending(scanned)).toBe(false);
  });

  it('that this counter signed and its journal lacks is money that waits', () => {
    const scanned = judgeScan({ ...facts, verdict: genuine });
    expect([scanned.is, addsToPending(scanned)]).toEqual(['not-in-journal', true]);
  });

  it('that nobody here can check is counted, and said to be unchecked', () => {
    const scanned = judgeScan({ ...facts, verdict: { kind: 'unknown-counter', receipt } });
    expect([scanned.is, addsToPending(scanned)]).toEqual(['unverified', true]);
  });

  it('of another office counts nothing, genuine or not', () => {
    for (const kind of ['genuine', 'unknown-counter'] as const) {
      const scanned = judgeScan({ ...facts, office: 'NBP', verdict: { kind, receipt } });
      expect([scanned.is, addsToPending(scanned)]).toEqual(['other-office', false]);
    }
  });

  it.each(['forged', 'not-a-receipt'] as const)('that is %s says nothing more', (kind) => {
    const scanned = judgeScan({ ...facts, verdict: { kind } });
    expect([scanned, addsToPending(scanned)]).toEqual([{ is: kind }, false]);
  });
});

describe('what a scanner types', () => {
  it('is told from what a person looks for', () => {
    expect(looksLikeReceiptCode('R1|C02|1|17')).toBe(true);
    expect(looksLikeReceiptCode('100012345678R1|C02')).toBe(true);
    for (const typed of ['R1', 'r1', 'laxmi 5678', 'राम', 'BR12345678', '']) {
      expect([typed, looksLikeReceiptCode(typed)]).toEqual([typed, false]);
    }
  });
});
