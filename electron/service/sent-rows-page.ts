import { limits } from '../../counter/limits.ts';
import type { SendingState } from '../../counter/outage/sending-state.ts';
import type { Journal } from '../../db/journal.ts';
import { lastSeq } from '../../db/entries.ts';
import {
  entryTime,
  rangeOfDate,
  rangeOfOutage,
  rowsBetween,
  type RowFilter,
  type SeqRange,
} from '../../db/sent-rows.ts';
import type { RowsAsked, SentRowView } from '../contract/upload-schemas.ts';
import { sentRowView, standingNow, type Standing } from './sent-row-view.ts';
import type { Attempts } from './attempt-watch.ts';

export interface PageOfRows {
  readonly rows: SentRowView[];
  readonly next: number | null;
  readonly lookedBackTo: number | null;
}

export interface PageWish {
  readonly asked: Omit<RowsAsked, 'search'>;
  readonly search: RowFilter['search'];
  readonly attempts: Attempts;
  /** Resolves when whoever waits for the event loop has had a turn. */
  readonly nextTurn: () => Promise<unknown>;
}

/**
 * Looks back through the journal in small slices, so that no sale waits behind it, and stops after so many:
 * a rare state in a long journal takes several calls, each quick.
 */
export async function pageOfRows(journal: Journal, wish: PageWish): Promise<PageOfRows> {
  const { asked, search, attempts, nextTurn } = wish;
  const standing = standingNow(journal.db, attempts);
  const filter: RowFilter = { state: asked.state, search };
  const range = rangeOf(journal, asked, standing);
  const step = isIndexed(search) ? range.toSeq : limits.rowsSliceEntries;
  const rows: SentRowView[] = [];
  let high = range.toSeq;
  let looked = 0;
  while (high >= range.fromSeq && rows.length <= limits.rowsPageMax && looked < limits.rowsLookedThroughMax) {
    const slice: SeqRange = { fromSeq: Math.max(range.fromSeq, high - step + 1), toSeq: high };
    // One more than fits tells whether there is another page.
    const room = limits.rowsPageMax + 1 - rows.length;
    const raw = rowsBetween(journal.db, slice, filter, room);
    const shown = raw.map((row) => sentRowView(journal.db, row, standing));
    rows.push(...shown.filter(({ state }) => asked.state === null || state === asked.state));
    high = (raw.length === room ? (raw.at(-1)?.seq ?? slice.fromSeq) : slice.fromSeq) - 1;
    looked += Math.min(step, limits.rowsSliceEntries);
    if (high >= range.fromSeq) await nextTurn();
  }
  return cut(journal, rows, high >= range.fromSeq ? high + 1 : null);
}

function cut(journal: Journal, found: readonly SentRowView[], goOnBefore: number | null): PageOfRows {
  const rows = found.slice(0, limits.rowsPageMax);
  const last = rows.at(-1);
  const next = found.length > rows.length && last !== undefined ? last.seq : goOnBefore;
  return { rows, next, lookedBackTo: next === null ? null : entryTime(journal.db, next) };
}

/** Where these rows can be at all: by state, by date, by outage, and before the page that is already there. */
function rangeOf(journal: Journal, asked: PageWish['asked'], standing: Standing): SeqRange {
  const { db } = journal;
  const last = lastSeq(db);
  const nowhere: SeqRange = { fromSeq: 1, toSeq: 0 };
  const ranges = [
    { fromSeq: 1, toSeq: last },
    rangeOfState(asked.state, standing, last),
    asked.before === null ? { fromSeq: 1, toSeq: last } : { fromSeq: 1, toSeq: asked.before - 1 },
    asked.outage === null ? { fromSeq: 1, toSeq: last } : (rangeOfOutage(db, asked.outage) ?? nowhere),
    asked.businessDate === null
      ? { fromSeq: 1, toSeq: last }
      : (rangeOfDate(db, asked.businessDate) ?? nowhere),
  ];
  return {
    fromSeq: Math.max(...ranges.map(({ fromSeq }) => fromSeq)),
    toSeq: Math.min(...ranges.map(({ toSeq }) => toSeq)),
  };
}

/** What was never offered lies behind what was, and what was never acknowledged behind what was. */
function rangeOfState(
  state: SendingState | null,
  { ackedSeq, offeredSeq }: Standing,
  last: number,
): SeqRange {
  if (state === 'unsent') return { fromSeq: Math.max(ackedSeq, offeredSeq) + 1, toSeq: last };
  if (state === 'offered') return { fromSeq: ackedSeq + 1, toSeq: offeredSeq };
  return { fromSeq: 1, toSeq: last };
}

/** Found by an index of the journal, wherever it lies. */
function isIndexed(search: RowFilter['search']): boolean {
  return search?.by === 'receipt' || search?.by === 'consumers';
}
