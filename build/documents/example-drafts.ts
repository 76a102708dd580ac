import type { EntryCommon, LedgerAccount, LedgerLine } from '../../counter/journal/every-entry.ts';
import type { EntryDraft, EntryKind } from '../../counter/journal/entry.ts';

type Draft<Kind extends EntryKind> = Extract<EntryDraft, { kind: Kind }>;
export type Drafts = { readonly [Kind in EntryKind]: Draft<Kind> };

/** What a kind adds to the fields of every entry, and its ledger where money moves. */
type Fields<Kind extends EntryKind> = Omit<Draft<Kind>, keyof EntryCommon | 'kind'> &
  Partial<Pick<EntryCommon, 'ledger'>>;
type FieldsOf<Kinds extends EntryKind> = { readonly [Kind in Kinds]: Fields<Kind> };

const hash = 'ab'.repeat(32);
const publicKey = 'k'.repeat(43);
const name = { hi: 'आशा', en: 'Asha' };
const about = { receiptNumber: 'PTC-C02-2627-000001', consumer: '102030405', approver: 'ravi' };
const notes = { '50000': 2 };
const amountPaise = 500_00;

function drawer(paise: number, account: LedgerAccount): readonly LedgerLine[] {
  return [
    { account: 'cash-drawer', amountPaise: paise },
    { account, amountPaise: -paise },
  ];
}

const counterFields: FieldsOf<
  | 'counter enrolled'
  | 'person set'
  | 'settings changed'
  | 'override'
  | 'clock moved'
  | 'key lost'
  | 'recovery'
> = {
  'counter enrolled': {
    office: 'PTC',
    officeName: { hi: 'विद्युत आपूर्ति प्रमंडल, पटना सिटी', en: 'Electric Supply Division, Patna City' },
    company: { hi: 'साउथ बिहार पावर डिस्ट्रीब्यूशन कं. लि.', en: 'South Bihar Power Distribution Co. Ltd.' },
    publicKey,
    headEndPublicKey: publicKey,
    headEndId: 'head-end',
    recoveryKey: `${publicKey}.${publicKey}`,
  },
  'person set': { person: 'asha', name, role: 'cashier', state: 'active' },
  'settings changed': {
    settingsSha256: hash,
    changes: [{ name: 'guards.cashCapPaise', from: '2000000', to: '1000000' }],
  },
  override: {
    rule: 'drawer-ceiling',
    reason: 'bank is shut',
    approver: 'ravi',
  },
  'clock moved': { approver: 'ravi', headEndOffMs: null },
  'key lost': { publicKey },
  recovery: {
    oldEpoch: 1,
    oldSeq: 9,
    oldHash: hash,
    publicKey,
    recoverySignature: 's'.repeat(86),
    source: 'mirror',
  },
};

const dayFields: FieldsOf<
  | 'day opened'
  | 'day closed'
  | 'pack sealed'
  | 'deposit'
  | 'outage opened'
  | 'outage closed'
  | 'shift opened'
  | 'shift closed'
> = {
  'day opened': { session: 1 },
  'day closed': {
    recharges: 1,
    takingsPaise: 500_00,
    cancellations: 0,
    cancelledPaise: 0,
    unsent: 1,
    unsentPaise: 500_00,
    firstReceipt: about.receiptNumber,
    lastReceipt: about.receiptNumber,
  },
  'pack sealed': { manifestSha256: hash, files: 7 },
  deposit: {
    amountPaise: 500_00,
    bank: 'SBI Patna City',
    slip: '4711',
    seal: null,
    ledger: [
      { account: 'vault', amountPaise: -500_00 },
      { account: 'bank', amountPaise: 500_00 },
    ],
  },
  'outage opened': { name: 'BR-2026-11-01', since: 1, cause: 'server' },
  'outage closed': { name: 'BR-2026-11-01' },
  'shift opened': {
    cashier: 'asha',
    shiftNumber: 1,
    float: notes,
    floatPaise: 1000_00,
    ledger: drawer(1000_00, 'float'),
  },
  'shift closed': {
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
};

const drawerFields: FieldsOf<'cash in' | 'cash out' | 'safe drop' | 'handover' | 'count'> = {
  'cash in': {
    amountPaise: 200_00,
    reason: 'change',
    approver: null,
    ledger: drawer(200_00, 'petty-cash'),
  },
  'cash out': {
    amountPaise: 200_00,
    reason: 'tea',
    approver: 'ravi',
    ledger: drawer(-200_00, 'petty-cash'),
  },
  'safe drop': {
    notes,
    amountPaise: 1000_00,
    bag: 'B-17',
    witness: 'ravi',
    ledger: drawer(-1000_00, 'vault'),
  },
  handover: {
    receiver: 'ravi',
    notes,
    amountPaise: 1000_00,
    ledger: drawer(-1000_00, 'in-transit'),
  },
  count: {
    occasion: 'surprise',
    attempt: 1,
    counted: notes,
    countedPaise: 1000_00,
    expectedPaise: 1000_00,
  },
};

const rechargeFields: FieldsOf<
  'recharge' | 'cancellation' | 'reprint' | 'refund' | 'refusal settled' | 'recovered receipt'
> = {
  recharge: {
    consumer: '102030405',
    consumerName: 'Ram Prasad',
    meter: '1234567890',
    meterKind: 'managed',
    amountPaise,
    heads: [{ head: 'recharge', amountPaise }],
    tenderedPaise: amountPaise,
    changePaise: 0,
    approvals: [],
    outage: null,
    poolTokens: [],
    ledger: drawer(amountPaise, 'recharge-dues'),
  },
  cancellation: {
    ...about,
    amountPaise: amountPaise,
    reason: 'wrong consumer',
    ledger: drawer(-amountPaise, 'recharge-dues'),
  },
  reprint: {
    receiptNumber: about.receiptNumber,
    copy: 1,
    reason: 'paper-damaged',
    approver: null,
  },
  refund: {
    ...about,
    amountPaise: amountPaise,
    reason: 'refused by the head end',
    ledger: drawer(-amountPaise, 'recharge-dues'),
  },
  'refusal settled': {
    receiptNumber: about.receiptNumber,
    outcome: 'moved',
    reason: 'the number of her neighbour was typed',
    by: null,
    approver: 'ravi',
    credit: {
      consumer: '102030406',
      meter: '1234567891',
      meterKind: 'managed',
      amountPaise,
      heads: [{ head: 'recharge', amountPaise }],
    },
  },
  'recovered receipt': {
    ...about,
    qr: 'R1|C02|1|7|…',
    amountPaise: amountPaise,
    takenAt: 1,
    ledger: [
      { account: 'recovered', amountPaise: amountPaise },
      { account: 'recharge-dues', amountPaise: -amountPaise },
    ],
  },
};

const fields: FieldsOf<EntryKind> = { ...counterFields, ...dayFields, ...drawerFields, ...rechargeFields };

/** Kinds that go on from the recharge among the examples. */
const aboutTheRecharge: readonly EntryKind[] = ['cancellation', 'reprint', 'refund', 'refusal settled'];

/** One sound draft of every kind, under one open day and shift. `newUid` gives a UUIDv7 that was not given before. */
export function exampleDrafts(
  open: { day: string; shift: string; businessDate: string },
  newUid: () => string,
): Drafts {
  const sale = newUid();
  const drafts = Object.entries(fields).map(([kind, own]) => {
    const uid = kind === 'recharge' ? sale : newUid();
    const ref = aboutTheRecharge.some((each) => each === kind) ? sale : null;
    return [kind, { v: 1, ...open, operator: 'asha', ledger: [], uid, kind, ref, ...own }];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of `fields` holds each kind to its own fields
  return Object.fromEntries(drafts) as Drafts;
}
