import { ActionButton } from '../parts/ActionButton.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';

const lines = ['explain.safe', 'explain.later', 'explain.keep', 'explain.once'] as const;

/** For the consumer in front of the screen, in both languages at once and large: the cashier turns it around. */
export function ExplainCard({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  return (
    <Overlay title={t('explain.heading')} onClose={onClose} wide testId="explain">
      <div className="explain">
        {(['hi', 'en'] as const).map((lng) => (
          <div key={lng} lang={lng}>
            <h3>{t('explain.title', { lng })}</h3>
            <ul>
              {lines.map((line) => (
                <li key={line}>{t(line, { lng })}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className="buttons">
        <ActionButton kind="primary" keyName={t('app.escape')} hand onAct={onClose}>
          {t('explain.back')}
        </ActionButton>
      </div>
    </Overlay>
  );
}
