import type { SeededRandom } from '../../build/consumers/seeded-random.ts';
import type { Answer } from '../../counter/journal/answer.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { assert } from '../../counter/result.ts';
import { shiftClosedDraft } from '../../counter/shift/shift-close.ts';
import { dayClosedDraft } from '../../counter/day/day-close.ts';
import type { CashBack, Claim, MoneyRow, Word } from '../../counter/tie-out/row.ts';
import { appendEntry } from '../../db/append.ts';
import { storeAnswers } from '../../db/answers.ts';
import { dayTotals, shiftTotals } from '../../db/day-reads.ts';
import type { Journal } from '../../db/journal.ts';
import { answerOf } from './answer-of.ts';
import { everyDraft } from './every-draft.ts';
import {
  enrolled,
  type HandClock,
  must,
  newUid,
  nobody,
  openCounter,
  type OpenCounter,
  recharge,
} from './journal.ts';

/** What the test knows of a journal that it wrote itself, act by act. */
export interface TieOutHistory {
  readonly journal: Journal;
  readonly rows: readonly (MoneyRow & { readonly outage: string | null })[];
  readonly dates: readonly string[];
  readonly outage: string;
}

interface Told {
  readonly entry: StoredEntry;
  readonly claim: Omit<Claim, 'words'>;
  readonly words: Word[];
  readonly settlements: Told[];
  readonly backs: CashBack[];
}

interface Sale extends Told {
  readonly outage: string | null;
  readonly takenAt: number;
  readonly shift: string;
  readonly receiptNumber: string;
}

const amounts = [100_00, 250_00, 500_00];
const minuteMs = 60_000;

/**
 * Days of selling in which anything may happen to a receipt, in an order that `random`
 * decides. Nothing is signed: who said what is proved elsewhere. An outage covers the middle of it.
 */
export async function tieOutHistory(
  random: SeededRandom,
  options: { readonly days: number; readonly actsPerDay: number },
): Promise<TieOutHistory> {
  const { journal, clock } = await enrolled({ mirrorFolder: null });
  const sales: Sale[] = [];
  const dates: string[] = [];
  const outage = newUid();
  let state: 'before' | 'open' | 'closed' = 'before';
  for (let day = 0; day < options.days; day += 1) {
    const open = await openCounter(journal, clock.wallMs());
    dates.push(open.businessDate);
    for (let act = 0; act < options.actsPerDay; act += 1) {
      clock.pass(minuteMs);
      if (state === 'before' && act === Math.floor(options.actsPerDay / 2)) {
        const opened = { name: 'OUT-1', cause: 'down', since: clock.wallMs() };
        must(await appendEntry(journal, { ...nobody, kind: 'outage opened', uid: outage, ...opened }));
        state = 'open';
      }
      await actOnce({ journal, clock, random, open, sales, outage: state === 'open' ? outage : null });
    }
    if (state === 'open' && day === options.days - 2) {
      const closed = { uid: newUid(), ref: outage, name: 'OUT-1' };
      must(await appendEntry(journal, { ...nobody, kind: 'outage closed', ...closed }));
      state = 'closed';
    }
    await closeDay(journal, open);
    clock.pass(86_400_000 - (options.actsPerDay + 1) * minuteMs);
  }
  return { journal, rows: sales.map(rowOf), dates, outage };
}

interface Scene {
  readonly journal: Journal;
  readonly clock: HandClock;
  readonly random: SeededRandom;
  readonly open: OpenCounter;
  readonly sales: Sale[];
  readonly outage: string | null;
}

async function actOnce(scene: Scene): Promise<void> {
  const { random, sales } = scene;
  const dice = random.fraction();
  if (dice < 0.45 || sales.length === 0) return sellOne(scene);
  const sale = random.pick(sales);
  const about = random.pick([sale, ...sale.settlements]);
  if (dice < 0.8) return answerOne(scene, about);
  return dice < 0.9 ? giveBack(scene, sale, about) : settle(scene, sale, about);
}

async function sellOne({ journal, clock, random, open, sales, outage }: Scene): Promise<void> {
  const known = random.fraction() < 0.8;
  const amountPaise = random.pick(amounts);
  const draft = recharge(open, { amountPaise, consumer: random.pick(['A', 'B']), outage });
  const { entry } = must(
    await appendEntry(
      journal,
      known ? draft : { ...draft, consumerName: null, meter: null, meterKind: null },
    ),
  );
  const body = readBody(entry.body);
  assert(body?.kind === 'recharge', 'a sale');
  sales.push({
    ...toldOf(entry, known ? body.consumer : null, amountPaise, open.businessDate),
    outage,
    takenAt: clock.wallMs(),
    shift: open.shift,
    receiptNumber: body.receiptNumber,
  });
}

async function answerOne({ journal, random }: Scene, about: Told): Promise<void> {
  const { amountPaise, consumer } = about.claim;
  const signed = answerOf(about.entry, {
    credit: random.pick<Answer['credit']>(['applied', 'applied', 'applied', 'pending', 'rejected', 'none']),
    turn: about.words.length + 1,
    code: random.chance(0.5) ? 'unknown-consumer' : null,
    ...random.pick([{}, { amountPaise }, { amountPaise }, { amountPaise: 999_00 }]),
    ...random.pick([{}, { consumer: consumer ?? 'A' }, { consumer: 'C' }]),
  });
  assert((await storeAnswers(journal, [signed])).ok, 'the answer is kept');
  about.words.push(signed.answer);
}

async function giveBack({ journal, random, open }: Scene, sale: Sale, about: Told): Promise<void> {
  const { cancellation, refund } = everyDraft(open);
  const { amountPaise } = sale.claim;
  const ledger = [
    { account: 'cash-drawer', amountPaise: -amountPaise },
    { account: 'recharge-dues', amountPaise },
  ] as const;
  const draft = random.fraction() < 0.5 ? cancellation : refund;
  const { entry } = must(await appendEntry(journal, { ...draft, amountPaise, ledger, ref: about.entry.uid }));
  sale.backs.push({ kind: draft.kind, seq: entry.seq, amountPaise });
}

async function settle({ journal, random, open }: Scene, sale: Sale, about: Told): Promise<void> {
  const { 'refusal settled': draft } = everyDraft(open);
  const { amountPaise } = sale.claim;
  const consumer = random.pick(['A', 'B']);
  const credit = { ...draft.credit, consumer, amountPaise, heads: [{ head: 'recharge', amountPaise }] };
  const { meter, meterKind } = { meter: null, meterKind: null, ...draft.credit };
  const { entry } = must(
    await appendEntry(journal, { ...draft, credit: { ...credit, meter, meterKind }, ref: about.entry.uid }),
  );
  sale.settlements.push(toldOf(entry, consumer, amountPaise, open.businessDate));
}

function toldOf(
  entry: StoredEntry,
  consumer: string | null,
  amountPaise: number,
  businessDate: string,
): Told {
  const { epoch, seq, uid } = entry;
  const claim = { epoch, seq, uid, consumer, amountPaise, businessDate };
  return { entry, claim, words: [], settlements: [], backs: [] };
}

function rowOf(sale: Sale): MoneyRow & { readonly outage: string | null } {
  const { claim, words, settlements, backs, takenAt, shift, receiptNumber, outage } = sale;
  return {
    outage,
    receipt: { ...claim, words, takenAt, shift, receiptNumber, consumerTyped: claim.consumer ?? '' },
    settlements: settlements.map((each) => ({ ...each.claim, words: each.words })),
    backs,
  };
}

async function closeDay(journal: Journal, open: OpenCounter): Promise<void> {
  const day = { uid: open.day, businessDate: open.businessDate };
  const books = { ...shiftTotals(journal.db, open.shift), floatPaise: 1_000_00 };
  const closing = { uid: newUid(), day, shift: open.shift, cashier: 'asha', counted: {}, books };
  must(
    await appendEntry(journal, shiftClosedDraft({ ...closing, differenceReason: 'test', approver: 'ravi' })),
  );
  const totals = dayTotals(journal.db, open.day);
  const unsent = { count: 0, sumPaise: 0 };
  must(await appendEntry(journal, dayClosedDraft({ uid: newUid(), day, operator: 'asha', totals, unsent })));
}
