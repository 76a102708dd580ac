import { useEffect, useReducer, type Dispatch } from 'react';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { questionOf, startRows, stepRows, type RowsAction, type RowsModel } from './rows-model.ts';

/** A hand that types on is waited for. */
const typingSettleMs = 150;

/** The rows and everything they ask of the counter: a question is open, or nothing is asked. */
export function useRows(state: CounterState): readonly [RowsModel, Dispatch<RowsAction>] {
  const [model, dispatch] = useReducer(stepRows, null, () => startRows());
  const question = questionOf(model);
  const before = question?.before ?? null;
  const { filter } = model;
  const first = model.rows === null;
  useEffect(() => {
    if (question === null) return undefined;
    let late = false;
    const timer = setTimeout(
      () => {
        void call('upload.rows', { ...filter, before }).then((reply) => {
          if (late) return;
          dispatch(
            reply.ok
              ? { type: 'answered', before, page: reply.value }
              : { type: 'failed', error: reply.error },
          );
        });
      },
      first && filter.search !== '' ? typingSettleMs : 0,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
    // The model makes a new question of each answer; its place and the filter say which one it is.
    // oxlint-disable-next-line react/exhaustive-deps -- see the line above
  }, [question === null, before, filter, first]);
  useStale(state, dispatch);
  return [model, dispatch];
}

/** What is on show follows the counter: sold, sent, answered. */
function useStale({ unsent, lastRecharge, headEnd }: CounterState, dispatch: Dispatch<RowsAction>): void {
  const mark = [unsent.count, unsent.sending?.done, lastRecharge?.uid, lastRecharge?.credit, headEnd.triedAt];
  const key = mark.join();
  useEffect(() => dispatch({ type: 'stale' }), [key, dispatch]);
}
