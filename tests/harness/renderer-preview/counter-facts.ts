import type {
  CounterState,
  PrintJobView,
  ReadBackView,
  RechargeView,
} from '../../../electron/contract/view-schemas.ts';
import { hour, laxmi, now, people } from './people-and-consumers.ts';

/** One counter in the preview: a quiet day, and what its scenes are made of. */
export const uidOf = (n: number): string => `0199f000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const rekha = people[0] ?? null;
export const shyam = people[2] ?? null;

export const quiet: CounterState = {
  appVersion: '0.1.0',
  now,
  setup: 'ready',
  practice: false,
  counter: {
    id: 'C02',
    office: 'PTC',
    officeName: { hi: 'पटना सिटी प्रमंडल', en: 'Patna City Division' },
    company: { hi: 'साउथ बिहार पावर', en: 'South Bihar Power' },
  },
  people: [...people],
  session: rekha,
  day: { uid: uidOf(1), businessDate: '2026-11-02', session: 1, openedAt: now - 2 * hour },
  shift: {
    uid: uidOf(2),
    shiftNumber: 3,
    cashier: 'rekha',
    openedAt: now - hour,
    floatPaise: 2000_00,
    recharges: 41,
  },
  outage: null,
  outageProposal: { kind: 'not-due', since: now, name: 'BR-2026-11-02' },
  outageCall: null,
  network: { state: 'up', since: now - 3 * hour },
  headEnd: {
    link: 'answering',
    since: now - 3 * hour,
    nextTryAt: null,
    triedAt: now - 9_000,
    lastError: null,
    why: null,
  },
  notices: [],
  unsent: { count: 0, sumPaise: 0, oldestAt: null, sending: null },
  clock: 'trusted',
  secondCopy: {
    state: 'complete',
    folder: 'D:\\copy',
    entries: 1312,
    copied: 1312,
    device: 'other',
    single: null,
  },
  care: { proof: 'passed', provedAt: now - 14 * hour, copiedAt: now - 14 * hour, mendedAt: null },
  printer: { state: 'ready', reason: 'none', since: now - 3 * hour, widthDots: 576, paperMm: 80 },
  selling: { state: 'open', reason: null },
  directory: { count: 18_04_112, generatedAt: now - 42 * hour, serial: '2026-10-31' },
  restore: null,
  directoryImport: null,
  lastRecharge: null,
  questions: [],
};

export const outage: Partial<CounterState> = {
  outage: { uid: uidOf(3), name: 'BR-2026-11-01', since: now - 25.5 * hour },
  outageProposal: null,
  outageCall: { hi: 'आईटी कक्ष, पटना: 0612-2280000', en: 'IT room, Patna: 0612-2280000' },
  headEnd: {
    link: 'not-answering',
    since: now - 25.5 * hour,
    nextTryAt: now + 42_000,
    triedAt: now - 18_000,
    lastError: 'timeout',
    why: { kind: 'not-answering', reason: 'timeout' },
  },
  unsent: { count: 312, sumPaise: 1_56_400_00, oldestAt: now - 25 * hour, sending: null },
};

export const missed: Partial<CounterState> = {
  ...outage,
  outage: null,
  outageProposal: { kind: 'due', since: now - 0.4 * hour, name: 'BR-2026-11-02' },
  headEnd: {
    link: 'not-answering',
    since: now - 0.4 * hour,
    nextTryAt: now + 42_000,
    triedAt: now - 18_000,
    lastError: 'timeout',
    why: { kind: 'not-answering', reason: 'timeout' },
  },
  unsent: { count: 12, sumPaise: 8_400_00, oldestAt: now - 0.3 * hour, sending: null },
};

export const printed: PrintJobView = {
  job: uidOf(20),
  entry: uidOf(10),
  slip: 'receipt',
  receiptNumber: 'PTC-C02-2627-000123',
  copy: 0,
  state: 'confirmed',
  reason: 'none',
  at: now,
  proof: 'printed',
};

export const oneRecharge: RechargeView = {
  uid: uidOf(10),
  seq: 412,
  receiptNumber: 'PTC-C02-2627-000123',
  takenAt: now - 4 * 60_000,
  businessDate: '2026-11-02',
  consumer: laxmi.consumer,
  name: laxmi.name,
  meter: laxmi.meter,
  amountPaise: 1500_00,
  tenderedPaise: 2000_00,
  changePaise: 500_00,
  cashier: 'rekha',
  credit: 'pending',
  reference: null,
  tokens: [],
  outage: 'BR-2026-11-01',
  copies: 'two',
  print: printed,
};

export const uncertain: PrintJobView = {
  ...printed,
  state: 'uncertain',
  reason: 'program-ended',
  proof: null,
};
export const stalled: PrintJobView = { ...printed, state: 'stalled', reason: 'paper-out', proof: null };

export const pending: ReadBackView['pending'] = { count: 1, sumPaise: 500_00, lastAt: now - 19.4 * hour };

export const shownReceipt = {
  counter: 'C02',
  receiptNumber: 'PTC-C02-2627-000114',
  consumer: laxmi.consumer,
  amountPaise: 500_00,
  takenAt: now - 19.4 * hour,
};
