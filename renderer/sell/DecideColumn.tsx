import type { Dispatch } from 'react';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { amountInWords } from '../../counter/text/amount-in-words.ts';
import type { ConsumerView } from '../../electron/contract/view-schemas.ts';
import { newUid } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { MoneyInput } from '../parts/MoneyInput.tsx';
import { useHand } from '../parts/use-hand.ts';
import type { Translate } from '../text/i18n.ts';
import { useText } from '../text/i18n.ts';
import { ReadBackCard, Warnings } from './ReadBackCard.tsx';
import {
  amountOf,
  canTake,
  quickRupees,
  tenderedOf,
  type Scan,
  type SellAction,
  type SellModel,
} from './sell-form.ts';

interface DecideColumnProps {
  readonly model: SellModel;
  /** No money is taken: the disk is full. */
  readonly locked: boolean;
  readonly dispatch: Dispatch<SellAction>;
}

/** The second column: read back, amount, cash, change, and the one button that says what Enter does. */
export function DecideColumn({ model, locked, dispatch }: DecideColumnProps) {
  if (model.chosen === null) {
    const hit = model.search.hits[model.search.selected];
    return hit === undefined ? (
      <Idle notice={model.notice} />
    ) : (
      <Peek consumer={hit.consumer} scan={model.scan} />
    );
  }
  return (
    <section className="column card decide">
      <ReadBackCard chosen={model.chosen} />
      <div className="decide-body">
        <Warnings chosen={model.chosen} scan={model.scan} />
        <Amounts model={model} dispatch={dispatch} />
      </div>
      <div className="decide-foot">
        {model.notice === null ? null : <NotRecorded notice={model.notice} />}
        {model.fault === null || model.fault.field === 'search' || model.fault.field === 'approval' ? null : (
          <FaultMessage fault={model.fault} id="sell-fault" />
        )}
        <TakeButton model={model} locked={locked} dispatch={dispatch} />
      </div>
    </section>
  );
}

function Idle({ notice }: Pick<SellModel, 'notice'>) {
  const { t } = useText();
  return (
    <section className="column card decide idle">
      <div className="calm">
        {notice === null ? null : <NotRecorded notice={notice} />}
        <h1>{t('sell.idleTitle')}</h1>
        <p>{t('sell.idleLead')}</p>
        <p className="small">{t('sell.idleKeys')}</p>
      </div>
    </section>
  );
}

/** Longer names do not stand whole in the head of the card. */
const longName = 48;

/** Who Enter would take: whole name and whole address, to be told apart from their namesakes. */
function Peek({ consumer, scan }: { readonly consumer: ConsumerView; readonly scan: Scan }) {
  const { t } = useText();
  const chosen = { number: consumer.consumer, consumer, readBack: null, elsewhere: null };
  return (
    <section className="column card decide peek" data-testid="peek">
      <ReadBackCard chosen={chosen} testId="peek-head" />
      <div className="decide-body">
        <Warnings chosen={chosen} scan={scan} />
        <dl className="facts">
          {[
            [t('sell.name'), consumer.name.length > longName ? consumer.name : null],
            [t('sell.relation'), consumer.relation],
            [t('sell.address'), consumer.address],
            [t('sell.meter'), consumer.meter],
            [t('sell.mobile'), consumer.mobile],
          ].map(([name, value]) =>
            value === null ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
        <span className="space" />
        <p className="small">{t('sell.idleKeys')}</p>
      </div>
    </section>
  );
}

function NotRecorded({ notice }: { readonly notice: NonNullable<SellModel['notice']> }) {
  const { t } = useText();
  return (
    <Message tone="warn">
      <span data-testid="not-recorded">
        ▲ {notice === 'form-gone' ? t('sell.formGone') : t('sell.notRecorded')}
      </span>
    </Message>
  );
}

function Amounts({ model, dispatch }: Omit<DecideColumnProps, 'locked'>) {
  const { t, language } = useText();
  const amount = amountOf(model);
  const tendered = tenderedOf(model);
  const busy = model.phase.name !== 'filling';
  const change = amount === null || tendered === null ? null : tendered - amount;
  return (
    <>
      <div className="pair amounts">
        <MoneyInput
          label={t('sell.amount')}
          value={model.amountText}
          hand={model.focus === 'amount'}
          wrong={model.fault?.field === 'amount'}
          disabled={busy}
          testId="amount"
          describedBy="amount-words sell-fault"
          onFocus={() => dispatch({ type: 'focused', field: 'amount' })}
          onChange={(text) => dispatch({ type: 'amount-typed', text })}
        />
        <MoneyInput
          label={t('sell.tendered')}
          value={model.tenderedText}
          hand={model.focus === 'tendered'}
          wrong={model.fault?.field === 'tendered'}
          disabled={busy}
          testId="tendered"
          placeholder={amount === null ? '' : `${t('sell.tenderedExact')} ${groupIndian(amount / 100)}`}
          describedBy="sell-fault"
          onFocus={() => dispatch({ type: 'focused', field: 'tendered' })}
          onChange={(text) => dispatch({ type: 'tendered-typed', text })}
        />
      </div>
      <p className="words" id="amount-words" data-testid="amount-words">
        {amount === null ? '\u00a0' : amountInWords(amount, language)}
      </p>
      <div className="quick">
        {quickRupees.map((rupees, index) => (
          <button
            key={rupees}
            type="button"
            tabIndex={-1}
            disabled={busy}
            data-testid={`quick-${rupees}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => dispatch({ type: 'quick-amount', rupees })}
          >
            <strong>₹{groupIndian(rupees)}</strong>
            <kbd>{t('sell.quick', { n: index + 1 })}</kbd>
          </button>
        ))}
      </div>
      <div className="field">
        <span className="group-label">{t('sell.change')}</span>
        <div className="money-field">
          <span className="sign" aria-hidden="true">
            ₹
          </span>
          <output data-testid="change">{change === null ? '' : groupIndian(change / 100)}</output>
        </div>
      </div>
    </>
  );
}

/** Enter on the button is the button: the form's own Enter rule does not act a second time. */
function TakeButton({ model, locked, dispatch }: DecideColumnProps) {
  const { t } = useText();
  const ready = canTake(model) && !locked;
  const confirming = model.phase.name === 'confirming';
  const button = useHand<HTMLButtonElement>(confirming);
  return (
    <button
      type="button"
      ref={button}
      className={confirming ? 'take despite' : 'take'}
      disabled={!ready}
      data-testid="take"
      data-confirming={confirming}
      onClick={() => {
        dispatch({ type: 'focused', field: 'tendered' });
        dispatch({ type: 'enter', repeat: false, nextUid: newUid(counterNow()), atMs: counterNow() });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.stopPropagation();
        if (event.repeat) event.preventDefault();
      }}
    >
      <span className="sentence">
        {model.phase.name === 'recording' ? (
          <span className="working">{t('sell.recording')}</span>
        ) : (
          sentence(model, t)
        )}
      </span>
      <kbd>{t('app.enter')}</kbd>
    </button>
  );
}

/** What Enter will do, as a whole sentence: verb, amount, name, last four of the meter. */
export function sentence(model: SellModel, t: Translate): string {
  const { chosen } = model;
  if (chosen === null) return t('sell.chooseConsumer');
  const amount = amountOf(model);
  const name = chosen.consumer?.name ?? t('sell.suspenseName', { number: chosen.number });
  if (amount === null) return t('sell.chooseAmount', { name: shortName(name) });
  const rupees = formatRupees(amount, 'hide-zero');
  if (model.phase.name === 'confirming') {
    return t('sell.takeDespite', { rupees, name: shortName(name) });
  }
  return chosen.consumer === null
    ? t('sell.takeSuspense', { rupees, number: chosen.number })
    : t('sell.take', { rupees, name: shortName(name), meter: chosen.consumer.meterLastFour });
}

/** The amount and the meter must never be pushed off the button by a long name. Cut between letters as people see them. */
function shortName(name: string): string {
  const letters = Array.from(new Intl.Segmenter('hi').segment(name), (part) => part.segment);
  return letters.length <= 24 ? name : `${letters.slice(0, 16).join('').trimEnd()}…`;
}
