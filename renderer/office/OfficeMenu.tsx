import type { SessionRole } from '../app/app-model.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { ChoiceList } from '../parts/ChoiceList.tsx';
import { Overlay } from '../parts/Overlay.tsx';
import { useText } from '../text/i18n.ts';
import { type OfficePageName, officePagesFor } from './office-pages.ts';

interface OfficeMenuProps {
  readonly role: SessionRole;
  readonly onPage: (page: OfficePageName) => void;
  readonly onClose: () => void;
}

/** Everything about the outage, the head end and the office that is no sale, in one place. */
export function OfficeMenu({ role, onPage, onClose }: OfficeMenuProps) {
  const { t } = useText();
  const rows = officePagesFor(role).map(({ page, words, note }) => ({
    choice: page,
    words: t(words),
    note: t(note),
  }));
  return (
    <Overlay title={t('office.title')} onClose={onClose} wide testId="office">
      <ChoiceList rows={rows} testPrefix="office" onChoose={onPage} />
      <div className="buttons">
        <ActionButton keyName={t('app.escape')} onAct={onClose}>
          {t('app.back')}
        </ActionButton>
      </div>
    </Overlay>
  );
}
