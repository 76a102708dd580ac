import { useEffect, useReducer, type Dispatch } from 'react';
import { call, newUid, recallSale, rememberSale } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { amountOf, newForm, tenderedOf, type SellAction, type SellModel } from './sell-form.ts';
import { step } from './sell-model.ts';

/** A fast hand or a scanner types on; the search waits for a short rest. */
const searchSettleMs = 60;
const readBackSettleMs = 100;
const askEveryMs = 1000;

/** The form and everything it asks of the counter. All effects follow from the model; none starts itself. */
export function useSale(): readonly [SellModel, Dispatch<SellAction>] {
  const [model, dispatch] = useReducer(step, null, () => newForm(newUid(counterNow())));
  useRecall(dispatch);
  useSearch(model, dispatch);
  useReadBack(model, dispatch);
  useElsewhere(model, dispatch);
  useScan(model, dispatch);
  useRecord(model, dispatch);
  useAsking(model, dispatch);
  return [model, dispatch];
}

/** A page that was reloaded in the middle of a sale first asks what became of it. */
function useRecall(dispatch: Dispatch<SellAction>): void {
  useEffect(() => {
    void recallSale().then((uid) => {
      if (uid !== null) dispatch({ type: 'recalled', uid });
    });
  }, [dispatch]);
}

/** Asks the list for what was typed, once the hand rests. */
export function useSearch({ search }: Pick<SellModel, 'search'>, dispatch: Dispatch<SellAction>): void {
  const { text } = search;
  const looking = search.state === 'searching' || search.state === 'wanted';
  useEffect(() => {
    if (!looking) return undefined;
    const timer = setTimeout(() => {
      void call('directory.search', { text: text.trim() }).then((reply) => {
        dispatch(
          reply.ok
            ? { type: 'searched', text, hits: reply.value.hits, total: reply.value.total }
            : { type: 'search-failed', text, error: reply.error },
        );
      });
    }, searchSettleMs);
    return () => clearTimeout(timer);
  }, [text, looking, dispatch]);
}

function useReadBack(model: SellModel, dispatch: Dispatch<SellAction>): void {
  const consumer = model.chosen?.number ?? null;
  const amountPaise = amountOf(model);
  useEffect(() => {
    if (consumer === null) return undefined;
    let late = false;
    const ask = (): void => {
      void call('recharge.readBack', { consumer, amountPaise }).then((reply) => {
        if (late) return;
        dispatch(
          reply.ok
            ? { type: 'read-back', number: consumer, readBack: reply.value }
            : { type: 'read-back-failed', number: consumer, error: reply.error },
        );
      });
    };
    const timer = setTimeout(ask, amountPaise === null ? 0 : readBackSettleMs);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [consumer, amountPaise, dispatch]);
}

/** Beside the read-back: what the head end knows of other counters comes when it comes, or not at all. */
function useElsewhere({ chosen }: SellModel, dispatch: Dispatch<SellAction>): void {
  const consumer = chosen?.number ?? null;
  useEffect(() => {
    if (consumer === null) return;
    void call('recharge.pendingElsewhere', { consumer }).then((reply) => {
      if (reply.ok) dispatch({ type: 'told-elsewhere', number: consumer, elsewhere: reply.value });
    });
  }, [consumer, dispatch]);
}

function useScan({ scan: { reading } }: SellModel, dispatch: Dispatch<SellAction>): void {
  useEffect(() => {
    if (reading === null) return;
    void call('recharge.scanned', { text: reading }).then((reply) => {
      dispatch(
        reply.ok
          ? { type: 'scanned', text: reading, scanned: reply.value, atMs: counterNow() }
          : { type: 'scan-failed', text: reading, error: reply.error },
      );
    });
  }, [reading, dispatch]);
}

/** Sends the sale once for each time the form turns to recording, always under the form's one uid. */
function useRecord(model: SellModel, dispatch: Dispatch<SellAction>): void {
  const { uid, phase } = model;
  const recording = phase.name === 'recording';
  const done = phase.name === 'filling' && model.notice === null && model.search.text === '';
  useEffect(() => {
    if (done) rememberSale(null);
  }, [done]);
  useEffect(() => {
    const consumer = model.chosen?.number;
    const amountPaise = amountOf(model);
    const tenderedPaise = tenderedOf(model);
    if (!recording || consumer === undefined || amountPaise === null || tenderedPaise === null) return;
    rememberSale(uid);
    const approvals = model.approvals.map((given) => ({ ...given }));
    void call('recharge.record', { uid, consumer, amountPaise, tenderedPaise, approvals }).then((reply) => {
      dispatch(
        reply.ok
          ? { type: 'record-answered', uid, recharge: reply.value, atMs: counterNow() }
          : { type: 'record-refused', uid, error: reply.error },
      );
    });
    // While it records, the form does not change: only the turn to recording may send.
    // oxlint-disable-next-line react/exhaustive-deps -- see the line above
  }, [recording, uid, dispatch]);
}

/** Asks by the uid until the counter knows. It only reads, so it may ask for ever. */
function useAsking({ uid, phase }: SellModel, dispatch: Dispatch<SellAction>): void {
  const tries = phase.name === 'asking' ? phase.tries : null;
  useEffect(() => {
    if (tries === null) return undefined;
    let late = false;
    const timer = setTimeout(
      () => {
        void call('recharge.find', { uid }).then((reply) => {
          if (late) return;
          dispatch(
            reply.ok
              ? { type: 'found', uid, recharge: reply.value.recharge, atMs: counterNow() }
              : { type: 'find-failed', uid },
          );
        });
      },
      tries === 0 ? 0 : askEveryMs,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [uid, tries, dispatch]);
}
