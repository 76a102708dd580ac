import type { NoticeView } from '../../electron/contract/view-schemas.ts';

/** What matters most at a counter stands first, and more than this would push the sale off the screen. */
const order = ['outage', 'disconnection', 'message'] as const satisfies readonly NoticeView['kind'][];
const shownMax = 3;

/** The notices that stand at this hour. */
export function standingNotices(notices: readonly NoticeView[], nowMs: number): readonly NoticeView[] {
  return notices
    .filter(({ from, until }) => from <= nowMs && nowMs < until)
    .toSorted((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind))
    .slice(0, shownMax);
}
