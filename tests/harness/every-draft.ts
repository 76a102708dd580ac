import type { EntryDraft, EntryKind } from '../../counter/journal/entry.ts';
import { newUid, recharge } from './journal.ts';

type Drafts = { readonly [Kind in EntryKind]: Extract<EntryDraft, { kind: Kind }> };

const hash = 'ab'.repeat(32);
const publicKey = 'k'.repeat(43);
const name = { hi: 'आशा', en: 'Asha' };

/** One sound draft of every kind, under one open day and shift. */
export function everyDraft(open: { day: string; shift: string; businessDate: string }): Drafts {
  const common = { v: 1, ...open, operator: 'asha', ledger: [], ref: null } as const;
  const uid = () => ({ ...common, uid: newUid() });
  const sale = recharge(open);
  const about = { receiptNumber: 'PTC-C02-2627-000001', consumer: sale.consumer, approver: 'ravi' };
  const notes = { '50000': 2 };
  const drawer = (
    amountPaise: number,
    account: 'float' | 'vault' | 'petty-cash' | 'in-transit' | 'recharge-dues',
  ) => [
    { account: 'cash-drawer' as const, amountPaise },
    { account, amountPaise: -amountPaise },
  ];
  return {
    'counter enrolled': {
      ...uid(),
      kind: 'counter enrolled',
      office: 'PTC',
      officeName: name,
      company: name,
      publicKey,
      headEndPublicKey: publicKey,
      headEndId: 'test',
      recoveryKey: `${publicKey}.${publicKey}`,
    },
    'person set': { ...uid(), kind: 'person set', person: 'asha', name, role: 'cashier', state: 'active' },
    'settings changed': {
      ...uid(),
      kind: 'settings changed',
      settingsSha256: hash,
      changes: [{ name: 'guards.cashCapPaise', from: '2000000', to: '1000000' }],
    },
    override: {
      ...uid(),
      kind: 'override',
      rule: 'drawer-ceiling',
      reason: 'bank is shut',
      approver: 'ravi',
    },
    'clock moved': { ...uid(), kind: 'clock moved', approver: 'ravi', headEndOffMs: null },
    'key lost': { ...uid(), kind: 'key lost', publicKey },
    recovery: {
      ...uid(),
      kind: 'recovery',
      oldEpoch: 1,
      oldSeq: 9,
      oldHash: hash,
      publicKey,
      recoverySignature: 's'.repeat(86),
      source: 'mirror',
    },
    'day opened': { ...uid(), kind: 'day opened', session: 1 },
    'day closed': {
      ...uid(),
      kind: 'day closed',
      recharges: 1,
      takingsPaise: 500_00,
      cancellations: 0,
      cancelledPaise: 0,
      unsent: 1,
      unsentPaise: 500_00,
      firstReceipt: about.receiptNumber,
      lastReceipt: about.receiptNumber,
    },
    'pack sealed': { ...uid(), kind: 'pack sealed', manifestSha256: hash, files: 7 },
    deposit: {
      ...uid(),
      kind: 'deposit',
      amountPaise: 500_00,
      bank: 'SBI Patna City',
      slip: '4711',
      seal: null,
      ledger: [
        { account: 'vault', amountPaise: -500_00 },
        { account: 'bank', amountPaise: 500_00 },
      ],
    },
    'outage opened': { ...uid(), kind: 'outage opened', name: 'BR-2026-11-01', since: 1, cause: 'server' },
    'outage closed': { ...uid(), kind: 'outage closed', name: 'BR-2026-11-01' },
    'shift opened': {
      ...uid(),
      kind: 'shift opened',
      cashier: 'asha',
      shiftNumber: 1,
      float: notes,
      floatPaise: 1000_00,
      ledger: drawer(1000_00, 'float'),
    },
    'shift closed': {
      ...uid(),
      kind: 'shift closed',
      cashier: 'asha',
      counted: notes,
      countedPaise: 1000_00,
      floatPaise: 0,
      cancellations: 0,
      cancelledPaise: 0,
      movedPaise: 0,
      expectedPaise: 1000_00,
      differencePaise: 0,
      differenceReason: null,
      approver: null,
      recharges: 2,
      takingsPaise: 1000_00,
      firstReceipt: about.receiptNumber,
      lastReceipt: about.receiptNumber,
      ledger: drawer(-1000_00, 'vault'),
    },
    'cash in': {
      ...uid(),
      kind: 'cash in',
      amountPaise: 200_00,
      reason: 'change',
      approver: null,
      ledger: drawer(200_00, 'petty-cash'),
    },
    'cash out': {
      ...uid(),
      kind: 'cash out',
      amountPaise: 200_00,
      reason: 'tea',
      approver: 'ravi',
      ledger: drawer(-200_00, 'petty-cash'),
    },
    'safe drop': {
      ...uid(),
      kind: 'safe drop',
      notes,
      amountPaise: 1000_00,
      bag: 'B-17',
      witness: 'ravi',
      ledger: drawer(-1000_00, 'vault'),
    },
    handover: {
      ...uid(),
      kind: 'handover',
      receiver: 'ravi',
      notes,
      amountPaise: 1000_00,
      ledger: drawer(-1000_00, 'in-transit'),
    },
    count: {
      ...uid(),
      kind: 'count',
      occasion: 'surprise',
      attempt: 1,
      counted: notes,
      countedPaise: 1000_00,
      expectedPaise: 1000_00,
    },
    recharge: sale,
    cancellation: {
      ...uid(),
      ...about,
      kind: 'cancellation',
      amountPaise: sale.amountPaise,
      reason: 'wrong consumer',
      ref: sale.uid,
      ledger: drawer(-sale.amountPaise, 'recharge-dues'),
    },
    reprint: {
      ...uid(),
      kind: 'reprint',
      receiptNumber: about.receiptNumber,
      copy: 1,
      reason: 'paper-damaged',
      approver: null,
      ref: sale.uid,
    },
    refund: {
      ...uid(),
      ...about,
      kind: 'refund',
      amountPaise: sale.amountPaise,
      reason: 'refused by the head end',
      ref: sale.uid,
      ledger: drawer(-sale.amountPaise, 'recharge-dues'),
    },
    'refusal settled': {
      ...uid(),
      kind: 'refusal settled',
      receiptNumber: about.receiptNumber,
      outcome: 'refunded',
      reason: 'meter is gone',
      by: newUid(),
      approver: 'ravi',
      ref: sale.uid,
    },
    'recovered receipt': {
      ...uid(),
      ...about,
      kind: 'recovered receipt',
      qr: 'R1|C02|1|7|…',
      amountPaise: sale.amountPaise,
      takenAt: 1,
      ledger: [
        { account: 'recovered', amountPaise: sale.amountPaise },
        { account: 'recharge-dues', amountPaise: -sale.amountPaise },
      ],
    },
  };
}
