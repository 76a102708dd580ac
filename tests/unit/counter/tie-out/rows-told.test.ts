import { describe, expect, it } from 'vitest';
import { limits } from '../../../../counter/limits.ts';
import { keepFirst, type UnexplainedRow } from '../../../../counter/tie-out/tie-out.ts';
import { tieOutReport } from '../../../../electron/contract/tie-out-schemas.ts';
import { untied } from '../../../harness/renderer-preview/fake-tie-out.ts';

const [row] = untied.rows;

describe('the unexplained rows', () => {
  it.each([
    ['a command', limits.tieOutRowsTold],
    ['a page', limits.tieOutRowsShown],
  ])('are told to %s up to its bound, and not one more', (_, most) => {
    const kept: UnexplainedRow[] = [];
    for (let told = 0; told < most + 1; told += 1)
      if (row !== undefined) keepFirst(kept, { ...row, seq: told + 1 }, most);
    expect(kept).toHaveLength(most);
    expect(kept.at(-1)?.seq).toBe(most);
  });

  it('are as many on one page as the contract says', () => {
    const taken = (count: number) =>
      tieOutReport.safeParse({ ...untied, rows: Array.from({ length: count }, () => row) }).success;
    expect(taken(limits.tieOutRowsShown)).toBe(true);
    expect(taken(limits.tieOutRowsShown + 1)).toBe(false);
  });
});
