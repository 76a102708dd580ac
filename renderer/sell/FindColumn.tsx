import { useEffect, useRef, type Dispatch } from 'react';
import { groupIndian } from '../../counter/money.ts';
import { kolkataDate, wholeDaysBetween } from '../../counter/time.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { FaultMessage } from '../parts/Message.tsx';
import { shortDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { HitList } from './HitList.tsx';
import { ScannedCard } from './ScannedCard.tsx';
import { suspenseNumber, type SellAction, type SellModel } from './sell-form.ts';
import { limits } from '../../counter/limits.ts';

interface FindColumnProps {
  readonly model: SellModel;
  readonly state: CounterState;
  readonly covered: boolean;
  readonly dispatch: Dispatch<SellAction>;
}

/** The first column: one box for number, meter, mobile, name or scan, and who it may be. */
export function FindColumn({ model, state, covered, dispatch }: FindColumnProps) {
  const { t } = useText();
  const { search } = model;
  const box = useRef<HTMLInputElement>(null);
  const hand = model.focus === 'search' && model.phase.name === 'filling' && !covered;
  useEffect(() => {
    if (hand && document.activeElement !== box.current) {
      box.current?.focus();
      // What stands there from an older search is overwritten; a first digit just typed is gone on with.
      if (search.state !== 'searching') box.current?.select();
    }
  }, [hand, model.uid, search.state]);
  return (
    <section className="column card find" aria-label={t('sell.searchLabel')}>
      <div className="search-box">
        <input
          ref={box}
          role="combobox"
          aria-expanded={search.hits.length > 0}
          aria-controls="hits"
          aria-activedescendant={search.hits.length > 0 ? `hit-${search.selected}` : undefined}
          aria-label={t('sell.searchLabel')}
          value={search.text}
          disabled={model.phase.name !== 'filling'}
          maxLength={limits.scannedTextCharsMax}
          autoComplete="off"
          spellCheck={false}
          data-testid="search"
          onFocus={() => dispatch({ type: 'focused', field: 'search' })}
          onChange={(event) => dispatch({ type: 'search-typed', text: event.target.value })}
        />
        <p className="hint">{t('sell.searchHint')}</p>
      </div>
      <ScannedCard scan={model.scan} />
      <HitList
        search={search}
        label={t('sell.searchLabel')}
        onChoose={(index) => dispatch({ type: 'hit-chosen', index })}
      />
      <div className="find-foot">
        <Nobody model={model} />
        {model.fault?.field === 'search' ? <FaultMessage fault={model.fault} /> : null}
        <ListAge model={model} state={state} />
      </div>
    </section>
  );
}

function Nobody({ model }: { readonly model: SellModel }) {
  const { t } = useText();
  const { search } = model;
  if (search.state !== 'done' || search.hits.length > 0) return null;
  const number = suspenseNumber(search);
  return (
    <div className="nobody" role="status" data-testid={number === null ? 'nobody' : 'suspense-offer'}>
      <strong>
        {number === null ? t('sell.none', { text: search.text.trim() }) : t('sell.suspenseOffer', { number })}
      </strong>
      <p>{number === null ? t('sell.noneHint') : t('sell.suspenseOfferHint')}</p>
    </div>
  );
}

function ListAge({ model, state }: { readonly model: SellModel; readonly state: CounterState }) {
  const { t, language } = useText();
  const { search } = model;
  const list = state.directory;
  if (list === null) return <p className="hint warn-words">▲ {t('sell.listMissing')}</p>;
  const date = kolkataDate(list.generatedAt);
  const days = wholeDaysBetween(date, kolkataDate(state.now));
  const shown = { date: shortDate(date, language), count: days };
  const age = days > 0 ? t('sell.listOld', shown) : t('sell.list', shown);
  if (search.state === 'searching' || search.state === 'wanted') {
    return <p className="hint">{t('sell.searching')}</p>;
  }
  if (search.state !== 'done') return <p className="hint">{age}</p>;
  const found =
    search.total > search.hits.length
      ? t('sell.foundMore', { shown: search.hits.length, hits: groupIndian(search.total) })
      : t('sell.found', { shown: search.hits.length, total: groupIndian(list.count) });
  return (
    <p className="hint">
      {found} · {age}
    </p>
  );
}
