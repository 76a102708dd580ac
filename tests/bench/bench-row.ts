/** What a bench measures before it is judged. Goals are those of section 11 of the design. */
export interface Measure {
  readonly what: string;
  readonly measured: number;
  readonly unit: 'ms' | 's' | 'µs' | '×' | 'MB' | 'bytes' | '/s' | 'counters' | 'sales';
  /** Null for a figure that only explains another. */
  readonly goal: { readonly is: 'at-most' | 'at-least'; readonly value: number } | null;
}

export type Verdict = 'yes' | 'no' | 'no goal';

export interface BenchRow extends Measure {
  readonly part: string;
  /** Measured by goal; null without a goal. */
  readonly ratio: number | null;
  readonly holds: Verdict;
}

/** A part that could not run: the command fails for it, and says why. */
export interface Unmeasured {
  readonly part: string;
  readonly reason: string;
}

export const atMost = (value: number) => ({ is: 'at-most', value }) as const;
export const atLeast = (value: number) => ({ is: 'at-least', value }) as const;

export function judged(part: string, measure: Measure): BenchRow {
  const { goal, measured } = measure;
  if (goal === null) return { ...measure, part, ratio: null, holds: 'no goal' };
  const holds = goal.is === 'at-most' ? measured <= goal.value : measured >= goal.value;
  return { ...measure, part, ratio: measured / goal.value, holds: holds ? 'yes' : 'no' };
}

/** The same table for a terminal and for a Markdown file. */
export function tableOf(rows: readonly BenchRow[]): string {
  const head = ['part', 'what', 'measured', 'goal', 'measured/goal', 'holds'];
  const body = rows.map((row) => [
    row.part,
    row.what,
    `${short(row.measured)} ${row.unit}`,
    row.goal === null ? '' : `${row.goal.is === 'at-most' ? '≤' : '≥'} ${short(row.goal.value)} ${row.unit}`,
    row.ratio === null ? '' : row.ratio.toFixed(2),
    row.holds === 'no goal' ? '' : row.holds,
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Three digits that say something. */
function short(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en-IN');
  return String(Number(value.toPrecision(3)));
}
