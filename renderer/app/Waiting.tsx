import { FaultMessage } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';

/** Before anything is known: one calm sentence, never an empty window. */
export function Starting() {
  const { t } = useText();
  return (
    <section className="stage" data-testid="starting">
      <div className="calm">
        <span className="big-shape unknown" aria-hidden="true">
          ○
        </span>
        <h1 className="working">{t('app.starting')}</h1>
        <p>{t('app.startingDetail')}</p>
      </div>
    </section>
  );
}

export function Restarting({ deaths }: { readonly deaths: number }) {
  const { t } = useText();
  return (
    <section className="stage" data-testid="restarting">
      <div className="calm">
        <span className="big-shape warn" aria-hidden="true">
          ▲
        </span>
        <h1 className="working">{t('app.restarting')}</h1>
        <p>{t('app.restartingDetail')}</p>
        {deaths > 1 ? <p className="small">{t('app.restartingTimes', { count: deaths })}</p> : null}
      </div>
    </section>
  );
}

export function Locked({ state }: { readonly state: CounterState | null }) {
  const { t } = useText();
  const code = state?.selling.reason ?? 'JOURNAL_STOPPED';
  return (
    <section className="stage" data-testid="locked">
      <div className="calm">
        <span className="big-shape stop" aria-hidden="true">
          ■
        </span>
        <h1>{t('app.lockedTitle')}</h1>
        <FaultMessage fault={{ code, params: {}, incidentId: '' }} />
        <p>{t('app.lockedSafe')}</p>
      </div>
    </section>
  );
}
