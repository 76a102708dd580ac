import { isServed } from '../consumers/served.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { assert } from '../../counter/result.ts';

/** Where the head end stands while a recharge is taken. */
export type Phase = 'before' | 'outage' | 'after';

/** How the exceptions desk settles a recharge that the head end refuses. */
export const settlements = ['moved', 'refunded', 'resubmitted'] as const;
export type PlannedSettlement = (typeof settlements)[number];

export interface PlannedSale {
  readonly phase: Phase;
  /** Paid for a closed account, so the head end refuses it; null for all others. */
  readonly settled: PlannedSettlement | null;
  readonly consumer: Consumer;
  readonly amountRupees: number;
  readonly tenderedRupees: number;
  /** The printer jams in the middle of this slip. */
  readonly jam: boolean;
  /** How the cashier looks the consumer up. */
  readonly findBy: 'consumer' | 'meter' | 'name-and-meter';
}

const usualRupees = [100, 200, 300, 500, 500, 700, 1000, 1000, 1500, 2000, 2500, 5000];
/** A shorter day has no room for three refused rows beside all else. */
export const rechargesToRefuse = 12;
/** More than this is paid back only with a second person's PIN; this office has one person. */
const refundedRupees = 300;
const notesRupees = [10, 100, 500, 2000];

/**
 * The day that the demo plays: two fifths of the recharges before the outage, two fifths in it, the
 * rest after. One slip of the outage jams, and keypad meters appear in every phase. Three people of the
 * outage pay for accounts that were closed meanwhile, where the day is long enough to show it.
 */
export function planDay(options: {
  recharges: number;
  random: () => number;
  consumers: readonly Consumer[];
}): readonly PlannedSale[] {
  const { recharges, random, consumers } = options;
  const creditable = consumers.filter(isServed);
  const keypad = creditable.filter(({ meterKind }) => meterKind === 'sts');
  const managed = creditable.filter(({ meterKind }) => meterKind === 'managed');
  const closed = consumers.filter(({ status, meterKind }) => status === 'closed' && meterKind === 'managed');
  assert(keypad.length > 0 && managed.length > recharges, 'the office has consumers of both kinds');
  const before = Math.round(recharges * 0.4);
  const during = Math.round(recharges * 0.4);
  const jamAt = before + Math.floor(during / 2);
  const refused = refusedAt(recharges, before, during, jamAt);
  const taken = new Set<string>();
  return Array.from({ length: recharges }, (_, index) => {
    const phase: Phase = index < before ? 'before' : index < before + during ? 'outage' : 'after';
    const settled = refused.get(index) ?? null;
    const from = settled !== null ? closed : index % 4 === 2 ? keypad : managed;
    const consumer = pickNew(from, taken, random);
    const amountRupees = settled === 'refunded' ? refundedRupees : pick(usualRupees, random);
    return {
      phase,
      settled,
      consumer,
      amountRupees,
      tenderedRupees: tender(amountRupees, random),
      jam: index === jamAt,
      findBy: pick(['consumer', 'meter', 'name-and-meter'] as const, random),
    };
  });
}

/** Spread over the outage, none of them the one whose slip jams. */
function refusedAt(
  recharges: number,
  before: number,
  during: number,
  jamAt: number,
): ReadonlyMap<number, PlannedSettlement> {
  if (recharges < rechargesToRefuse) return new Map();
  const places = Array.from({ length: during }, (_, nth) => before + nth).filter((at) => at !== jamAt);
  const share = places.length / (settlements.length + 1);
  return new Map(
    settlements.map((outcome, nth) => [places[Math.floor(share * (nth + 1))] ?? before, outcome]),
  );
}

/** People hand over round notes: the amount itself, or the next multiple of a note above it. */
function tender(amountRupees: number, random: () => number): number {
  const note = pick(notesRupees, random);
  return Math.ceil(amountRupees / note) * note;
}

function pickNew(consumers: readonly Consumer[], taken: Set<string>, random: () => number): Consumer {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const consumer = pick(consumers, random);
    if (taken.has(consumer.consumer)) continue;
    taken.add(consumer.consumer);
    return consumer;
  }
  throw new Error('the office has too few consumers for this day');
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  assert(item !== undefined, 'a list to choose from is not empty');
  return item;
}
