import type { Dispatch, RefObject } from 'react';
import { limits } from '../../counter/limits.ts';
import { longDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { statesShown, type RowsAction, type RowsModel } from './rows-model.ts';

interface RowFiltersProps {
  readonly model: RowsModel;
  readonly dispatch: Dispatch<RowsAction>;
  readonly box: RefObject<HTMLInputElement | null>;
}

/** What the rows are narrowed to: a text, a business date, an outage, and a state. */
export function RowFilters({ model, dispatch, box }: RowFiltersProps) {
  const { t, language } = useText();
  const { filter, outages, dates } = model;
  const narrow = (change: Partial<RowsModel['filter']>) => dispatch({ type: 'narrowed', change });
  return (
    <>
      <div className="row-filters">
        <label className="field">
          <span>
            {t('sent.find')} <kbd>F2</kbd>
          </span>
          <input
            ref={box}
            value={filter.search}
            placeholder={t('sent.findHint')}
            maxLength={limits.searchTextCharsMax}
            autoComplete="off"
            spellCheck={false}
            data-testid="row-search"
            onChange={(event) => narrow({ search: event.target.value })}
          />
        </label>
        <label className="field">
          <span>{t('sent.date')}</span>
          <select
            value={filter.businessDate ?? ''}
            data-testid="row-date"
            onChange={(event) => narrow({ businessDate: event.target.value || null })}
          >
            <option value="">{t('sent.everyDate')}</option>
            {dates.map((date) => (
              <option key={date} value={date}>
                {longDate(date, language)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('sent.outage')}</span>
          <select
            value={filter.outage ?? ''}
            data-testid="row-outage"
            onChange={(event) => narrow({ outage: event.target.value || null })}
          >
            <option value="">{t('sent.everyOutage')}</option>
            {outages.map(({ uid, name }) => (
              <option key={uid} value={uid}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <StateChips state={filter.state} onChoose={(state) => narrow({ state })} />
      <p className="meaning" role="status" data-testid="state-meaning">
        {t(`sentMeaning.${filter.state ?? 'all'}`)}
      </p>
    </>
  );
}

interface StateChipsProps {
  readonly state: RowsModel['filter']['state'];
  readonly onChoose: (state: RowsModel['filter']['state']) => void;
}

/** Every state a row can be in. The arrow keys of the table turn through them; the mouse may press one. */
function StateChips({ state: chosen, onChoose }: StateChipsProps) {
  const { t } = useText();
  return (
    <div className="state-chips" role="group" aria-label={t('sent.stateLabel')}>
      {statesShown.map((state) => (
        <button
          key={state ?? 'all'}
          type="button"
          tabIndex={-1}
          className="chip"
          aria-pressed={state === chosen}
          data-testid={`state-${state ?? 'all'}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(state)}
        >
          {t(`sentState.${state ?? 'all'}`)}
        </button>
      ))}
    </div>
  );
}
