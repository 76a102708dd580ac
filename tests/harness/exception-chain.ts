import type {
  CashLink,
  Chain,
  LinkAnswer,
  RechargeLink,
  SettlementLink,
} from '../../counter/exception/chain.ts';

/** Chains as the desk reads them, made by hand: rows are called r, s1, s2… by their number. */

export function said(more: Partial<LinkAnswer> = {}): LinkAnswer {
  return {
    record: 'recorded',
    credit: 'rejected',
    code: 'decided-by-office',
    text: null,
    reference: null,
    decidedAt: 1_000,
    storedAt: 2_000,
    amountPaise: null,
    consumer: null,
    ...more,
  };
}

export function rechargeLink(more: Partial<RechargeLink> = {}): RechargeLink {
  return {
    as: 'recharge',
    uid: 'r',
    seq: 10,
    at: 1,
    operator: 'ravi',
    amountPaise: 500_00,
    consumer: '101',
    consumerName: 'Ram Prasad',
    meter: '1234567890',
    meterKind: 'managed',
    heads: [{ head: 'recharge', amountPaise: 500_00 }],
    receiptNumber: 'PTC-C02-2627-000001',
    businessDate: '2026-11-23',
    answer: said(),
    token: 'none',
    ...more,
  };
}

export function settlementLink(n: number, more: Partial<SettlementLink> = {}): SettlementLink {
  return {
    as: 'settlement',
    uid: `s${n}`,
    seq: 10 + n,
    at: 1 + n,
    operator: 'asha',
    approver: 'asha',
    reason: 'wrong number',
    ref: n === 1 ? 'r' : `s${n - 1}`,
    outcome: 'moved',
    amountPaise: 500_00,
    consumer: '102',
    meter: '1234567891',
    meterKind: 'managed',
    heads: [{ head: 'recharge', amountPaise: 500_00 }],
    answer: null,
    token: 'none',
    ...more,
  };
}

export function cashLink(more: Partial<CashLink> = {}): CashLink {
  return {
    as: 'refund',
    uid: 'cash',
    seq: 99,
    at: 99,
    operator: 'asha',
    approver: 'asha',
    reason: 'wants it back',
    ref: 'r',
    amountPaise: 500_00,
    ...more,
  };
}

export function chain(recharge: RechargeLink, ...acts: Chain['acts'][number][]): Chain {
  return { recharge, acts, owner: null };
}
