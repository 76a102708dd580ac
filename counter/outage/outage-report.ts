import type { RowState } from '../tie-out/row.ts';
import { type IsoDate, kolkataMidnightMs } from '../time.ts';
import type { Amounts } from './outage-checklist.ts';
import { longestSilenceMs, type Span, waitingOf, type Waiting, type Word } from './outage-waiting.ts';

/** A recharge that was taken while an outage lasted, and where its money is now. */
export interface OutageRow {
  readonly epoch: number;
  readonly seq: number;
  readonly at: number;
  readonly businessDate: IsoDate;
  readonly receiptNumber: string;
  readonly amountPaise: number;
  readonly state: RowState;
  /** Further copies of its receipt that are proved on paper. */
  readonly duplicates: number;
}

/** What a report counts of its receipts: each receipt is in exactly one of these. */
export const reportTallies = [
  'confirmed',
  'unsent',
  'pending',
  'refused',
  'settled',
  'refunded',
  'cancelled',
] as const;
export type ReportTally = (typeof reportTallies)[number];

export interface ReportFigures extends Readonly<Record<ReportTally, Amounts>> {
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
  readonly duplicates: number;
  readonly unsentAtWorst: number;
  /** The longest time without a word of the head end while receipts waited. */
  readonly longestSilenceMs: number;
}

/** One business date of one counter; a restored counter has a letter of its own. */
export interface ReportDay extends ReportFigures {
  readonly businessDate: IsoDate;
  readonly counter: string;
  /** When the head end had all of it; null while something waits. */
  readonly uploadedAt: number | null;
}

export interface OutageReport {
  readonly total: ReportFigures;
  /** From the first word after the worst moment until nothing waited; null while something waits. */
  readonly upload: Span | null;
  /** By business date, then by counter. */
  readonly days: readonly ReportDay[];
}

const dayMs = 86_400_000;

/** `until` is the close of the outage, or now; rows come by rising seq. */
export function outageReport(
  rows: readonly OutageRow[],
  words: readonly Word[],
  place: { readonly counterOf: (epoch: number) => string; readonly until: number },
): OutageReport {
  const groups = groupedRows(rows, place.counterOf);
  const sales = rows.map((row) => ({ seq: row.seq, at: row.at, group: groupOf(row, place.counterOf) }));
  const waiting = waitingOf(sales, words, place.until);
  const days = [...groups.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([group, ofDay]) => dayOf(group, ofDay, waiting));
  const everything = { from: 0, to: Number.MAX_SAFE_INTEGER };
  const total = figuresOf(rows, waiting.unsentWorst, longestSilenceMs(waiting.silences, everything));
  return { total, upload: waiting.upload, days };
}

function groupedRows(
  rows: readonly OutageRow[],
  counterOf: (epoch: number) => string,
): ReadonlyMap<string, readonly OutageRow[]> {
  const groups = new Map<string, OutageRow[]>();
  for (const row of rows) {
    const group = groupOf(row, counterOf);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [row]);
    else known.push(row);
  }
  return groups;
}

function groupOf({ businessDate, epoch }: OutageRow, counterOf: (epoch: number) => string): string {
  return `${businessDate} ${counterOf(epoch)}`;
}

function dayOf(group: string, rows: readonly OutageRow[], waiting: Waiting): ReportDay {
  const [businessDate = '', counter = ''] = group.split(' ');
  const from = kolkataMidnightMs(businessDate);
  const silenceMs = longestSilenceMs(waiting.silences, { from, to: from + dayMs });
  return {
    businessDate,
    counter,
    ...figuresOf(rows, waiting.unsentWorstOf.get(group) ?? 0, silenceMs),
    uploadedAt: waiting.uploadedOf.get(group) ?? null,
  };
}

function figuresOf(rows: readonly OutageRow[], unsentAtWorst: number, silenceMs: number): ReportFigures {
  return {
    recharges: rows.length,
    takingsPaise: rows.reduce((sum, { amountPaise }) => sum + amountPaise, 0),
    ...tallied(rows),
    firstReceipt: rows[0]?.receiptNumber ?? null,
    lastReceipt: rows.at(-1)?.receiptNumber ?? null,
    duplicates: rows.reduce((sum, { duplicates }) => sum + duplicates, 0),
    unsentAtWorst,
    longestSilenceMs: silenceMs,
  };
}

/** Whatever is wrong with a receipt stands under `refused`: it waits for the exceptions desk. */
const tallyOf: Readonly<Record<RowState, ReportTally>> = {
  credited: 'confirmed',
  cancelled: 'cancelled',
  refunded: 'refunded',
  settled: 'settled',
  unsent: 'unsent',
  pending: 'pending',
  suspense: 'pending',
  refused: 'refused',
  differs: 'refused',
};

function tallied(rows: readonly OutageRow[]): Record<ReportTally, Amounts> {
  const none = { count: 0, sumPaise: 0 };
  const tallies: Record<ReportTally, Amounts> = {
    confirmed: none,
    unsent: none,
    pending: none,
    refused: none,
    settled: none,
    refunded: none,
    cancelled: none,
  };
  for (const { state, amountPaise } of rows) {
    const tally = tallyOf[state];
    const { count, sumPaise } = tallies[tally];
    tallies[tally] = { count: count + 1, sumPaise: sumPaise + amountPaise };
  }
  return tallies;
}
