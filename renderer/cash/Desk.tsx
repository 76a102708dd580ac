import { useRef } from 'react';
import { kolkataDate } from '../../counter/time.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { maySell } from '../app/app-model.ts';
import { useHand } from '../parts/use-hand.ts';
import { longDate, shortDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

export type DeskChoice = 'open-shift' | 'close-day' | 'outage' | 'list' | 'add-person' | 'sign-out';

interface DeskProps {
  readonly state: CounterState;
  readonly onChoose: (choice: DeskChoice) => void;
}

interface Row {
  readonly choice: DeskChoice;
  readonly words: string;
  readonly note: string;
}

/** Where a supervisor stands between shifts, and anybody whose drawer is held by another. */
export function Desk({ state, onChoose }: DeskProps) {
  const { t, language } = useText();
  const first = useHand<HTMLButtonElement>();
  const list = useRef<HTMLUListElement>(null);
  const rows = useRows(state);
  const holder =
    state.shift === null ? null : state.people.find((one) => one.person === state.shift?.cashier);
  const names = { number: state.shift?.shiftNumber ?? 0, name: holder?.name[language] ?? '' };
  const walk = (by: number): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <section
      className="stage"
      data-testid="desk"
      onKeyDown={(event) => {
        const row = rows[Number(event.key) - 1];
        if (event.key === 'ArrowDown') walk(1);
        else if (event.key === 'ArrowUp') walk(-1);
        else if (row !== undefined && !event.repeat) onChoose(row.choice);
        else return;
        event.preventDefault();
      }}
    >
      <div className="card sheet narrow">
        <h1>{state.shift === null ? t('desk.title') : t('desk.otherShiftTitle', names)}</h1>
        <p className="lead">
          {state.shift === null
            ? t('desk.dayOpen', { date: longDate(state.day?.businessDate ?? '', language) })
            : t('desk.otherShiftLead', names)}
        </p>
        <ul className="desk-list" ref={list}>
          {rows.map((row, index) => (
            <li key={row.choice}>
              <button
                type="button"
                ref={index === 0 ? first : null}
                data-testid={`desk-${row.choice}`}
                onClick={() => onChoose(row.choice)}
              >
                <kbd>{index + 1}</kbd>
                <span className="name">{row.words}</span>
                <span className="note">{row.note}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function useRows(state: CounterState): readonly Row[] {
  const { t, language } = useText();
  const listNote =
    state.directory === null
      ? t('setup.listNone')
      : t('sell.list', { date: shortDate(kolkataDate(state.directory.generatedAt), language) });
  const role = state.session?.role ?? 'cashier';
  const free = state.shift === null;
  const rows: (Row | null)[] = [
    free && maySell(role)
      ? { choice: 'open-shift', words: t('desk.openShift'), note: t('desk.openShiftNote') }
      : null,
    role === 'cashier'
      ? null
      : state.outage === null
        ? { choice: 'outage', words: t('desk.outageOpen'), note: t('desk.outageOpenNote') }
        : { choice: 'outage', words: t('desk.outageClose'), note: t('desk.outageCloseNote') },
    free && role !== 'cashier'
      ? { choice: 'close-day', words: t('desk.closeDay'), note: t('desk.closeDayNote') }
      : null,
    role === 'cashier'
      ? null
      : { choice: 'add-person', words: t('desk.addPerson'), note: t('desk.addPersonNote') },
    { choice: 'list', words: t('desk.list'), note: listNote },
    { choice: 'sign-out', words: t('desk.signOut'), note: t('desk.signOutNote') },
  ];
  return rows.filter((row) => row !== null);
}
