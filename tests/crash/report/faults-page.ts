/** A planned fault as the table needs it; `tests/crash/fault-plan.ts` holds them. */
export interface PlannedRow {
  readonly fault: string;
  readonly title: string;
  readonly injector: string;
  readonly times: number;
  /** `at least` where the machine decides how many cases there are. */
  readonly count: 'exactly' | 'at least';
  readonly file: string;
}

/** What a run of its test kept. */
export interface SeenRow {
  readonly fault: string;
  readonly title: string;
  readonly injector: string;
  readonly times: number;
  readonly seen: string;
  readonly violations: number;
}

/** Stands in a row whose test kept no record: its count is what is planned. */
const notRun = 'not run';

const head = `# Faults that are brought about on the real code

Written by \`npm run faults\` from what the last \`npm test\` kept in \`out/faults/\`; a test holds it against
\`tests/crash/fault-plan.ts\`. Every row is a test that runs with \`npm test\`: real files, real processes, real
disks. "Broken" counts the times at which a promise was not kept.

| Fault | What happened | Brought about by | Times | Seen | Broken | Test |
| --- | --- | --- | ---: | --- | ---: | --- |
`;

/**
 * The whole page, the rows whose test kept no record (it was skipped, or did not end), and the records
 * that no row names. A row without a record says so and promises nothing.
 */
export function faultsPage(
  plan: readonly PlannedRow[],
  records: readonly SeenRow[],
): { readonly page: string; readonly notRun: readonly string[]; readonly unplanned: readonly string[] } {
  const rows = plan.toSorted((left, right) => numberOf(left) - numberOf(right));
  return {
    page: head + rows.map((row) => line(row, recordOf(row, records))).join(''),
    notRun: plan.filter((row) => recordOf(row, records) === null).map(nameOf),
    unplanned: records.filter((record) => !plan.some((row) => isOf(row, record))).map(nameOf),
  };
}

/** In what a page differs from the plan: rows that are missing, extra, or say another count or file. */
export function staleRows(plan: readonly PlannedRow[], page: string): string[] {
  const lines = page.split('\n').filter((text) => /^\| F\d+ /u.test(text));
  const stale = plan.filter((row) => !lines.some((text) => tells(text, row))).map(nameOf);
  const extra = lines.filter((text) => !plan.some((row) => tells(text, row)));
  return [...stale, ...extra];
}

function tells(text: string, row: PlannedRow): boolean {
  const [, fault, title, injector, times, , broken, file] = text.split('|').map((cell) => cell.trim());
  const count = Number((times ?? '').replaceAll(',', ''));
  const isCount = row.count === 'exactly' ? count === row.times : count >= row.times;
  return (
    fault === row.fault &&
    title === row.title &&
    injector === row.injector &&
    isCount &&
    (broken === '0' || broken === notRun) &&
    file === `\`${row.file}\``
  );
}

function line(row: PlannedRow, record: SeenRow | null): string {
  const { times, seen, violations } = record ?? { ...row, seen: notRun, violations: notRun };
  const cells = [
    row.fault,
    row.title,
    row.injector,
    times.toLocaleString('en'),
    seen,
    String(violations),
    `\`${row.file}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |\n`;
}

function recordOf(row: PlannedRow, records: readonly SeenRow[]): SeenRow | null {
  return records.find((record) => isOf(row, record)) ?? null;
}

function isOf(row: PlannedRow, record: SeenRow): boolean {
  return row.fault === record.fault && row.title === record.title && row.injector === record.injector;
}

function nameOf({ fault, title, injector }: Pick<PlannedRow, 'fault' | 'title' | 'injector'>): string {
  return `${fault}: ${title}, by ${injector}`;
}

function numberOf({ fault }: PlannedRow): number {
  return Number(fault.slice(1));
}
