import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';
import { summaryOf } from './seed-pool.ts';
import { simulate } from './simulate.ts';

const mutantsMin = 12;

describe('a house with one mistake in it', () => {
  it.each(mutants)('$name is caught by seed $seed', { timeout: 120_000 }, async ({ seed, wiring }) => {
    const { breach, story } = summaryOf(await simulate(seed, { wiring }));
    expect(breach?.invariant).toMatch(/^I\d+$/u);
    expect(story.length).toBeGreaterThan(0);
  });

  it('has all of them named once', () => {
    console.log(`${mutants.length} mutants`);
    expect(mutants.length).toBeGreaterThanOrEqual(mutantsMin);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each([...new Set(mutants.map(({ seed }) => seed))])(
    'without the mistake seed %i holds',
    { timeout: 120_000 },
    async (seed) => {
      expect((await simulate(seed)).breach).toBeNull();
    },
  );
});
