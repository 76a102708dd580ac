import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { dayAndTime, when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { useNow } from './use-now.ts';

interface TopBarProps {
  readonly state: CounterState | null;
  readonly onLanguage: () => void;
}

/** Where, who, when; and what everybody must know: practice, an open outage. */
export function TopBar({ state, onLanguage }: TopBarProps) {
  const { t, language } = useText();
  const now = useNow(1000);
  const counter = state?.counter ?? null;
  const person = state?.session ?? null;
  const outage = state?.outage ?? null;
  const shift = state?.shift ?? null;
  return (
    <header className="top-bar">
      {counter === null ? null : (
        <>
          <span className="office one-line">{counter.officeName[language]}</span>
          <span className="quiet">{t('app.counter', { id: counter.id })}</span>
        </>
      )}
      {state?.practice === true ? <span className="flag">■ {t('app.practice')}</span> : null}
      {outage === null ? null : (
        <span className="flag one-line" data-testid="outage-banner">
          ▲ {t('app.outageBanner', { name: outage.name, since: when(outage.since, now, t, language) })}
        </span>
      )}
      <span className="space" />
      {person === null ? null : (
        <span className="quiet one-line" data-testid="who">
          {shift === null ? '' : `${t('app.shift', { number: shift.shiftNumber })} · `}
          {person.name[language]}
        </span>
      )}
      {state === null ? null : <span className="strong">{dayAndTime(now, language)}</span>}
      <button type="button" tabIndex={-1} onClick={onLanguage} data-testid="language">
        F9 {t('app.otherLanguage')}
      </button>
    </header>
  );
}
