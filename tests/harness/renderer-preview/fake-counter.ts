import { madeTieOut } from './fake-tie-out.ts';
import { formatRupees } from '../../../counter/money.ts';
import type { CounterApi } from '../../../electron/contract/channels.ts';
import type { OutageChecklistView } from '../../../electron/contract/outage-schemas.ts';
import type { CounterError } from '../../../electron/contract/errors.ts';
import type { CounterState, RechargeView } from '../../../electron/contract/view-schemas.ts';
import { drawFakeReceipt } from './fake-receipt.ts';
import { listedExceptions, movedDetail, refundedDetail, refusedDetail } from './exception-rows.ts';
import type { RowsAsked } from '../../../electron/contract/upload-schemas.ts';
import { fakeRowHistory, fakeRowsPage } from './fake-rows.ts';
import type { ListWanted } from '../../../electron/contract/list-schemas.ts';
import { fakeList, madeList } from './fake-lists.ts';
import { madeReport, outages, weekReport } from './outage-scene.ts';
import { laxmi } from './people-and-consumers.ts';
import { oneRecharge, printed, quiet } from './counter-facts.ts';
import type { Scene } from './scenes.ts';

type Fake = Partial<Record<string, (input: never) => unknown>>;

const away: CounterError = { code: 'SERVICE_AWAY', retry: 'same-id', incidentId: '', params: {} };

/** `window.counter` as a script: it answers what the scene says and shows each new state. */
export function createFakeCounter(scene: Scene): CounterApi {
  const listeners = new Map<string, (value: unknown) => void>();
  let state = scene.state;
  const show = (change: Partial<CounterState>): void => {
    state = { ...(state ?? quiet), ...change };
    listeners.get('state')?.(state);
  };
  const fake: Fake = { ...reading(scene, () => state), ...acting(scene, show) };
  const answer = async (name: string, input: never): Promise<unknown> => {
    await new Promise((done) => setTimeout(done, 15));
    if (scene.silent.includes(name)) await new Promise(() => undefined);
    const refusal = scene.refuse[name];
    if (refusal !== undefined) return { ok: false, error: refusal };
    try {
      return { ok: true, value: fake[name]?.(input) ?? {} };
    } catch (error) {
      return { ok: false, error: error instanceof Refusal ? error.error : away };
    }
  };
  const subscribe = (event: string, listener: (value: unknown) => void): (() => void) => {
    listeners.set(event, listener);
    if (event === 'shell') setTimeout(() => listener(scene.shell), 0);
    return () => listeners.delete(event);
  };
  const api: unknown = new Proxy(
    {},
    {
      get: (_target, name) =>
        name === 'subscribe' ? subscribe : (input: never) => answer(String(name), input),
    },
  );
  // The script answers by name; the screens see it through the contract's types.
  return api as CounterApi;
}

class Refusal extends Error {
  readonly error: CounterError;
  constructor(error: CounterError) {
    super(error.code);
    this.error = error;
  }
}

function reading(scene: Scene, now: () => CounterState | null): Fake {
  return {
    'state.get': () => {
      const state = now();
      if (state === null) throw new Refusal(away);
      return state;
    },
    'shell.recallSale': () => ({ uid: scene.recalled }),
    'directory.search': () => ({ hits: scene.hits, total: scene.hits.length }),
    'recharge.readBack': ({ consumer }: { consumer: string }) => {
      const known = scene.hits.find((hit) => hit.consumer.consumer === consumer)?.consumer ?? null;
      return {
        consumer: known,
        suspense: known === null,
        pending: null,
        takenTodayPaise: 0,
        needs: [],
        ...scene.readBack,
      };
    },
    'recharge.pendingElsewhere': () => scene.elsewhere,
    'recharge.scanned': () => scene.scanned,
    'recharge.preview': ({ consumer, amountPaise }: { consumer: string; amountPaise: number }) =>
      drawFakeReceipt({
        consumer,
        name: scene.hits.find((hit) => hit.consumer.consumer === consumer)?.consumer.name ?? '—',
        amount: formatRupees(amountPaise),
        receiptNumber: oneRecharge.receiptNumber,
      }),
    'print.show': () =>
      drawFakeReceipt({
        consumer: laxmi.consumer,
        name: laxmi.name,
        amount: '₹1,500.00',
        receiptNumber: oneRecharge.receiptNumber,
      }),
    'recharge.find': ({ uid }: { uid: string }) => {
      if (scene.record === 'unknown') throw new Refusal(away);
      return { recharge: scene.recalled === uid ? (now()?.lastRecharge ?? null) : null };
    },
    'recharge.byReceipt': () => oneRecharge,
    'tieOut.run': () => scene.tieOut,
    'tieOut.save': () => madeTieOut,
    'recharge.recent': () => ({ recharges: scene.recent }),
    'exceptions.list': ({ tab }: { tab: 'open' }) => listedExceptions(tab),
    'exceptions.one': () => refusedDetail,
    'exceptions.move': () => movedDetail,
    'exceptions.refund': () => refundedDetail,
    'exceptions.letter': () => ({
      folder: 'D:\\counter\\documents',
      pdf: 'LETTER_PTC-C02-2627-000117_2026-11-02.pdf',
      noPdf: null,
    }),
    'exceptions.take': () => refusedDetail,
    'outage.checklist': () => ({ checklist }),
    'upload.rows': (asked: RowsAsked) => fakeRowsPage(asked),
    'upload.row': ({ uid }: { uid: string }) => fakeRowHistory(uid),
    'lists.preview': ({ list }: ListWanted) => fakeList(list),
    'lists.make': () => madeList,
    'outage.list': () => ({ outages }),
    'outage.report': () => weekReport,
    'outage.saveReport': () => madeReport,
  };
}

const checklist: OutageChecklistView = {
  answeringForMs: 1_260_000,
  closeAfterMs: 600_000,
  items: [
    { line: 'head-end', state: 'done', count: 0, sumPaise: 0 },
    { line: 'unsent', state: 'done', count: 0, sumPaise: 0 },
    { line: 'pending', state: 'open', count: 2, sumPaise: 1_200_00 },
    { line: 'refused', state: 'open', count: 1, sumPaise: 500_00 },
    { line: 'tie-out', state: 'open', count: 3, sumPaise: 1_700_00 },
  ],
};

interface RecordInput {
  readonly uid: string;
  readonly amountPaise: number;
  readonly tenderedPaise: number;
}

const restored = {
  counter: 'C02',
  office: 'PTC',
  epoch: 2,
  entries: 2_11_541,
  entriesFromMirror: 2_11_312,
  entriesFromJournal: 228,
  takingsPaise: 18_42_61_300_00,
  headHash: '4e91a5f41c3a381870b961959d6e5bcf366cae1b69a44306de108bbccbfd0c14',
  lost: null,
  setAside: 0,
};

function acting(scene: Scene, show: (change: Partial<CounterState>) => void): Fake {
  return {
    'setup.restore': ({ fromJournal }: { fromJournal: string | null }) =>
      fromJournal === null
        ? { ...restored, entriesFromJournal: 0, lost: { fromSeq: 2_11_313, toSeq: 2_11_320 }, setAside: 3 }
        : restored,
    'recharge.record': ({ uid, amountPaise, tenderedPaise }: RecordInput) => {
      if (scene.record === 'unknown') throw new Refusal(away);
      if (typeof scene.record === 'object') throw new Refusal(scene.record);
      const confirmed = scene.record === 'confirmed';
      const recharge: RechargeView = {
        ...oneRecharge,
        uid,
        amountPaise,
        tenderedPaise,
        changePaise: tenderedPaise - amountPaise,
        credit: confirmed ? 'confirmed' : 'pending',
        reference: confirmed ? 'SB26110200417' : null,
        tokens: confirmed ? ['58320417796402853916'] : [],
        print: { ...printed, state: 'sending', proof: null },
      };
      setTimeout(() => show({ lastRecharge: { ...recharge, print: printed } }), 400);
      return recharge;
    },
    'shift.close': () => ({
      countedPaise: 21_450_00,
      expectedPaise: 21_500_00,
      differencePaise: -50_00,
      floatPaise: 2000_00,
      recharges: 41,
      takingsPaise: 19_500_00,
    }),
    'day.close': () => ({
      businessDate: '2026-11-02',
      recharges: 212,
      takingsPaise: 1_56_400_00,
      unsent: 312,
    }),
    'print.again': () => printed,
    'usb.export': () => ({
      folder: 'E:\\C02-000413-000731',
      from: 413,
      to: 731,
      recharges: 312,
      sumPaise: 1_56_400_00,
      firstReceipt: 'PTC-C02-2627-000012',
      lastReceipt: 'PTC-C02-2627-000323',
      words: ['orbit', 'maple', 'tunnel', 'vivid', 'canal', 'sphere', 'brother', 'ginger'],
    }),
    'usb.import': () => ({ answers: 318, ackedSeq: 731, unsent: { count: 0, sumPaise: 0 } }),
    'directory.import': () => ({ count: 18_04_112, serial: 'x' }),
  };
}
