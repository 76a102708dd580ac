import { formatRupees, groupIndian } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import type { OutageChecklistView } from '../../electron/contract/outage-schemas.ts';
import { duration } from '../text/calendar.ts';
import type { Translate } from '../text/i18n.ts';

type Item = OutageChecklistView['items'][number];

export interface ChecklistLineShown {
  readonly line: Item['line'];
  readonly state: Item['state'];
  readonly words: string;
}

/** Each line in words; an open one says what to do. */
export function checklistLinesOf(
  checklist: OutageChecklistView,
  t: Translate,
): readonly ChecklistLineShown[] {
  return checklist.items.map((item) => {
    const { line, state } = item;
    return { line, state, words: line === 'head-end' ? headEndWords(checklist, t) : rowWords(item, line, t) };
  });
}

function headEndWords({ answeringForMs, closeAfterMs }: OutageChecklistView, t: Translate): string {
  if (answeringForMs === null) return t('outageLine.headEndAway');
  const time = duration(answeringForMs, t);
  if (answeringForMs >= closeAfterMs) return t('outageLine.headEndDone', { time });
  return t('outageLine.headEndShort', { time, of: duration(closeAfterMs, t) });
}

function rowWords(
  { state, count, sumPaise }: Item,
  line: Exclude<Item['line'], 'head-end'>,
  t: Translate,
): string {
  const holes = { amount: groupIndian(count), rupees: formatRupees(sumPaise, 'hide-zero') };
  const isDone = state === 'done';
  switch (line) {
    case 'unsent':
      return isDone ? t('outageLine.unsentDone') : t('outageLine.unsentOpen', holes);
    case 'pending':
      return isDone ? t('outageLine.pendingDone') : t('outageLine.pendingOpen', holes);
    case 'refused':
      return isDone ? t('outageLine.refusedDone') : t('outageLine.refusedOpen', holes);
    case 'tie-out':
      return isDone ? t('outageLine.tieOutDone') : t('outageLine.tieOutOpen', holes);
    default:
      return assertNever(line);
  }
}
