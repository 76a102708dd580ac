import type { SendingState } from '../../counter/outage/sending-state.ts';
import { shapes } from '../app/StatusBar.tsx';
import { useText } from '../text/i18n.ts';
import { stateLevels } from './row-words.ts';

/** Where a row stands, by shape, word and colour. */
export function StateMark({ state }: { readonly state: SendingState }) {
  const { t } = useText();
  const level = stateLevels[state];
  return (
    <span className={`mark level-${level}`} data-testid="row-state" data-state={state}>
      <span className="words">
        <span aria-hidden="true">{shapes[level]}</span> {t(`sentState.${state}`)}
      </span>
    </span>
  );
}
