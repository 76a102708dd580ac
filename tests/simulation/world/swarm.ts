import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';

/** Every kind of fault that a world may know. Each seed switches some on and raises their rates. */
export const faultKinds = [
  'crash',
  'printer-crash',
  'disk-full',
  'unknown-committed',
  'unknown-not',
  'disk-stops',
  'bit-flip',
  'dead-disk',
  'mirror-absent',
  'mirror-slow',
  'old-image',
  'message-lost',
  'message-late',
  'message-twice',
  'message-cut',
  'head-end-down',
  'head-end-odd',
  'wrong-server',
  'restored-backup',
  'backup-keeps-epoch',
  'clock-jump',
  'jam',
  'mute-printer',
  'double-click',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How a world is made: its size, and how often each fault comes. 0 is never. */
export interface Swarm {
  readonly counters: number;
  readonly days: number;
  readonly salesPerDay: number;
  /** From 0 to 1, scaled by each fault to what it means. */
  readonly rates: Readonly<Record<FaultKind, number>>;
  /** Days, from 0, in which the head end is away all the time. */
  readonly outage: { readonly from: number; readonly to: number };
}

/** `small`: a few days of anything. `outage`: four counters through thirty days without a head end. */
export const swarmProfiles = ['small', 'outage'] as const;
export type SwarmProfile = (typeof swarmProfiles)[number];

export function swarmOf(random: SeededRandom, profile: SwarmProfile): Swarm {
  const rate = (): number => (random.chance(0.55) ? 0 : random.pick([0.1, 0.3, 0.3, 1]));
  const every = (): number => random.pick([0.1, 0.3]);
  const rates: Record<string, number> = {};
  for (const kind of faultKinds) rates[kind] = profile === 'outage' ? every() : rate();
  const ratesOfAll = rates as Record<FaultKind, number>;
  if (profile === 'outage') {
    return { counters: 4, days: 30, salesPerDay: 6, rates: ratesOfAll, outage: { from: 1, to: 28 } };
  }
  const days = random.whole(2, 3);
  const from = random.whole(0, days);
  return {
    counters: random.pick([1, 1, 1, 2, 2, 3]),
    days,
    salesPerDay: random.whole(2, 7),
    rates: ratesOfAll,
    outage: { from, to: from + random.whole(-1, 1) },
  };
}

/** The faults that are on, with their rates, as one line. */
export function describeSwarm({ counters, days, salesPerDay, rates, outage }: Swarm): string {
  const on = faultKinds.filter((kind) => rates[kind] > 0).map((kind) => `${kind} ${rates[kind]}`);
  const away =
    outage.to < outage.from ? 'no long outage' : `head end away on days ${outage.from} to ${outage.to}`;
  return `${counters} counters, ${days} days, ${salesPerDay} sales a day, ${away}; faults: ${on.join(', ') || 'none'}`;
}
