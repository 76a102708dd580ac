import { formatRupees, groupIndian } from '../../counter/money.ts';
import { dayTies } from '../../counter/tie-out/day-figures.ts';
import type { TieOutReport } from '../../counter/tie-out/report.ts';
import type { UnexplainedRow } from '../../counter/tie-out/tie-out.ts';
import { kolkataDateTime } from '../../counter/time.ts';

/** The report as aligned lines for a person. `rows` are the first of the unexplained ones. */
export function tieOutText(report: TieOutReport, rows: readonly UnexplainedRow[]): string {
  const unexplained = `${groupIndian(report.unexplainedRows)} rows, ${formatRupees(report.unexplainedPaise)}`;
  return [
    report.ties ? 'TIES: every rupee is accounted for.' : `DOES NOT TIE: ${unexplained} unexplained.`,
    '',
    ...table([
      ['', 'counter', 'head end', 'difference'],
      ...report.days.map((day) => [
        day.businessDate,
        formatRupees(day.counterPaise),
        formatRupees(day.headEndPaise),
        formatRupees(day.differencePaise),
      ]),
      [
        report.outage ?? 'together',
        formatRupees(report.counterPaise),
        formatRupees(report.headEndPaise),
        formatRupees(report.differencePaise),
      ],
    ]),
    '',
    ...table([
      ['receipts', groupIndian(report.recharges), formatRupees(report.takingsPaise)],
      ...report.states
        .filter((state) => state.rows > 0)
        .map((state) => [`  ${state.state}`, groupIndian(state.rows), formatRupees(state.paise)]),
    ]),
    ...rowLines(report, rows),
    ...statementLines(report),
    ...ledgerLines(report),
    '',
  ].join('\n');
}

function rowLines(report: TieOutReport, rows: readonly UnexplainedRow[]): string[] {
  if (rows.length === 0) return [];
  const more = report.unexplainedRows - rows.length;
  return [
    '',
    ...table([
      ['entry', 'receipt', 'consumer', 'rupees', 'state', 'why'],
      ...rows.map((row) => [
        String(row.seq),
        row.receiptNumber ?? '–',
        row.consumer ?? '–',
        formatRupees(row.amountPaise),
        row.state,
        row.code === null ? row.reason : `${row.reason} (${row.code})`,
      ]),
    ]),
    ...(more > 0 ? [`and ${groupIndian(more)} more`] : []),
  ];
}

function statementLines({ statement }: TieOutReport): string[] {
  if (statement === null)
    return ['', 'No statement of the head end: its signed answers were compared alone.'];
  const differing = statement.days.filter((day) => !dayTies(day));
  const at = kolkataDateTime(statement.at);
  const head = `The head end's statement of ${at}, up to entry ${statement.throughSeq}:`;
  if (differing.length === 0) return ['', `${head} the same on every date that it tells.`];
  return [
    '',
    `${head} ${differing.length} dates differ.`,
    ...table([
      ['', 'receipts here', 'there', 'credited here', 'there'],
      ...differing.map(({ businessDate, counter, headEnd }) => [
        businessDate,
        groupIndian(counter.recharges),
        groupIndian(headEnd?.recharges ?? 0),
        formatRupees(counter.creditedPaise),
        formatRupees(headEnd?.creditedPaise ?? 0),
      ]),
    ]),
  ];
}

function ledgerLines({ ledger }: TieOutReport): string[] {
  if (ledger === null) return [];
  const head = `The head end's books: ${groupIndian(ledger.rows)} credits, ${formatRupees(ledger.paise)}`;
  if (ledger.findings.length === 0) return ['', `${head}; each is a row of this counter.`];
  return [
    '',
    `${head}; ${groupIndian(ledger.findings.length)} differ.`,
    ...table([
      ['entry', 'what', 'answers', 'books', 'uid'],
      ...ledger.findings.map((found) => [
        `${found.epoch}/${found.seq}`,
        found.is,
        formatRupees(found.counterPaise),
        formatRupees(found.ledgerPaise),
        found.uid,
      ]),
    ]),
  ];
}

/** Money and counts stand at the right of their column. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return /^-?(?:₹ ?)?[\d,.]+$/u.test(cell) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
