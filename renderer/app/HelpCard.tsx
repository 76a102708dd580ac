import { ActionButton } from '../parts/ActionButton.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import type { OverlayName } from './Overlays.tsx';
import { nextTheme, type Theme } from './settings.ts';
import { useKeys } from './use-keys.ts';
import { useText } from '../text/i18n.ts';

const cards = [
  ['help.headEndTitle', 'help.headEndText'],
  ['help.paperTitle', 'help.paperText'],
  ['help.powerTitle', 'help.powerText'],
  ['help.twiceTitle', 'help.twiceText'],
  ['help.unknownTitle', 'help.unknownText'],
] as const;

const themeKeys = {
  system: 'keys.coloursSystem',
  light: 'keys.coloursLight',
  dark: 'keys.coloursDark',
  contrast: 'keys.coloursContrast',
} as const satisfies Record<Theme, string>;

interface HelpCardProps {
  readonly theme: Theme;
  readonly onShow: (name: OverlayName) => void;
  readonly onClose: () => void;
  readonly onColours: () => void;
}

/** The what-to-do card, inside the program because paper cards get lost. */
export function HelpCard({ theme, onShow, onClose, onColours }: HelpCardProps) {
  const { t } = useText();
  useKeys({ F7: () => onShow('outage-card') }, true);
  return (
    <Overlay title={t('help.title')} onClose={onClose} wide testId="help">
      <ul className="help-cards">
        {cards.map(([title, text]) => (
          <li key={title}>
            <h3>{t(title)}</h3>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
      <p className="small">{t('help.helpline')}</p>
      <div className="buttons">
        <ActionButton keyName="F7" onAct={() => onShow('outage-card')} testId="help-outage">
          {t('help.outage')}
        </ActionButton>
        <ActionButton onAct={onColours} testId="colours">
          {t('keys.colours', { now: t(themeKeys[theme]), next: t(themeKeys[nextTheme(theme)]) })}
        </ActionButton>
        <ActionButton kind="primary" keyName={t('app.escape')} hand onAct={onClose}>
          {t('help.close')}
        </ActionButton>
      </div>
    </Overlay>
  );
}
