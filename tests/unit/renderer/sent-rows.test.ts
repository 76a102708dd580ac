import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { sendingStates } from '../../../counter/outage/sending-state.ts';
import type { RowsPageView, RowStepView, SentRowView } from '../../../electron/contract/upload-schemas.ts';
import type { CounterState } from '../../../electron/contract/view-schemas.ts';
import {
  everyRow,
  questionOf,
  startRows,
  statesShown,
  stepRows,
  type RowsAction,
  type RowsModel,
} from '../../../renderer/sent/rows-model.ts';
import { sendNowOutcome } from '../../../renderer/sent/send-now-model.ts';
import { stepWords } from '../../../renderer/sent/step-words.ts';
import { startText } from '../../../renderer/text/i18n.ts';
import { fakeRows } from '../../harness/renderer-preview/fake-rows.ts';
import { quiet } from '../../harness/renderer-preview/counter-facts.ts';

const play = (model: RowsModel, ...actions: readonly RowsAction[]): RowsModel =>
  actions.reduce(stepRows, model);
const rowsFrom = (from: number, count: number): SentRowView[] => fakeRows.slice(from, from + count);

function answer(before: number | null, rows: SentRowView[], next: number | null): RowsAction {
  const page: RowsPageView = { rows, next, lookedBackTo: next === null ? null : 1, outages: [], dates: [] };
  return { type: 'answered', before, page };
}

const full = rowsFrom(0, limits.rowsPageMax);
const fullEnd = full.at(-1)?.seq ?? 0;

describe('the page of rows', () => {
  it('asks once, and shows what came', () => {
    const shown = play(startRows(), answer(null, full, fullEnd));
    expect(questionOf(startRows())).toEqual({ before: null });
    expect(shown).toMatchObject({ stage: 'done', rows: full, next: fullEnd });
    expect(questionOf(shown)).toBeNull();
  });

  it('is filled by further looks back, and holds no more than its bound', () => {
    const some = play(startRows(), answer(null, rowsFrom(0, 3), 700));
    expect(some.stage).toBe('looking');
    expect(questionOf(some)).toEqual({ before: 700 });
    const more = play(some, answer(700, rowsFrom(3, limits.rowsPageMax), 600));
    expect(more.rows).toEqual(full);
    expect(more).toMatchObject({ stage: 'done', next: fullEnd });
    const end = play(some, answer(700, rowsFrom(3, 2), null));
    expect(end).toMatchObject({ stage: 'done', next: null, rows: rowsFrom(0, 5) });
  });

  it('does not take an answer to an older question', () => {
    const some = play(startRows(), answer(null, rowsFrom(0, 3), 700));
    expect(play(some, answer(650, rowsFrom(9, 9), null))).toBe(some);
    const narrowed = play(some, { type: 'narrowed', change: { state: 'refused' } });
    expect(play(narrowed, answer(700, rowsFrom(3, 3), null))).toBe(narrowed);
  });

  it('pages down and up again to where it was', () => {
    const first = play(startRows(), answer(null, full, fullEnd));
    const second = play(first, { type: 'paged', by: 1 });
    expect(questionOf(second)).toEqual({ before: fullEnd });
    const shown = play(second, answer(fullEnd, rowsFrom(limits.rowsPageMax, 20), null));
    expect(play(shown, { type: 'paged', by: 1 })).toBe(shown);
    expect(questionOf(play(shown, { type: 'paged', by: -1 }))).toEqual({ before: null });
    expect(play(first, { type: 'paged', by: -1 })).toBe(first);
  });

  it('keeps the hand on its row when newer ones come', () => {
    const at = play(startRows(), answer(null, rowsFrom(2, 5), null), { type: 'moved', by: 3 });
    const uid = at.rows?.[at.selected]?.uid;
    const newer = play(at, { type: 'stale' }, answer(null, rowsFrom(0, 7), null));
    expect(newer.rows?.[newer.selected]?.uid).toBe(uid);
    expect(newer.selected).toBe(5);
  });

  it('keeps what it shows while it is asked anew, and never moves the hand off the rows', () => {
    const shown = play(startRows(), answer(null, rowsFrom(0, 3), null));
    expect(play(shown, { type: 'stale' }).rows).toEqual(rowsFrom(0, 3));
    expect(play(shown, { type: 'moved', by: -1 }).selected).toBe(0);
    expect(play(shown, { type: 'moved', by: 99 }).selected).toBe(2);
    expect(play(startRows(), { type: 'moved', by: 1 }, { type: 'opened' })).toMatchObject({
      selected: 0,
      open: null,
    });
  });

  it('turns through every state and back, from its first page', () => {
    const around = statesShown.reduce((model) => play(model, { type: 'state-moved', by: 1 }), startRows());
    expect(around.filter).toEqual(everyRow);
    expect(play(startRows(), { type: 'state-moved', by: -1 }).filter.state).toBe(statesShown.at(-1));
    expect(new Set(statesShown)).toEqual(new Set([null, ...sendingStates]));
  });

  it('opens the row under the hand, and closes it', () => {
    const open = play(
      startRows(),
      answer(null, rowsFrom(0, 3), null),
      { type: 'moved', by: 1 },
      { type: 'opened' },
    );
    expect(open.open).toBe(fakeRows[1]?.uid);
    expect(play(open, { type: 'closed' })).toMatchObject({ open: null, selected: 1 });
  });
});

describe('what came of "send now"', () => {
  const pressed = { atMs: 1_000, unsentCount: 5 };
  const state = (headEnd: Partial<CounterState['headEnd']>, count = 5): CounterState => ({
    ...quiet,
    headEnd: { ...quiet.headEnd, link: 'not-answering', triedAt: 1_010, nextTryAt: 16_000, ...headEnd },
    unsent: { count, sumPaise: count, oldestAt: 1, sending: null },
  });

  it('is being tried until a try after the press has ended', () => {
    expect(sendNowOutcome(pressed, state({ triedAt: 400 }))).toEqual({ kind: 'trying' });
    expect(sendNowOutcome(pressed, state({ nextTryAt: 1_010 }))).toEqual({ kind: 'trying' });
    expect(sendNowOutcome(pressed, state({ nextTryAt: null }))).toEqual({ kind: 'trying' });
  });

  it('says that the head end is still silent, and when it is tried again', () => {
    expect(sendNowOutcome(pressed, state({}))).toEqual({ kind: 'silent', nextTryAt: 16_000 });
  });

  it('says what was sent, whatever the link is now', () => {
    expect(sendNowOutcome(pressed, state({}, 2))).toEqual({ kind: 'sent', sent: 3, left: 2 });
    expect(sendNowOutcome(pressed, state({ link: 'answering' }, 0))).toEqual({
      kind: 'sent',
      sent: 5,
      left: 0,
    });
  });

  it('says that nothing waits, and that a person must look', () => {
    expect(sendNowOutcome({ ...pressed, unsentCount: 0 }, state({}, 0))).toEqual({ kind: 'nothing-waits' });
    expect(sendNowOutcome(pressed, state({ link: 'frozen' }))).toEqual({ kind: 'stopped' });
  });
});

describe('a step of a history in words', () => {
  const act: RowStepView = {
    step: 'act',
    at: 1,
    act: 'settlement',
    by: 'shyam',
    approver: 'meena',
    reason: 'account merged',
    outcome: 'moved',
    consumer: '100017244',
    credit: 'rejected',
    text: { hi: 'बंद', en: 'Closed' },
  };

  it.each(['hi', 'en'] as const)(
    '%s: tells who, why, who approved and what the head end says of it',
    (language) => {
      const { t } = startText(language);
      const words = stepWords(act, { t, language, people: quiet.people });
      const shyam = quiet.people.find(({ person }) => person === 'shyam')?.name[language] ?? 'nobody';
      expect(words.what).toContain(shyam);
      expect(words.what).toContain('100017244');
      // Who is not among the people is still named.
      for (const part of ['meena', 'account merged', language === 'hi' ? 'बंद' : 'Closed']) {
        expect(words.more).toContain(part);
      }
    },
  );
});
