import { type IsoDate, kolkataDateTime } from '../time.ts';
import { type ReportDay, reportTallies } from './outage-report.ts';

/** Columns of the report's file. New ones are added at the end; none is moved, renamed or given another meaning. */
export const reportColumns: readonly string[] = [
  'outage',
  'businessDate',
  'counter',
  'recharges',
  'takingsPaise',
  ...reportTallies.flatMap((tally) => [tally, `${tally}Paise`]),
  'firstReceipt',
  'lastReceipt',
  'duplicates',
  'unsentAtWorst',
  'longestSilenceSeconds',
  'uploadedAt',
];

/** Numbers stay numbers; a cell of which nothing is known is empty. Times are Indian, ISO 8601. */
export function reportCells(outage: string, day: ReportDay): readonly (string | number)[] {
  return [
    outage,
    day.businessDate,
    day.counter,
    day.recharges,
    day.takingsPaise,
    ...reportTallies.flatMap((tally) => [day[tally].count, day[tally].sumPaise]),
    day.firstReceipt ?? '',
    day.lastReceipt ?? '',
    day.duplicates,
    day.unsentAtWorst,
    Math.round(day.longestSilenceMs / 1_000),
    day.uploadedAt === null ? '' : `${kolkataDateTime(day.uploadedAt).replace(' ', 'T')}+05:30`,
  ];
}

/** Name of the report's files without their ending: `OUTAGE_BR-2026-11-01_PTC-C02_2026-11-06`, then `…_2`. */
export function reportFileName(
  outage: string,
  place: { readonly office: string; readonly counter: string; readonly madeOn: IsoDate },
  number: number,
): string {
  const { office, counter, madeOn } = place;
  const named = outage.replaceAll(/[^A-Za-z0-9-]+/gu, '-');
  return `OUTAGE_${named}_${office}-${counter}_${madeOn}${number === 1 ? '' : `_${number}`}`;
}
