import type { CounterError } from '../../../electron/contract/errors.ts';
import type { PendingElsewhereView, ScannedView } from '../../../electron/contract/guard-schemas.ts';
import type {
  CounterState,
  ReadBackView,
  RechargeView,
  ShellState,
} from '../../../electron/contract/view-schemas.ts';
import type { TieOutReportView } from '../../../electron/contract/tie-out-schemas.ts';
import { tiedOut, untied } from './fake-tie-out.ts';
import {
  uidOf,
  shyam,
  quiet,
  outage,
  missed,
  printed,
  oneRecharge,
  uncertain,
  stalled,
  pending,
  shownReceipt,
} from './counter-facts.ts';
import { hits, hour, longHit, now, offHit, people } from './people-and-consumers.ts';

export interface Scene {
  readonly state: CounterState | null;
  readonly shell: ShellState;
  readonly readBack: Partial<ReadBackView>;
  readonly elsewhere: PendingElsewhereView;
  readonly scanned: ScannedView;
  readonly hits: typeof hits;
  readonly recent: readonly RechargeView[];
  readonly tieOut: TieOutReportView;
  readonly recalled: string | null;
  /** What becomes of a recharge that is recorded here. */
  readonly record: 'recorded' | 'confirmed' | 'unknown' | CounterError;
  readonly refuse: Partial<Record<string, CounterError>>;
  /** Channels that take their time: no answer comes while the picture is taken. */
  readonly silent: readonly string[];
}

const base: Scene = {
  state: quiet,
  shell: { service: 'running', since: 0, deaths: 0 },
  readBack: {},
  elsewhere: { is: 'silent' },
  scanned: { is: 'not-a-receipt', receipt: null, state: null, counts: false },
  hits,
  recent: [],
  tieOut: tiedOut,
  recalled: null,
  record: 'recorded',
  refuse: {},
  silent: [],
};

function error(code: CounterError['code'], params: CounterError['params'] = {}): CounterError {
  return { code, retry: 'after-fix', incidentId: '', params };
}

function state(change: Partial<CounterState>): Partial<Scene> {
  return { state: { ...quiet, ...change } };
}

function singleCopy(due: boolean): CounterState['secondCopy'] {
  const single = { reason: 'lost', salesPerApproval: 20, due } as const;
  const sold = due ? { sales: 20, sumPaise: 31_900_00 } : { sales: 7, sumPaise: 9_300_00 };
  return {
    ...quiet.secondCopy,
    state: 'lost',
    entries: 1332,
    copied: 1312,
    single: { ...single, ...sold },
  };
}

const noShift: Partial<CounterState> = { shift: null };
const bare: Partial<CounterState> = { session: null, day: null, shift: null, directory: null, people: [] };

const recent: readonly RechargeView[] = Array.from({ length: 200 }, (_, at) => ({
  ...oneRecharge,
  uid: uidOf(100 + at),
  receiptNumber: `PTC-C02-2627-${String(323 - at).padStart(6, '0')}`,
  takenAt: now - at * 9 * 60_000,
  name: hits[at % 3]?.consumer.name ?? null,
  amountPaise: [1500_00, 300_00, 12_000_00, 500_00][at % 4] ?? 0,
  credit: at < 9 ? 'pending' : at === 11 ? 'rejected' : 'confirmed',
  print: { ...printed, state: at === 0 ? 'sending' : 'confirmed' },
}));

/** Every state that has a look of its own. */
const scenes: Readonly<Record<string, Partial<Scene>>> = {
  starting: { state: null },
  restarting: { state: null, shell: { service: 'restarting', since: now, deaths: 2 } },
  locked: { shell: { service: 'locked', since: now, deaths: 3 } },
  'locked-journal': state({ selling: { state: 'locked', reason: 'JOURNAL_CORRUPT' } }),
  enrol: {
    ...state({ ...bare, setup: 'not-enrolled', counter: null }),
    refuse: { 'setup.enrol': error('ENROLMENT_CODE_WRONG') },
  },
  restore: state({ ...bare, setup: 'not-enrolled', counter: null }),
  'restore-wrong-key': {
    ...state({ ...bare, setup: 'not-enrolled', counter: null }),
    refuse: { 'setup.restore': error('RECOVERY_KEY_WRONG') },
  },
  'restore-counters': {
    ...state({ ...bare, setup: 'not-enrolled', counter: null }),
    refuse: { 'setup.restore': error('RESTORE_COUNTER_UNCLEAR', { counters: 'C01, C02, C03' }) },
  },
  restoring: {
    ...state({
      ...bare,
      setup: 'not-enrolled',
      counter: null,
      restore: { stage: 'entries', entries: 1_04_112, of: 2_11_540 },
    }),
    silent: ['setup.restore'],
  },
  'first-person': state({ ...bare, setup: 'no-people' }),
  'first-list': state({ ...bare, session: shyam, people: [...people] }),
  importing: state({
    ...bare,
    session: shyam,
    people: [...people],
    directoryImport: { done: 7_42_000, total: 18_04_112 },
  }),
  'sign-in': {
    ...state({ session: null, shift: null }),
    refuse: { 'session.signIn': error('PIN_WRONG', { left: 3 }) },
  },
  'sign-in-locked': {
    ...state({ session: null, shift: null }),
    refuse: { 'session.signIn': error('PIN_LOCKED', { minutes: 5 }) },
  },
  'open-day': state({ session: shyam, day: null, shift: null }),
  'wait-for-day': state({ day: null, shift: null }),
  desk: state({ session: shyam, ...noShift, ...outage }),
  'desk-other': state({ session: shyam }),
  'open-shift': state(noShift),
  sell: { ...state(outage), readBack: { pending } },
  'sell-fresh': {},
  'sell-pending': {
    readBack: { pending: { count: 2, sumPaise: 1_050_00, lastAt: now - 20 * 60_000 } },
    elsewhere: {
      is: 'told',
      pending: [{ counter: 'C05', count: 3, sumPaise: 900_00, lastAt: now - 40 * 60_000 }],
      credits: [{ counter: 'C07', amountPaise: 200_00, takenAt: now - 2 * hour }],
    },
    scanned: {
      is: 'unverified',
      receipt: { ...shownReceipt, counter: 'C04', receiptNumber: 'PTC-C04-2627-000871' },
      state: null,
      counts: true,
    },
  },
  'scan-here': { scanned: { is: 'known-here', receipt: shownReceipt, state: 'pending', counts: false } },
  'scan-forged': { scanned: { is: 'forged', receipt: null, state: null, counts: false } },
  'sell-long': { ...state(outage), hits: [longHit], readBack: { pending, needs: ['above-cash-cap'] } },
  'sell-nobody': { hits: [] },
  'sell-off': { hits: [offHit] },
  confirmed: { record: 'confirmed' },
  rejected: {
    ...state({ lastRecharge: { ...oneRecharge, credit: 'rejected' } }),
    recalled: oneRecharge.uid,
  },
  'key-change': {
    ...state({
      lastRecharge: {
        ...oneRecharge,
        name: longHit.consumer.name,
        amountPaise: 1_99_999_00,
        tenderedPaise: 2_00_000_00,
        changePaise: 1_00,
        credit: 'confirmed',
        reference: 'HE-6HR2-P6JK-0HRH',
        tokens: ['11112222333344445555', '66667777888899990000', '58320417796402853916'],
      },
    }),
    recalled: oneRecharge.uid,
  },
  'question-shift': state({
    lastRecharge: oneRecharge,
    questions: [{ ...uncertain, job: uidOf(21), entry: uidOf(22), receiptNumber: null, slip: 'shift-slip' }],
  }),
  recorded: { ...state(outage) },
  unknown: { record: 'unknown' },
  refused: { record: error('CASH_CAP_OF_DAY', { leftPaise: 9_999_00 }) },
  approval: { readBack: { needs: ['above-cash-cap'] }, record: error('PIN_WRONG', { left: 2 }) },
  question: state({ lastRecharge: { ...oneRecharge, print: uncertain }, questions: [uncertain] }),
  stalled: {
    ...state({
      lastRecharge: { ...oneRecharge, print: stalled },
      printer: { ...quiet.printer, state: 'stopped', reason: 'paper-out' },
    }),
    recalled: oneRecharge.uid,
  },
  receipts: { ...state({ ...outage, lastRecharge: oneRecharge }), recent },
  'sending-up': state({
    outage: null,
    unsent: {
      count: 212,
      sumPaise: 1_06_000_00,
      oldestAt: now - 25 * hour,
      sending: { done: 100, total: 312 },
    },
  }),
  supervisor: state({ session: shyam, shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'] }),
  'exception-not-now': {
    ...state({ session: shyam, shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'] }),
    refuse: { 'exceptions.move': error('SETTLEMENT_NOT_NOW', { reason: 'settlement-waits' }) },
  },
  'supervisor-outage': {
    ...state({
      ...outage,
      session: shyam,
      shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'],
    }),
    refuse: { 'outage.close': error('OUTAGE_HAS_PENDING', { count: 2, sumPaise: 1_200_00 }) },
  },
  missed: state(missed),
  'supervisor-missed': state({
    ...missed,
    session: shyam,
    shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'],
  }),
  'close-exact': state(outage),
  'close-short': { refuse: { 'shift.close': error('DIFFERENCE_NEEDS_REASON') } },
  trouble: state({
    practice: true,
    network: { state: 'down', since: now - hour },
    headEnd: {
      link: 'frozen',
      since: now - hour,
      nextTryAt: null,
      triedAt: now - hour,
      lastError: 'fork',
      why: { kind: 'refused', problem: 'fork' },
    },
    unsent: {
      count: 4210,
      sumPaise: 38_91_400_00,
      oldestAt: now - 200 * hour,
      sending: { done: 1200, total: 4210 },
    },
    secondCopy: {
      state: 'absent',
      folder: null,
      entries: 1312,
      copied: 1290,
      device: 'other',
      single: { reason: 'none', sales: 14, sumPaise: 21_400_00, salesPerApproval: 20, due: false },
    },
    printer: { ...quiet.printer, state: 'stopped', reason: 'cover-open' },
  }),
  'disk-full': state({ selling: { state: 'locked', reason: 'JOURNAL_FULL' } }),
  usb: state({
    session: shyam,
    ...outage,
    shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'],
  }),
  'usb-full': {
    ...state({
      session: shyam,
      ...outage,
      shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'],
    }),
    refuse: { 'usb.export': error('USB_FULL') },
  },
  'tie-out': state({ session: shyam, shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'] }),
  'tie-out-open': {
    ...state({
      session: shyam,
      ...outage,
      shift: { ...quiet.shift, cashier: 'shyam' } as CounterState['shift'],
    }),
    tieOut: untied,
  },
  'proof-failed': state({ care: { ...quiet.care, proof: 'failed' } }),
  notices: state({
    ...outage,
    notices: [
      {
        id: 'n-1',
        kind: 'outage',
        from: now - 25 * hour,
        until: now + 30 * hour,
        text: {
          hi: 'डेटा सेंटर में काम चल रहा है, रिचार्ज सर्वर बंद है।',
          en: 'Work at the data centre, the recharge server is off.',
        },
      },
      {
        id: 'n-2',
        kind: 'disconnection',
        from: now - 2 * hour,
        until: now + 100 * hour,
        text: {
          hi: 'सर्वर आने तक किसी की लाइन बकाया के लिए नहीं कटेगी।',
          en: 'No supply is cut for arrears until the server is back.',
        },
      },
    ],
  }),
  'head-end-version': state({
    headEnd: {
      link: 'not-answering',
      since: now - hour,
      nextTryAt: now + 9_000,
      triedAt: now - 12_000,
      lastError: 'other-version',
      why: { kind: 'not-answering', reason: 'other-version' },
      fault: 'HEAD_END_OTHER_VERSION',
    },
    unsent: { count: 12, sumPaise: 9_400_00, oldestAt: now - hour, sending: null },
  }),
  'single-copy': state({ secondCopy: singleCopy(false) }),
  'single-copy-due': {
    ...state({ secondCopy: singleCopy(true) }),
    readBack: { needs: ['single-copy'] },
  },
  away: { shell: { service: 'restarting', since: now, deaths: 1 } },
};

export const sceneNames = Object.keys(scenes);

export function sceneNamed(name: string): Scene {
  const scene = scenes[name];
  if (scene === undefined) throw new Error(`no scene is called ${name}`);
  return { ...base, ...scene };
}
