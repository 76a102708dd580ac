import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { liveSeeds, tellStory, type SeedSummary } from './seed-pool.ts';
import type { SwarmProfile } from './world/swarm.ts';

const sound = { level: 'memory', mutant: null } as const;
const hour = { timeout: 3_600_000 };

function from(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** The story of the first seed that broke, for a person to read; empty where all held. */
function firstStory(summaries: readonly SeedSummary[], profile: SwarmProfile): string {
  const broken = summaries.find(({ breach }) => breach !== null);
  if (broken === undefined) return '';
  return tellStory(broken, `npm run simulate -- --seed ${broken.seed} --profile ${profile}`);
}

function countOf(summaries: readonly SeedSummary[]): string {
  const sales = summaries.reduce((sum, summary) => sum + summary.sales, 0);
  return `${summaries.length} seeds, ${sales} sales`;
}

describe('an office in virtual time', () => {
  it('keeps every invariant in 5,000 seeds of every fault', hour, async () => {
    const summaries = await liveSeeds(from(1, 5_000), { ...sound, profile: 'small' });
    console.log(`L1: ${countOf(summaries)}`);
    expect(firstStory(summaries, 'small')).toBe('');
    expect(summaries).toHaveLength(5_000);
    expect(summaries.reduce((sum, { sales }) => sum + sales, 0)).toBeGreaterThan(50_000);
  });

  it('keeps them in 200 seeds that nobody has lived before', hour, async () => {
    const first = randomInt(1_000_000, 1_000_000_000);
    const summaries = await liveSeeds(from(first, 200), { ...sound, profile: 'small' });
    console.log(`L1, fresh: ${countOf(summaries)}, from seed ${first}`);
    expect(firstStory(summaries, 'small')).toBe('');
  });

  it('tells the same story twice, for each of 100 seeds', hour, async () => {
    const once = await liveSeeds(from(1, 100), { ...sound, profile: 'small' });
    const again = await liveSeeds(from(1, 100), { ...sound, profile: 'small' });
    console.log(
      `L1, twice: ${once.length} seeds, ${new Set(once.map(({ hash }) => hash)).size} different traces`,
    );
    expect(again.map(({ hash }) => hash)).toEqual(once.map(({ hash }) => hash));
    // One trace for all of them would prove nothing.
    expect(new Set(once.map(({ hash }) => hash)).size).toBe(100);
  });

  it('ties out to the paisa after thirty days without a head end', hour, async () => {
    const summaries = await liveSeeds(from(1, 20), { ...sound, profile: 'outage' });
    console.log(`L1, outage of 30 days, 4 counters: ${countOf(summaries)}`);
    expect(firstStory(summaries, 'outage')).toBe('');
  });
});
