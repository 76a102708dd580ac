import { z } from 'zod';

/** What one part of the tests came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    nothing,
  );
}

const vitestSchema = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** The counts of Vitest's JSON report. */
export function readVitestReport(text: string): Tally {
  const report = vitestSchema.parse(JSON.parse(text));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** The counts of Playwright's JSON report. A test that passed only when tried again has failed. */
export function readPlaywrightReport(text: string): Tally {
  const { stats } = playwrightSchema.parse(JSON.parse(text));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/**
 * The verdict on a runner that has ended: an error without a failed test (a file that does not load, an unhandled
 * rejection, a crash before the report) counts as one failure, and so does a part that ran no test.
 */
export function judge(exitCode: number | null, tally: Tally | undefined): Tally {
  const counted = tally ?? nothing;
  const silent = counted.passed + counted.failed + counted.skipped === 0;
  return counted.failed === 0 && (exitCode !== 0 || silent) ? { ...counted, failed: 1 } : counted;
}

/** The closing line that CI reads: `12 passed, 0 failed`, and `, 3 skipped` where some were. */
export function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`;
}
