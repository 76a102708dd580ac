import { useEffect, type Dispatch, type KeyboardEvent } from 'react';
import { formatRupees } from '../../counter/money.ts';
import type { CounterState, RechargeView } from '../../electron/contract/view-schemas.ts';
import { newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { PaperColumn } from '../paper/PaperColumn.tsx';
import { useJobDots, usePreview } from '../paper/use-dots.ts';
import { ApprovalDialog } from '../people/ApprovalDialog.tsx';
import { useText } from '../text/i18n.ts';
import { AskingCard } from './AskingCard.tsx';
import { DecideColumn, sentence } from './DecideColumn.tsx';
import { FindColumn } from './FindColumn.tsx';
import { RecordedCard } from './RecordedCard.tsx';
import { amountOf, quickRupees, tenderedOf, type SellAction, type SellModel } from './sell-form.ts';
import { useSale } from './use-sale.ts';

interface SellScreenProps {
  readonly state: CounterState;
  /** True while the hand is free: a question about paper may come up. */
  readonly onFree: (free: boolean) => void;
  /** Counts up when F2 asks for the search box. */
  readonly findAsked: number;
  /** True while a dialog lies over the screen: when it goes, the hand is back here. */
  readonly covered: boolean;
}

/** Find, decide, paper: one sale from left to right. */
export function SellScreen({ state, onFree, findAsked, covered }: SellScreenProps) {
  const [model, dispatch] = useSale();
  const recorded = recordedOf(model, state.lastRecharge);
  const free =
    model.phase.name === 'recorded' || (model.phase.name === 'filling' && model.search.text === '');
  useEffect(() => onFree(free), [free, onFree]);
  useEffect(() => {
    if (findAsked > 0) dispatch({ type: 'focused', field: 'search' });
  }, [findAsked, dispatch]);
  return (
    <>
      <div className="columns" data-testid="sell" onKeyDown={(event) => heard(event, model, dispatch)}>
        <FindColumn model={model} state={state} covered={covered} dispatch={dispatch} />
        <Middle
          model={model}
          recorded={recorded}
          covered={covered}
          locked={state.selling.state === 'locked'}
          dispatch={dispatch}
        />
        <Paper model={model} recorded={recorded} state={state} />
      </div>
      <Approving model={model} state={state} dispatch={dispatch} />
    </>
  );
}

/** The recharge on screen, in its newest known state. */
function recordedOf(model: SellModel, last: RechargeView | null): RechargeView | null {
  if (model.phase.name !== 'recorded') return null;
  return last?.uid === model.phase.recharge.uid ? last : model.phase.recharge;
}

interface MiddleProps {
  readonly covered: boolean;
  /** No money is taken: the disk is full. */
  readonly locked: boolean;
  readonly model: SellModel;
  readonly recorded: RechargeView | null;
  readonly dispatch: Dispatch<SellAction>;
}

function Middle({ model, recorded, covered, locked, dispatch }: MiddleProps) {
  if (recorded !== null && model.phase.name === 'recorded') {
    return (
      <RecordedCard
        recharge={recorded}
        restored={model.phase.restored}
        covered={covered}
        onNext={() => dispatch({ type: 'next', nextUid: newUid(counterNow()), typed: '' })}
      />
    );
  }
  if (model.phase.name === 'asking') return <AskingCard model={model} tries={model.phase.tries} />;
  return <DecideColumn model={model} locked={locked} dispatch={dispatch} />;
}

interface PaperProps {
  readonly model: SellModel;
  readonly recorded: RechargeView | null;
  readonly state: CounterState;
}

function Paper({ model, recorded, state }: PaperProps) {
  const amountPaise = amountOf(model);
  const tenderedPaise = tenderedOf(model) ?? amountPaise;
  const consumer = model.chosen?.number ?? null;
  const preview = usePreview(
    recorded !== null || consumer === null || amountPaise === null || tenderedPaise === null
      ? null
      : { consumer, amountPaise, tenderedPaise },
  );
  const printed = useJobDots(recorded);
  return (
    <PaperColumn
      dots={recorded === null ? preview : printed}
      job={recorded?.print ?? null}
      recorded={recorded !== null}
      paperMm={state.printer.paperMm}
    />
  );
}

const guardWords = {
  'above-cash-cap': 'approval.aboveCashCap',
  'same-amount-again': 'approval.sameAmountAgain',
  'unknown-consumer': 'approval.unknownConsumer',
  'single-copy': 'approval.singleCopy',
} as const;

function Approving({ model, state, dispatch }: Omit<PaperProps, 'recorded'> & Pick<MiddleProps, 'dispatch'>) {
  const { t } = useText();
  if (model.phase.name !== 'approving') return null;
  return (
    <ApprovalDialog
      key={model.phase.guard}
      why={t(guardWords[model.phase.guard], { rupees: formatRupees(amountOf(model) ?? 0, 'hide-zero') })}
      act={sentence(model, t)}
      people={state.people}
      actor={state.session?.person ?? ''}
      fault={model.fault?.field === 'approval' ? model.fault : null}
      onApprove={(approver, pin) => dispatch({ type: 'approved', approver, pin })}
      onClose={() => dispatch({ type: 'escape', nextUid: newUid(counterNow()) })}
    />
  );
}

/** Keys of the whole screen. Every one turns into an action of the model; the model decides. */
function heard(event: KeyboardEvent, model: SellModel, dispatch: Dispatch<SellAction>): void {
  const nextUid = newUid(counterNow());
  if (event.altKey && /^[1-6]$/u.test(event.key)) {
    const rupees = quickRupees[Number(event.key) - 1];
    if (rupees !== undefined && !event.repeat) dispatch({ type: 'quick-amount', rupees });
  } else if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (event.key === 'Enter') {
    dispatch({ type: 'enter', repeat: event.repeat, nextUid, atMs: counterNow() });
  } else if (event.key === 'Escape') {
    if (!event.repeat) dispatch({ type: 'escape', nextUid });
  } else if (model.phase.name === 'recorded' && /^[\p{L}\d]$/u.test(event.key)) {
    dispatch({ type: 'next', nextUid, typed: event.key });
  } else if (model.focus === 'search' && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    dispatch({ type: 'selection-moved', by: event.key === 'ArrowDown' ? 1 : -1 });
  } else {
    return;
  }
  event.preventDefault();
}
