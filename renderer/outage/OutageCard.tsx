import type { Language } from '../../counter/text/amount-in-words.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { isSupervisor } from '../app/app-model.ts';
import { counterNow } from '../app/counter-store.ts';
import type { OverlayName } from '../app/Overlays.tsx';
import { ActionButton } from '../parts/ActionButton.tsx';
import { Message } from '../parts/Message.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useKeys } from '../app/use-keys.ts';
import { when } from '../text/calendar.ts';
import { type Translate, useText } from '../text/i18n.ts';

const parts = [
  ['outageCard.cashTitle', 'outageCard.cash'],
  ['outageCard.receiptsTitle', 'outageCard.receipts'],
  ['outageCard.tokensTitle', 'outageCard.tokens'],
  ['outageCard.sayTitle', 'outageCard.say'],
] as const;

interface OutageCardProps {
  readonly state: CounterState;
  readonly onShow: (name: OverlayName) => void;
  readonly onClose: () => void;
}

/** What to do while the head end is away: the whole of it on one card that needs no scrolling. */
export function OutageCard({ state, onShow, onClose }: OutageCardProps) {
  const { t, language } = useText();
  const { outageProposal } = state;
  const mayOpen = outageProposal?.kind === 'due' && isSupervisor(state.session?.role ?? 'cashier');
  useKeys({ F7: () => onShow('explain'), F1: () => onShow('help') }, true);
  return (
    <Overlay title={titleOf(state, t)} onClose={onClose} wide testId="outage-card">
      <p className="lead">{happenedOf(state, t, language)}</p>
      <ul className="help-cards outage-parts">
        {parts.map(([words, text]) => (
          <li key={words}>
            <h3>{t(words)}</h3>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
      <Never />
      <p className="call">
        <strong>{t('outageCard.call')}</strong> {state.outageCall?.[language] ?? t('outageCard.callNobody')}
      </p>
      {outageProposal?.kind === 'due' && !mayOpen ? (
        <Message tone="warn">▲ {t('outageCard.askHeadCashier')}</Message>
      ) : null}
      <div className="buttons many">
        <ActionButton slim keyName={t('app.escape')} hand={!mayOpen} onAct={onClose} testId="card-close">
          {t('outageCard.close')}
        </ActionButton>
        <ActionButton slim keyName="F1" onAct={() => onShow('help')}>
          {t('outageCard.help')}
        </ActionButton>
        <ActionButton slim keyName="F7" onAct={() => onShow('explain')} testId="card-explain">
          {t('outageCard.explain')}
        </ActionButton>
        {mayOpen ? (
          <ActionButton
            kind="primary"
            keyName={t('app.enter')}
            hand
            onAct={() => onShow('outage')}
            testId="card-open"
          >
            {t('outageCard.open', { name: outageProposal.name })}
          </ActionButton>
        ) : null}
      </div>
    </Overlay>
  );
}

function titleOf({ outage, outageProposal }: CounterState, t: Translate): string {
  if (outage !== null) return t('outageCard.titleNamed', { name: outage.name });
  return outageProposal?.kind === 'due' ? t('outageCard.title') : t('outageCard.titleAny');
}

/** The card is read beforehand as well, when nothing has happened. */
function happenedOf({ outage, outageProposal }: CounterState, t: Translate, language: Language): string {
  const since = outage?.since ?? (outageProposal?.kind === 'due' ? outageProposal.since : null);
  if (since === null) return t('outageCard.any');
  return t('outageCard.happened', { since: when(since, counterNow(), t, language) });
}

function Never() {
  const { t } = useText();
  return (
    <div className="never">
      <strong>✕ {t('outageCard.neverTitle')}</strong>
      <ul>
        <li>{t('outageCard.neverTwice')}</li>
        <li>{t('outageCard.neverHand')}</li>
        <li>{t('outageCard.neverPlug')}</li>
      </ul>
    </div>
  );
}
