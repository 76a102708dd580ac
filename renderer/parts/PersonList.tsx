import { ListBox, ListBoxItem, type Selection } from 'react-aria-components';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import { useText } from '../text/i18n.ts';

interface PersonListProps {
  readonly people: readonly PersonView[];
  readonly selected: string | null;
  readonly onSelect: (person: string) => void;
  readonly label: string;
  readonly hand?: boolean;
  readonly onTaken?: () => void;
}

export const roleKeys = {
  cashier: 'role.cashier',
  'head-cashier': 'role.headCashier',
  officer: 'role.officer',
  administrator: 'role.administrator',
} as const satisfies Record<PersonView['role'], string>;

/** People of the counter, chosen by the arrow keys; the choice follows the focus. */
export function PersonList({ people, selected, onSelect, label, hand = false, onTaken }: PersonListProps) {
  const { t, language } = useText();
  return (
    <ListBox
      className="choice-list"
      aria-label={label}
      data-testid="people"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      autoFocus={hand}
      selectedKeys={selected === null ? [] : [selected]}
      onSelectionChange={(selection: Selection) => {
        if (selection === 'all') return;
        for (const key of selection) onSelect(String(key));
      }}
      onAction={(key) => {
        onSelect(String(key));
        onTaken?.();
      }}
    >
      {people.map((person) => (
        <ListBoxItem
          key={person.person}
          id={person.person}
          textValue={person.name[language]}
          className="choice"
          data-testid={`person-${person.person}`}
        >
          <span className="name one-line">{person.name[language]}</span>
          <span className="note">{t(roleKeys[person.role])}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
