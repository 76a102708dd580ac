import { useRef } from 'react';
import { useHand } from './use-hand.ts';

export interface Choice<Name extends string> {
  readonly choice: Name;
  readonly words: string;
  readonly note: string;
}

interface ChoiceListProps<Name extends string> {
  readonly rows: readonly Choice<Name>[];
  /** Before the name of each row in its test id. */
  readonly testPrefix: string;
  readonly onChoose: (choice: Name) => void;
}

/** A menu by number, by arrow and Enter, or by mouse. The hand is on its first row. */
export function ChoiceList<Name extends string>({ rows, testPrefix, onChoose }: ChoiceListProps<Name>) {
  const first = useHand<HTMLButtonElement>();
  const list = useRef<HTMLUListElement>(null);
  const walk = (by: number): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <ul
      className="desk-list"
      ref={list}
      onKeyDown={(event) => {
        const row = rows[Number(event.key) - 1];
        if (event.key === 'ArrowDown') walk(1);
        else if (event.key === 'ArrowUp') walk(-1);
        else if (row !== undefined && !event.repeat) onChoose(row.choice);
        else return;
        event.preventDefault();
      }}
    >
      {rows.map((row, index) => (
        <li key={row.choice}>
          <button
            type="button"
            ref={index === 0 ? first : null}
            data-testid={`${testPrefix}-${row.choice}`}
            onClick={() => onChoose(row.choice)}
          >
            <kbd>{index + 1}</kbd>
            <span className="name">{row.words}</span>
            <span className="note">{row.note}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
