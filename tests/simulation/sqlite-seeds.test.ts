import { describe, expect, it } from 'vitest';
import { liveSeeds, tellStory } from './seed-pool.ts';

describe('an office on real journal files, with real signatures', () => {
  it('keeps every invariant in 300 seeds', { timeout: 3_600_000 }, async () => {
    const seeds = Array.from({ length: 300 }, (_, index) => index + 1);
    const summaries = await liveSeeds(seeds, { profile: 'small', level: 'sqlite', mutant: null });
    const sales = summaries.reduce((sum, summary) => sum + summary.sales, 0);
    console.log(`L1b: ${summaries.length} seeds, ${sales} sales`);
    const broken = summaries.find(({ breach }) => breach !== null);
    const repeat = `npm run simulate -- --seed ${broken?.seed} --level sqlite`;
    expect(broken === undefined ? '' : tellStory(broken, repeat)).toBe('');
    expect(summaries).toHaveLength(300);
    expect(sales).toBeGreaterThan(3_000);
  });

  it('tells the same story twice', { timeout: 600_000 }, async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const how = { profile: 'small', level: 'sqlite', mutant: null } as const;
    const once = await liveSeeds(seeds, how);
    const again = await liveSeeds(seeds, how);
    expect(again.map(({ hash }) => hash)).toEqual(once.map(({ hash }) => hash));
  });
});
