import type { MadeList } from '../../electron/contract/list-schemas.ts';
import { useText } from '../text/i18n.ts';
import { Message } from './Message.tsx';

/** Where a report lies that was just made, and what its paper is called. */
export function MadeFiles({ made, testId }: { readonly made: MadeList; readonly testId: string }) {
  const { t } = useText();
  return (
    <div data-testid={testId}>
      <Message tone="good">
        ● {t('madeFiles.saved', { folder: made.folder, file: made.csv })}{' '}
        {made.pdf === null ? t('madeFiles.noPaper') : t('madeFiles.paper', { file: made.pdf })}
      </Message>
    </div>
  );
}
