import { isServed } from '../consumers/served.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { assert } from '../../counter/result.ts';

/** Where the head end stands while a recharge is taken. */
export type Phase = 'before' | 'outage' | 'after';

export interface PlannedSale {
  readonly phase: Phase;
  readonly consumer: Consumer;
  readonly amountRupees: number;
  readonly tenderedRupees: number;
  /** The printer jams in the middle of this slip. */
  readonly jam: boolean;
  /** How the cashier looks the consumer up. */
  readonly findBy: 'consumer' | 'meter' | 'name-and-meter';
}

const usualRupees = [100, 200, 300, 500, 500, 700, 1000, 1000, 1500, 2000, 2500, 5000];
const notesRupees = [10, 100, 500, 2000];

/**
 * The day that the demo plays: two fifths of the recharges before the outage, two fifths in it, the
 * rest after. One slip of the outage jams, and keypad meters appear in every phase.
 */
export function planDay(options: {
  recharges: number;
  random: () => number;
  consumers: readonly Consumer[];
}): readonly PlannedSale[] {
  const { recharges, random } = options;
  const consumers = options.consumers.filter(isServed);
  const keypad = consumers.filter(({ meterKind }) => meterKind === 'sts');
  const managed = consumers.filter(({ meterKind }) => meterKind === 'managed');
  assert(keypad.length > 0 && managed.length > recharges, 'the office has consumers of both kinds');
  const before = Math.round(recharges * 0.4);
  const during = Math.round(recharges * 0.4);
  const jamAt = before + Math.floor(during / 2);
  const taken = new Set<string>();
  return Array.from({ length: recharges }, (_, index) => {
    const phase: Phase = index < before ? 'before' : index < before + during ? 'outage' : 'after';
    const consumer = pickNew(index % 4 === 2 ? keypad : managed, taken, random);
    const amountRupees = pick(usualRupees, random);
    return {
      phase,
      consumer,
      amountRupees,
      tenderedRupees: tender(amountRupees, random),
      jam: index === jamAt,
      findBy: pick(['consumer', 'meter', 'name-and-meter'] as const, random),
    };
  });
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
