import { describe, expect, it } from 'vitest';
import { approvalIsDue, copyDemands, singleCopyReason } from '../../../counter/copies/single-copy.ts';
import { limits } from '../../../counter/limits.ts';
import { configSchema } from '../../../electron/contract/config-schemas.ts';

const settings = { demand: 'as-set', salesPerApproval: 20, amountPaisePerApproval: 1_00_000_00 } as const;

describe('single-copy mode', () => {
  it.each([
    ['as-set', 'whole', 'other', null],
    ['as-set', 'whole', 'same', null],
    ['as-set', 'none', 'other', null],
    ['as-set', 'lost', 'other', 'lost'],
    ['a-folder', 'none', 'other', 'none'],
    ['a-folder', 'whole', 'same', null],
    ['a-folder', 'lost', 'same', 'lost'],
    ['another-device', 'none', 'other', 'none'],
    ['another-device', 'whole', 'same', 'same-device'],
    ['another-device', 'whole', 'other', null],
    ['another-device', 'lost', 'same', 'lost'],
  ] as const)('demand %s, copy %s on the %s device: %s', (demand, state, device, reason) => {
    expect(singleCopyReason(demand, { state, device })).toBe(reason);
  });

  it.each([
    [0, 0, false],
    [19, 99_999_99, false],
    [20, 200_00, true],
    [21, 210_00, true],
    [2, 1_00_000_00, true],
    [2, 99_999_99, false],
  ])('after %d sales of %d paise the next one asks: %s', (sales, sumPaise, due) => {
    expect(approvalIsDue(settings, { sales, sumPaise })).toBe(due);
  });

  it('is set by the office, within what one counterfoil holds', () => {
    const parse = (singleCopy: object) => configSchema.safeParse({ dataFolder: '/data', singleCopy }).success;
    expect(configSchema.parse({ dataFolder: '/data' }).singleCopy).toEqual(settings);
    expect(copyDemands.every((demand) => parse({ demand }))).toBe(true);
    expect(parse({ salesPerApproval: limits.counterfoilSalesMax })).toBe(true);
    expect(parse({ salesPerApproval: limits.counterfoilSalesMax + 1 })).toBe(false);
    expect(parse({ salesPerApproval: 0 })).toBe(false);
  });
});
