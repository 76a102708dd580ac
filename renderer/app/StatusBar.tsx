import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { useText } from '../text/i18n.ts';
import { statusItems, type Level } from './status-model.ts';
import { pageNow, useSnapshot } from './counter-store.ts';
import { leftMs } from './upload-progress.ts';
import { useNow } from './use-now.ts';

export const shapes = { good: '●', warn: '▲', stop: '■', unknown: '○' } as const satisfies Record<
  Level,
  string
>;

/** Shape, words, colour; and below since when and what comes next. Always on screen. */
export function StatusBar({ state }: { readonly state: CounterState }) {
  // While the service is away its last words are old: the shapes stop vouching for them.
  const known = useSnapshot((snapshot) => snapshot.shell.service === 'running');
  const { t, language } = useText();
  const nowMs = useNow(1000);
  const progress = useSnapshot((snapshot) => snapshot.progress);
  const left = progress === null ? null : leftMs(progress, pageNow());
  return (
    <footer className="status-bar" data-testid="status-bar">
      {statusItems(state, { t, language, nowMs, leftMs: left }).map((item) => {
        const level = known ? item.level : 'unknown';
        return (
          <div
            key={item.id}
            className={`status-item level-${level}`}
            data-testid={`status-${item.id}`}
            data-level={level}
          >
            <div className="words one-line" title={item.words}>
              <span className="shape" aria-hidden="true">
                {shapes[level]}
              </span>
              {item.words}
            </div>
            <div className="detail one-line" title={item.detail}>
              {item.detail}
            </div>
          </div>
        );
      })}
    </footer>
  );
}
