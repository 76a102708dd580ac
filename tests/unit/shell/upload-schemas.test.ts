import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { uploadSchemas } from '../../../electron/contract/upload-schemas.ts';
import { fakeRowHistory, fakeRows, fakeRowsPage } from '../../harness/renderer-preview/fake-rows.ts';

const page = fakeRowsPage({ state: null, outage: null, businessDate: null, search: '', before: null });
const [row] = fakeRows;
const [outage] = page.outages;
const history = fakeRowHistory(row?.uid ?? '');
const rowsAnswer = uploadSchemas['upload.rows'].output;
const rowAnswer = uploadSchemas['upload.row'].output;

function many<Value>(count: number, value: Value | undefined): Value[] {
  if (value === undefined) throw new Error('there is one to repeat');
  return Array.from({ length: count }, () => value);
}

describe('what the page behind the status is told', () => {
  it('has the shape of the pages that the pictures show', () => {
    expect(rowsAnswer.safeParse(page).success).toBe(true);
    expect(rowAnswer.safeParse(history).success).toBe(true);
  });

  it.each([
    ['rows', limits.rowsPageMax, (count: number) => ({ rows: many(count, row) })],
    ['dates', limits.rowsChoicesMax, (count: number) => ({ dates: many(count, '2026-11-02') })],
    ['outages', limits.rowsChoicesMax, (count: number) => ({ outages: many(count, outage) })],
  ])('as many %s as its bound, and not one more', (_what, bound, of) => {
    expect(rowsAnswer.safeParse({ ...page, ...of(bound) }).success).toBe(true);
    expect(rowsAnswer.safeParse({ ...page, ...of(bound + 1) }).success).toBe(false);
  });

  it('as many steps of one row as their bound, and not one more', () => {
    const steps = (count: number) => ({ ...history, steps: many(count, history.steps[0]) });
    expect(rowAnswer.safeParse(steps(limits.rowStepsMax)).success).toBe(true);
    expect(rowAnswer.safeParse(steps(limits.rowStepsMax + 1)).success).toBe(false);
  });
});
