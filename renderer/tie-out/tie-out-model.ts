import { limits } from '../../counter/limits.ts';
import { isIsoDate, kolkataDate, wholeDaysBetween } from '../../counter/time.ts';
import type { TieOutReportView, TieOutScopeInput } from '../../electron/contract/tie-out-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';

/** What the page is asked to tie out, as it stands in the fields. */
export interface TieOutForm {
  readonly by: 'outage' | 'dates';
  /** As typed, `23-11-2026`. */
  readonly from: string;
  readonly to: string;
}

/** While an outage is open that is the question; else the day that is open, else today. */
export function firstForm(state: CounterState): TieOutForm {
  const date = paperDate(state.day?.businessDate ?? kolkataDate(state.now));
  return { by: state.outage === null ? 'dates' : 'outage', from: date, to: date };
}

/** Null while the dates are none. */
export function scopeOf(form: TieOutForm, outage: CounterState['outage']): TieOutScopeInput | null {
  if (form.by === 'outage' && outage !== null) return { kind: 'outage', outage: outage.uid };
  const from = isoDate(form.from);
  const to = isoDate(form.to);
  if (from === null || to === null || from > to) return null;
  return wholeDaysBetween(from, to) < limits.statementDaysMax ? { kind: 'dates', from, to } : null;
}

/** The last row shown, behind which the next page begins. */
export function lastSeqOf({ rows }: TieOutReportView): number {
  return rows.at(-1)?.seq ?? 0;
}

/** `23-11-2026`, as receipts carry it. */
export function paperDate(date: string): string {
  return date.split('-').toReversed().join('-');
}

/** People part a date by what is under their finger. */
function isoDate(typed: string): string | null {
  const [, day = '', month = '', year = ''] =
    /^\s*(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})\s*$/u.exec(typed) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(date) ? date : null;
}
