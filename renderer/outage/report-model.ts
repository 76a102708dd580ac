import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { ReportTally } from '../../counter/outage/outage-report.ts';
import type { Language } from '../../counter/text/amount-in-words.ts';
import type { OutageReportView } from '../../electron/contract/outage-schemas.ts';
import { duration, shortDate } from '../text/calendar.ts';
import type { Translate } from '../text/i18n.ts';

type Figures = OutageReportView['total'];

interface Saying {
  readonly t: Translate;
  readonly language: Language;
  readonly when: (at: number) => string;
  readonly long: (ms: number) => string;
}

/** What the outage was, as name and value. */
export function factsOf(
  { since, cause, opened, closed, upload, total }: OutageReportView,
  { t, language, when, long }: Saying,
): readonly (readonly [string, string])[] {
  const act = ({ at, person }: OutageReportView['opened']): string => `${when(at)} · ${person[language]}`;
  return [
    [t('outageReport.since'), when(since)],
    [t('outageReport.cause'), cause],
    [t('outageReport.opened'), act(opened)],
    [t('outageReport.closed'), closed === null ? t('outageReport.stillOpen') : act(closed)],
    [t('outageReport.silence'), long(total.longestSilenceMs)],
    [t('outageReport.upload'), upload === null ? t('outageReport.waits') : long(upload.to - upload.from)],
  ];
}

interface Cell {
  readonly words: string;
  readonly below: string;
}

interface Line {
  readonly key: string;
  readonly cells: readonly Cell[];
}

const shownTallies = [
  'confirmed',
  'unsent',
  'pending',
  'refused',
  'settled',
  'refunded',
  'cancelled',
] as const;

/** The total, then a line for every day and counter. */
export function reportLinesOf(
  report: OutageReportView,
  t: Translate,
  language: Language,
): { readonly headings: readonly string[]; readonly lines: readonly Line[] } {
  const headings = [
    t('outageReport.day'),
    t('outageReport.taken'),
    ...shownTallies.map((tally) => t(tallyKeys[tally])),
    t('outageReport.worst'),
    t('outageReport.silenceShort'),
    t('outageReport.receipts'),
  ];
  const days = report.days.map((day) => ({
    key: `${day.businessDate} ${day.counter}`,
    cells: [{ words: shortDate(day.businessDate, language), below: day.counter }, ...figureCells(day, t)],
  }));
  const total = {
    key: 'total',
    cells: [{ words: t('outageReport.total'), below: '' }, ...figureCells(report.total, t)],
  };
  return { headings, lines: [total, ...days] };
}

function figureCells(figures: Figures, t: Translate): readonly Cell[] {
  const taken = { count: figures.recharges, sumPaise: figures.takingsPaise };
  const amounts = [taken, ...shownTallies.map((tally) => figures[tally])];
  return [
    ...amounts.map(({ count, sumPaise }) =>
      count === 0
        ? { words: '–', below: '' }
        : { words: groupIndian(count), below: formatRupees(sumPaise, 'hide-zero') },
    ),
    { words: groupIndian(figures.unsentAtWorst), below: '' },
    { words: duration(figures.longestSilenceMs, t), below: '' },
    {
      words: ends(figures),
      below:
        figures.duplicates === 0
          ? ''
          : t('outageReport.duplicates', { amount: groupIndian(figures.duplicates) }),
    },
  ];
}

/** The counts that end the first and the last number: the rest of them is the same in every line. */
function ends({ firstReceipt, lastReceipt }: Figures): string {
  if (firstReceipt === null || lastReceipt === null) return '–';
  return `${firstReceipt.slice(-6)}–${lastReceipt.slice(-6)}`;
}

const tallyKeys = {
  confirmed: 'outageReport.confirmed',
  unsent: 'outageReport.unsent',
  pending: 'outageReport.pending',
  refused: 'outageReport.refused',
  settled: 'outageReport.settled',
  refunded: 'outageReport.refunded',
  cancelled: 'outageReport.cancelled',
} as const satisfies Record<ReportTally, string>;
