import { describe, expect, it } from 'vitest';
import { hashBeforeFirst } from '../../../counter/journal/chain.ts';
import { limits } from '../../../counter/limits.ts';
import { epochAt, spanOf } from '../../../headend/reference/epochs.ts';
import type { RecoveryRow } from '../../../headend/reference/store.ts';

const recovery = (epoch: number, oldSeq: number): RecoveryRow => ({
  counter: 'C02',
  epoch,
  oldSeq,
  oldHash: `old ${epoch}`,
  oldPublicKey: '',
  publicKey: '',
  hash: `first ${epoch}`,
  beyondSeq: oldSeq,
  at: 0,
});

describe('the epochs of a counter', () => {
  const twice = [recovery(2, 10), recovery(3, 25)];

  it('cover the order without gap or overlap', () => {
    expect(spanOf([], 1)).toEqual({
      epoch: 1,
      firstSeq: 1,
      hashBefore: hashBeforeFirst,
      firstHash: null,
      last: null,
    });
    expect(spanOf(twice, 1)).toMatchObject({ firstSeq: 1, last: { seq: 10, hash: 'old 2' } });
    expect(spanOf(twice, 2)).toEqual({
      epoch: 2,
      firstSeq: 11,
      hashBefore: 'old 2',
      firstHash: 'first 2',
      last: { seq: 25, hash: 'old 3' },
    });
    expect(spanOf(twice, 3)).toMatchObject({ firstSeq: 26, last: null });
    for (let seq = 0; seq <= 40; seq += 1) {
      const span = spanOf(twice, epochAt(twice, seq));
      expect(span?.firstSeq, `entry ${seq}`).toBeLessThanOrEqual(Math.max(1, seq));
      expect(span?.last?.seq ?? 40).toBeGreaterThanOrEqual(seq);
    }
  });

  it('are those that were begun by a recovery, and no others', () => {
    expect(spanOf(twice, 4)).toBeNull();
    expect(spanOf([], 2)).toBeNull();
    expect(spanOf(twice, 0)).toBeNull();
    const all = Array.from({ length: limits.epochsMax }, (_, index) => recovery(index + 2, (index + 1) * 10));
    expect(spanOf(all, limits.epochsMax)).not.toBeNull();
    expect(spanOf(all, limits.epochsMax + 1)).toBeNull();
  });
});
