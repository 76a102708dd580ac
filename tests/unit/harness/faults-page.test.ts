import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsPage, type PlannedRow, staleRows } from '../../crash/report/faults-page.ts';
import { repositoryFolder } from '../../../build/repository.ts';
import { faultPlan } from '../../crash/fault-plan.ts';

const plan: readonly PlannedRow[] = Object.values(faultPlan);
const page = readFileSync(join(repositoryFolder, 'docs', 'faults.md'), 'utf8');
const promised = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 19, 20].map((number) => `F${number}`);

describe('the plan of faults', () => {
  it('names every fault that is promised, and tests that are there', () => {
    const planned = new Set(plan.map(({ fault }) => fault));
    expect(promised.filter((fault) => !planned.has(fault))).toEqual([]);
    const files = plan.map(({ file }) => file);
    expect(files.filter((file) => !existsSync(join(repositoryFolder, file)))).toEqual([]);
    const names = plan.map(({ fault, title, injector }) => `${fault} ${title} ${injector}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is used by the very test that it names', () => {
    const unused = Object.entries(faultPlan).filter(([name, { file }]) => {
      const text = readFileSync(join(repositoryFolder, file), 'utf8');
      return !text.includes(`'${name}'`);
    });
    expect(unused).toEqual([]);
  });
});

describe('docs/faults.md', () => {
  it('says what the plan says: the same faults, counts and tests', () => {
    console.log(`held ${plan.length} faults against docs/faults.md`);
    expect(staleRows(plan, page)).toEqual([]);
  });

  const row: PlannedRow = {
    fault: 'F9',
    title: 'one flipped bit',
    injector: 'bit flipper',
    times: 1_000,
    count: 'exactly',
    file: 'tests/crash/bit-flip.test.ts',
  };
  const record = { ...row, seen: 'all found', violations: 0 };

  it('is made of plan and records, and tells which one lacks the other', () => {
    const made = faultsPage([row], [record]);
    expect(made).toMatchObject({ notRun: [], unplanned: [] });
    expect(staleRows([row], made.page)).toEqual([]);
    const name = 'F9: one flipped bit, by bit flipper';
    expect(faultsPage([row], [])).toMatchObject({ notRun: [name], unplanned: [] });
    expect(faultsPage([], [record])).toMatchObject({ notRun: [], unplanned: [name] });
  });

  it('claims nothing for a fault whose test kept no record', () => {
    const { page: made } = faultsPage([row], []);
    expect(made).toContain('| not run | not run |');
    expect(staleRows([row], made)).toEqual([]);
  });

  it.each([
    ['another count', { ...row, times: 999 }],
    ['another test', { ...row, file: 'tests/crash/other.test.ts' }],
    ['another title', { ...row, title: 'two flipped bits' }],
    ['more than there were', { ...row, count: 'at least', times: 1_001 }],
  ] satisfies [string, PlannedRow][])('would be stale with %s', (_what, changed) => {
    const made = faultsPage([row], [record]);
    expect(staleRows([changed], made.page)).toHaveLength(2);
  });

  it('would be stale with a broken promise', () => {
    const made = faultsPage([row], [{ ...record, violations: 1 }]);
    expect(staleRows([row], made.page)).toHaveLength(2);
  });
});
