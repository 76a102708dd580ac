/** A generator of chance that repeats itself: the same seed always gives the same office. */
export interface SeededRandom {
  /** A fraction from 0 up to, but not including, 1. */
  fraction(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32: 32 bits of state, enough for plausible test data and for nothing else. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1));
  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    pick(items) {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

/** Draws by weight in logarithmic time. */
export function weightedPick<Item>(
  weighted: readonly (readonly [item: Item, weight: number])[],
): (random: SeededRandom) => Item {
  const ends: number[] = [];
  let total = 0;
  for (const [, weight] of weighted) ends.push((total += weight));
  return (random) => {
    const at = random.fraction() * total;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    const found = weighted[low];
    if (found === undefined) throw new Error('nothing to pick from');
    return found[0];
  };
}
