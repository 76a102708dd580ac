import { useText } from '../text/i18n.ts';
import { listTabs, tabWords, type ListTab } from './lists-model.ts';

interface ListTabsProps {
  readonly tab: ListTab;
  readonly onTab: (tab: ListTab) => void;
}

/** Which list, by its digit, by the arrows or by mouse. The hand stays where it is. */
export function ListTabs({ tab, onTab }: ListTabsProps) {
  const { t } = useText();
  return (
    <div className="list-tabs" role="group" aria-label={t('lists.which')}>
      {listTabs.map((name, index) => (
        <button
          key={name}
          type="button"
          tabIndex={-1}
          aria-pressed={name === tab}
          data-testid={`lists-${name}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTab(name)}
        >
          <kbd>{index + 1}</kbd>
          {t(tabWords[name])}
        </button>
      ))}
    </div>
  );
}
