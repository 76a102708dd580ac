import type { Consumer } from '../../counter/consumer/consumer.ts';
import { luhnDigit } from '../../counter/consumer/meter.ts';
import type { SeededRandom } from './seeded-random.ts';

export interface TextSource<Text extends string | null> {
  next(): Text;
}

/** CA numbers of 9, 10 and 11 digits, as three billing systems left them. Each range only climbs, so none repeats. */
export function numberSource(random: SeededRandom): TextSource<string> {
  const next = { nine: 201_000_000, ten: 1_020_000_000, eleven: 10_001_000_000 };
  const climb = (range: keyof typeof next): string => {
    next[range] += random.whole(1, 17);
    return String(next[range]);
  };
  return {
    next() {
      const drawn = random.fraction();
      return climb(drawn < 0.14 ? 'nine' : drawn < 0.38 ? 'ten' : 'eleven');
    },
  };
}

const serials = 100_000_000;
/** No common factor with the number of serials: every index gets a serial of its own, in no visible order. */
const serialStride = 61_803_397;

/** About one meter in twelve takes tokens by keypad; the others keep their balance in the head end. */
export function meterOf(
  random: SeededRandom,
  index: number,
  seed: number,
): Pick<Consumer, 'meter' | 'meterKind'> {
  const serial = String((index * serialStride + (seed % serials)) % serials).padStart(8, '0');
  if (!random.chance(0.08)) return { meter: `BR${serial}`, meterKind: 'managed' };
  const body = `${random.pick(['04', '07', '14', '37', '58'])}${serial}`;
  return { meter: `${body}${luhnDigit(body)}`, meterKind: 'sts' };
}

const familyPhoneMemory = 64;

/** One consumer in eight left no mobile number; some share one with a neighbour or a relative. */
export function mobileSource(random: SeededRandom): TextSource<string | null> {
  const recent: string[] = [];
  return {
    next() {
      if (random.chance(0.12)) return null;
      if (recent.length > 0 && random.chance(0.06)) return random.pick(recent);
      const mobile = `${random.pick(['6', '7', '7', '8', '9', '9', '9'])}${String(random.whole(0, 999_999_999)).padStart(9, '0')}`;
      recent.push(mobile);
      if (recent.length > familyPhoneMemory) recent.shift();
      return mobile;
    },
  };
}
