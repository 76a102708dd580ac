import { useEffect, useReducer, useState, type Dispatch } from 'react';
import { formatRupees } from '../../counter/money.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call, newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { ApprovalDialog } from '../people/ApprovalDialog.tsx';
import { ActionButton } from '../parts/ActionButton.tsx';
import { EnterButton } from '../parts/EnterButton.tsx';
import { KeyForm } from '../parts/KeyForm.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';
import { CloseResultSheet } from './CloseResultSheet.tsx';
import { CountGrid, CountTotal } from './CountGrid.tsx';
import { countedOf, totalOf } from './count-model.ts';
import { newClose, stepClose, type CloseAction, type CloseModel } from './close-shift-model.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

interface CloseShiftProps {
  readonly state: CounterState;
  readonly onBack: () => void;
  readonly onDone: (signOut: boolean) => void;
}

/** The blind count: first what lies in the drawer, then what the books say. */
export function CloseShift({ state, onBack, onDone }: CloseShiftProps) {
  const { t } = useText();
  const [model, dispatch] = useReducer(stepClose, null, () => newClose(newUid(counterNow())));
  // The number stays on the result sheet after the service has closed the shift.
  const [shiftNumber] = useState(state.shift?.shiftNumber ?? 0);
  const [actor] = useState(state.session?.person ?? '');
  const closing = model.stage.name === 'closing';
  useClose(model, dispatch);

  if (model.stage.name === 'closed') {
    return <CloseResultSheet result={model.stage.result} shiftNumber={shiftNumber} onDone={onDone} />;
  }
  const total = totalOf(model.count);
  const title = t('shift.closeTitle', { number: shiftNumber });
  return (
    <section className="stage" data-testid="close-shift">
      <KeyForm
        className="card sheet two"
        label={title}
        onEnter={() => dispatch({ type: 'enter' })}
        onEscape={onBack}
      >
        <div className="sheet-side">
          <CountGrid
            count={model.count}
            label={t('shift.total')}
            disabled={closing}
            onChange={(count) => dispatch({ type: 'counted', count })}
          />
        </div>
        <div className="sheet-side well">
          <h1>{title}</h1>
          <p className="lead">{t('shift.closeLead')}</p>
          <CountTotal count={model.count} />
          {model.stage.name === 'really-empty' ? (
            <Message tone="warn">
              <strong>{t('shift.emptyTitle')}</strong> {t('shift.emptyLead')}
            </Message>
          ) : null}
          {model.stage.name === 'counting' ? <FaultMessage fault={model.fault} /> : null}
          <span className="space" />
          <EnterButton disabled={total === null || closing} testId="close-shift-do">
            {t('shift.closeDo', { rupees: total === null ? '…' : formatRupees(total, 'hide-zero') })}
          </EnterButton>
          <ActionButton keyName={t('app.escape')} onAct={onBack}>
            {t('app.back')}
          </ActionButton>
        </div>
      </KeyForm>
      <Differing model={model} state={state} actor={actor} title={title} dispatch={dispatch} />
    </section>
  );
}

/** One call for each time the stage turns to closing. */
function useClose(model: CloseModel, dispatch: Dispatch<CloseAction>): void {
  const closing = model.stage.name === 'closing';

  useEffect(() => {
    if (!closing) return;
    const counted = countedOf(model.count);
    if (counted === null) return;
    const reason = model.reason.trim();
    void call('shift.close', {
      uid: model.uid,
      counted,
      differenceReason: reason === '' ? null : reason,
      approver: model.approver === null ? null : { ...model.approver },
    }).then((reply) => {
      dispatch(
        reply.ok ? { type: 'answered', result: reply.value } : { type: 'refused', error: reply.error },
      );
    });
    // What is sent does not change while it runs.
    // oxlint-disable-next-line react/exhaustive-deps -- see the line above
  }, [closing]);
}

interface DifferingProps {
  readonly model: CloseModel;
  readonly state: CounterState;
  readonly actor: string;
  readonly title: string;
  readonly dispatch: Dispatch<CloseAction>;
}

/** What a difference asks for: its reason, and above the limit a second person. */
function Differing({ model, state, actor, title, dispatch }: DifferingProps) {
  const { t } = useText();
  return (
    <>
      {model.stage.name === 'reason' ? (
        <ReasonDialog
          reason={model.reason}
          onType={(reason) => dispatch({ type: 'reason-typed', reason })}
          onKeep={() => dispatch({ type: 'enter' })}
          onRecount={() => dispatch({ type: 'recount' })}
        />
      ) : null}
      {model.stage.name === 'approving' ? (
        <ApprovalDialog
          why={t('approval.difference')}
          act={title}
          people={state.people}
          actor={actor}
          fault={model.fault}
          onApprove={(person, pin) => dispatch({ type: 'approved', approver: { person, pin } })}
          onClose={() => dispatch({ type: 'recount' })}
        />
      ) : null}
    </>
  );
}
