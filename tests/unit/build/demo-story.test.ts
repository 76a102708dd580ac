import { describe, expect, it } from 'vitest';
import { generateConsumers } from '../../../build/consumers/office-generator.ts';
import { seededRandom } from '../../../build/consumers/seeded-random.ts';
import { planDay, type PlannedSale, rechargesToRefuse, settlements } from '../../../build/demo/story.ts';

const consumers = [...generateConsumers({ count: 10_000, seed: 5, today: '2026-11-23' })];

function day(recharges: number, seed: number): readonly PlannedSale[] {
  const chance = seededRandom(seed);
  return planDay({ recharges, random: () => chance.fraction(), consumers });
}

describe('the day of the demo', () => {
  it('has three people of the outage pay for closed accounts, whatever its length and seed', () => {
    for (const recharges of [rechargesToRefuse, 13, 25, 60, 200, 2_000]) {
      for (const seed of [1, 2, 77]) {
        const sales = day(recharges, seed);
        const refused = sales.filter(({ settled }) => settled !== null);
        expect(refused.map(({ settled }) => settled)).toEqual(settlements);
        expect(
          refused.every(({ phase, consumer }) => phase === 'outage' && consumer.status === 'closed'),
        ).toBe(true);
        expect(sales.filter(({ jam, settled }) => jam && settled === null)).toHaveLength(1);
      }
    }
  });

  it('lets nobody else pay for an account that the head end refuses, and nobody twice', () => {
    const sales = day(400, 3);
    const others = sales.filter(({ settled }) => settled === null);
    expect(others.filter(({ consumer }) => !['active', 'disconnected'].includes(consumer.status))).toEqual(
      [],
    );
    expect(new Set(sales.map(({ consumer }) => consumer.consumer)).size).toBe(400);
  });

  it('refuses nothing on a day too short to settle it', () => {
    expect(day(rechargesToRefuse - 1, 1).filter(({ settled }) => settled !== null)).toEqual([]);
  });
});
