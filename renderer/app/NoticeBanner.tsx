import type { NoticeView } from '../../electron/contract/view-schemas.ts';
import { Message } from '../parts/Message.tsx';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { standingNotices } from './notice-model.ts';
import { useNow } from './use-now.ts';

const kindKeys = {
  outage: 'notices.outage',
  disconnection: 'notices.disconnection',
  message: 'notices.message',
} as const satisfies Record<NoticeView['kind'], string>;

/** What the head office made known, one line each, for as long as it stands. */
export function NoticeBanner({ notices }: { readonly notices: readonly NoticeView[] }) {
  const { t, language } = useText();
  const nowMs = useNow(10_000);
  const standing = standingNotices(notices, nowMs);
  if (standing.length === 0) return null;
  return (
    <div className="banner" data-testid="notices">
      <Message tone="warn">
        {standing.map(({ id, kind, until, text }) => (
          <div key={id} className="one-line" title={text[language]}>
            <strong>▲ {t(kindKeys[kind])}</strong> {text[language]}{' '}
            <span className="until">{t('notices.until', { until: when(until, nowMs, t, language) })}</span>
          </div>
        ))}
      </Message>
    </div>
  );
}
