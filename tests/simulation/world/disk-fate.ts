import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { Swarm } from './swarm.ts';

/** What the next transaction meets on its disk. */
export type DiskFate =
  | 'ok'
  | 'full'
  /** The commit reports an error; the row is there (or is not), and the reopened journal says so. */
  | 'unknown-committed'
  | 'unknown-not'
  /** The same, and the journal cannot be opened again by this process. */
  | 'stops-committed'
  | 'stops-not';

/** How often a transaction is struck in a world in which this fault comes as often as can be. */
const worst = 0.03;

export function fateOf(random: SeededRandom, rates: Swarm['rates']): DiskFate {
  const struck = (rate: number): boolean => rate > 0 && random.chance(rate * worst);
  if (struck(rates['disk-full'])) return 'full';
  if (struck(rates['unknown-committed'])) return 'unknown-committed';
  if (struck(rates['unknown-not'])) return 'unknown-not';
  if (struck(rates['disk-stops'])) return random.chance(0.5) ? 'stops-committed' : 'stops-not';
  return 'ok';
}
