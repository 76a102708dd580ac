import { describe, expect, it } from 'vitest';
import { filesInSummary } from '../../../build/check-gates.ts';
import { readOptions } from '../../../build/test/options.ts';
import {
  addTallies,
  closingLine,
  judge,
  readPlaywrightReport,
  readVitestReport,
} from '../../../build/test/reports.ts';

const tally = (passed: number, failed: number, skipped: number) => ({ passed, failed, skipped });

describe('the closing line', () => {
  it('is what CI reads', () => {
    expect(closingLine(tally(12, 0, 0))).toBe('12 passed, 0 failed');
    expect(closingLine(tally(12, 1, 3))).toBe('12 passed, 1 failed, 3 skipped');
  });

  it('adds up the parts', () => {
    expect(addTallies([tally(1, 2, 3), tally(10, 20, 30)])).toEqual(tally(11, 22, 33));
    expect(addTallies([])).toEqual(tally(0, 0, 0));
  });
});

describe('reports', () => {
  it('are counted as Vitest writes them', () => {
    const report = {
      numTotalTests: 6,
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
    };
    expect(readVitestReport(JSON.stringify(report))).toEqual(tally(3, 1, 2));
  });

  it('are counted as Playwright writes them, a flaky test as failed', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } };
    expect(readPlaywrightReport(JSON.stringify(report))).toEqual(tally(4, 2, 2));
  });

  it('are refused when they are something else', () => {
    expect(() => readVitestReport('{}')).toThrow('numTotalTests');
    expect(() => readPlaywrightReport('{}')).toThrow('stats');
  });
});

describe('the verdict on a part', () => {
  it('stands when tests ran and the runner agrees', () => {
    expect(judge(0, tally(3, 0, 1))).toEqual(tally(3, 0, 1));
    expect(judge(1, tally(3, 2, 0))).toEqual(tally(3, 2, 0));
  });

  it('is a failure when the runner failed without a failed test', () => {
    expect(judge(1, tally(3, 0, 0))).toEqual(tally(3, 1, 0));
    expect(judge(null, tally(3, 0, 0))).toEqual(tally(3, 1, 0));
  });

  it('is a failure when no test ran or no report was left', () => {
    expect(judge(0, tally(0, 0, 0))).toEqual(tally(0, 1, 0));
    expect(judge(0, undefined)).toEqual(tally(0, 1, 0));
  });
});

describe('the command line', () => {
  const names = ['check', 'unit', 'e2e'];

  it('runs all, some, or one of the long kinds', () => {
    expect(readOptions([], names)).toEqual({ kind: 'all' });
    expect(readOptions(['--only', 'unit,e2e'], names)).toEqual({ kind: 'only', parts: ['unit', 'e2e'] });
    expect(readOptions(['--long'], names)).toEqual({ kind: 'long' });
    expect(readOptions(['--devices'], names)).toEqual({ kind: 'devices' });
    expect(readOptions(['--packaged'], names)).toEqual({ kind: 'packaged' });
  });

  it.each([
    [['--only']],
    [['--only', 'unit', 'e2e']],
    [['--only', 'nonsense']],
    [['--fast']],
    [['--long', 'unit']],
  ])('refuses %j in a plain sentence', (args) => {
    expect(() => readOptions(args, names)).toThrow(/Usage|No part/u);
  });
});

describe('the number of files a gate read', () => {
  const result = (stdout: string) => ({ exitCode: 0, stdout, stderr: '' });

  it('comes from the summary of the tool', () => {
    expect(filesInSummary(result('Finished in 1.2s on 56 files with 189 rules using 2 threads.'))).toBe(56);
    expect(filesInSummary(result('Finished in 5ms on 1 file using 2 threads.'))).toBe(1);
    expect(filesInSummary(result('No files found to lint.'))).toBe(0);
  });
});
