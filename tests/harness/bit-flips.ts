import type { SeededRandom } from '../../build/consumers/seeded-random.ts';

/** A stretch of a file in which bits are flipped. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Flip<Place extends Stretch> {
  readonly place: Place;
  readonly byte: number;
  readonly bit: number;
}

/** So many flips, spread evenly over all places: first one in each, then a second one in each, and so on. */
export function flipsOver<Place extends Stretch>(
  places: readonly Place[],
  times: number,
  random: SeededRandom,
): Flip<Place>[] {
  const flips: Flip<Place>[] = [];
  while (flips.length < times) {
    for (const place of places.slice(0, times - flips.length)) {
      flips.push({ place, byte: random.whole(place.from, place.to - 1), bit: random.whole(0, 7) });
    }
  }
  return flips;
}

/** The file with that one bit turned. */
export function flipped(
  file: Buffer,
  { byte, bit }: { readonly byte: number; readonly bit: number },
): Buffer {
  const bytes = Buffer.from(file);
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
  return bytes;
}
