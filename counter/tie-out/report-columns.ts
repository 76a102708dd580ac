import { tieOutText } from '../text/tie-out-text.ts';
import { kolkataDateTime } from '../time.ts';
import { assertNever } from '../result.ts';
import type { ReportedRows, RowEnd } from './ended-row.ts';
import type { TieOutReport } from './report.ts';
import type { TieOutScope } from './scope.ts';
import type { ToldRow } from './tie-out.ts';

/**
 * Columns of the report's file, version 1. New ones are added at the end; none is moved, renamed or given
 * another meaning. A line is of a `receipt` or of a `date`: the cells of the other kind are empty.
 */
export const tieOutColumns = [
  'line',
  'outage',
  'businessDate',
  'receiptNumber',
  'seq',
  'takenAt',
  'consumer',
  'amountPaise',
  'state',
  'end',
  'reason',
  'headEndCode',
  'why',
  'now',
  'whyHindi',
  'nowHindi',
  'receipts',
  'takingsPaise',
  'cancelledPaise',
  'refundedPaise',
  'counterPaise',
  'headEndPaise',
  'differencePaise',
  'unexplainedPaise',
  'statementCreditedPaise',
] as const;

type Cell = string | number;
type Line = Partial<Readonly<Record<(typeof tieOutColumns)[number], Cell>>>;

/** The receipts that are not plainly credited, the unexplained first; then the three columns by date. */
export function tieOutLines(report: TieOutReport, { unexplained, ended }: ReportedRows): (readonly Cell[])[] {
  const outage = report.outage ?? '';
  const lines = [
    ...unexplained.map((row) => receiptLine(row, null)),
    ...ended.map((row) => receiptLine(row, row.end)),
  ];
  const dates = report.days.map((day) => dateLine(day, statedPaise(report, day.businessDate)));
  return [...lines, ...dates].map((line) =>
    tieOutColumns.map((column) => (column === 'outage' ? outage : (line[column] ?? ''))),
  );
}

function receiptLine(row: ToldRow, end: RowEnd | null): Line {
  const { why, now } = tieOutText[row.reason];
  return {
    line: 'receipt',
    businessDate: row.businessDate ?? '',
    receiptNumber: row.receiptNumber ?? '',
    seq: row.seq,
    takenAt: row.takenAt === null ? '' : kolkataDateTime(row.takenAt),
    consumer: row.consumer ?? '',
    amountPaise: row.amountPaise,
    state: row.state,
    end: end ?? '',
    reason: row.reason,
    headEndCode: row.code ?? '',
    why: why.en,
    now: now.en,
    whyHindi: why.hi,
    nowHindi: now.hi,
  };
}

function dateLine(day: TieOutReport['days'][number], statementCreditedPaise: number | null): Line {
  return {
    line: 'date',
    businessDate: day.businessDate,
    receipts: day.recharges,
    takingsPaise: day.takingsPaise,
    cancelledPaise: day.cancelledPaise,
    refundedPaise: day.refundedPaise,
    counterPaise: day.counterPaise,
    headEndPaise: day.headEndPaise,
    differencePaise: day.differencePaise,
    unexplainedPaise: day.unexplainedPaise,
    statementCreditedPaise: statementCreditedPaise ?? '',
  };
}

/** Null where no statement reaches the date. */
function statedPaise({ statement }: TieOutReport, businessDate: string): number | null {
  const day = statement?.days.find((stated) => stated.businessDate === businessDate);
  return day?.headEnd?.creditedPaise ?? null;
}

/** Name of the report's files without their ending: `TIEOUT_BR-2026-11-01_PTC-C02`, then `…_2`. */
export function tieOutFileName(
  { scope, outage }: { readonly scope: TieOutScope; readonly outage: string | null },
  place: { readonly office: string; readonly counter: string },
  number: number,
): string {
  const { office, counter } = place;
  return `TIEOUT_${nameOfScope(scope, outage)}_${office}-${counter}${number === 1 ? '' : `_${number}`}`;
}

function nameOfScope(scope: TieOutScope, outage: string | null): string {
  switch (scope.kind) {
    case 'everything':
      return 'everything';
    case 'dates':
      return `${scope.from}_${scope.to}`;
    case 'outage':
      return (outage ?? scope.outage).replaceAll(/[^A-Za-z0-9-]+/gu, '-');
    default:
      return assertNever(scope);
  }
}
