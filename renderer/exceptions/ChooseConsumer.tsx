import { useEffect, useReducer, useRef } from 'react';
import { limits } from '../../counter/limits.ts';
import type { ConsumerView } from '../../electron/contract/view-schemas.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { HitList } from '../sell/HitList.tsx';
import { newForm } from '../sell/sell-form.ts';
import { step } from '../sell/sell-model.ts';
import { useSearch } from '../sell/use-sale.ts';
import { useText } from '../text/i18n.ts';

interface ChooseConsumerProps {
  readonly onChosen: (consumer: ConsumerView) => void;
  readonly onBack: () => void;
}

/** The search of the selling screen, for a consumer of the list alone. */
export function ChooseConsumer({ onChosen, onBack }: ChooseConsumerProps) {
  const { t } = useText();
  const [model, dispatch] = useReducer(step, '', newForm);
  useSearch(model, dispatch);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  const consumer = model.chosen?.consumer ?? null;
  useEffect(() => {
    if (consumer !== null) onChosen(consumer);
  }, [consumer, onChosen]);
  const { search } = model;
  const nobody = search.state === 'done' && search.hits.length === 0;
  return (
    <div
      className="stack choose-consumer"
      data-testid="choose-consumer"
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
          dispatch({ type: 'selection-moved', by: event.key === 'ArrowDown' ? 1 : -1 });
        else if (event.key === 'Enter' && event.target === box.current) {
          dispatch({ type: 'enter', repeat: event.repeat, nextUid: '', atMs: 0 });
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          if (!event.repeat) onBack();
        } else return;
        event.preventDefault();
      }}
    >
      <h3>{t('exceptions.whoTitle')}</h3>
      <div className="field">
        <label htmlFor="exception-search">{t('exceptions.search')}</label>
        <input
          id="exception-search"
          ref={box}
          value={search.text}
          maxLength={limits.searchTextCharsMax}
          autoComplete="off"
          spellCheck={false}
          data-testid="exception-search"
          onChange={(event) => dispatch({ type: 'search-typed', text: event.target.value })}
        />
      </div>
      <HitList
        search={search}
        label={t('exceptions.search')}
        onChoose={(index) => dispatch({ type: 'hit-chosen', index })}
      />
      {nobody ? <Message tone="warn">▲ {t('exceptions.notInList')}</Message> : null}
      <FaultMessage fault={model.fault} />
      <div className="buttons">
        <ActionButton slim keyName={t('app.escape')} onAct={onBack}>
          {t('app.back')}
        </ActionButton>
      </div>
    </div>
  );
}
