import { describe, expect, it } from 'vitest';
import type { NoticeView } from '../../../electron/contract/view-schemas.ts';
import { standingNotices } from '../../../renderer/app/notice-model.ts';

const of = (id: string, kind: NoticeView['kind'], from: number, until: number): NoticeView => ({
  id,
  kind,
  from,
  until,
  text: { hi: 'x', en: 'x' },
});
const ids = (notices: readonly NoticeView[], nowMs: number) =>
  standingNotices(notices, nowMs).map(({ id }) => id);

describe('the notices on the screen', () => {
  it('stand from their first instant up to, not with, their last', () => {
    const notices = [of('a', 'message', 10, 20)];
    expect([9, 10, 19, 20].map((nowMs) => ids(notices, nowMs).length)).toEqual([0, 1, 1, 0]);
  });

  it('are three at most, an outage before all else', () => {
    const notices = [
      of('m1', 'message', 0, 9),
      of('d', 'disconnection', 0, 9),
      of('m2', 'message', 0, 9),
      of('o', 'outage', 0, 9),
    ];
    expect(ids(notices, 1)).toEqual(['o', 'd', 'm1']);
  });
});
