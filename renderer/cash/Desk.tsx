import { kolkataDate } from '../../counter/time.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { maySell } from '../app/app-model.ts';
import { type Choice, ChoiceList } from '../parts/ChoiceList.tsx';
import { longDate, shortDate } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';

export type DeskChoice =
  | 'open-shift'
  | 'close-day'
  | 'outage'
  | 'office'
  | 'list'
  | 'add-person'
  | 'sign-out';

interface DeskProps {
  readonly state: CounterState;
  readonly onChoose: (choice: DeskChoice) => void;
}

/** Where a supervisor stands between shifts, and anybody whose drawer is held by another. */
export function Desk({ state, onChoose }: DeskProps) {
  const { t, language } = useText();
  const rows = useRows(state);
  const holder =
    state.shift === null ? null : state.people.find((one) => one.person === state.shift?.cashier);
  const names = { number: state.shift?.shiftNumber ?? 0, name: holder?.name[language] ?? '' };
  return (
    <section className="stage" data-testid="desk">
      <div className="card sheet narrow">
        <h1>{state.shift === null ? t('desk.title') : t('desk.otherShiftTitle', names)}</h1>
        <p className="lead">
          {state.shift === null
            ? t('desk.dayOpen', { date: longDate(state.day?.businessDate ?? '', language) })
            : t('desk.otherShiftLead', names)}
        </p>
        <ChoiceList rows={rows} testPrefix="desk" onChoose={onChoose} />
      </div>
    </section>
  );
}

function useRows(state: CounterState): readonly Choice<DeskChoice>[] {
  const { t, language } = useText();
  const listNote =
    state.directory === null
      ? t('setup.listNone')
      : t('sell.list', { date: shortDate(kolkataDate(state.directory.generatedAt), language) });
  const role = state.session?.role ?? 'cashier';
  const free = state.shift === null;
  const rows: (Choice<DeskChoice> | null)[] = [
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
    { choice: 'office', words: t('desk.office'), note: t('desk.officeNote') },
    role === 'cashier'
      ? null
      : { choice: 'add-person', words: t('desk.addPerson'), note: t('desk.addPersonNote') },
    { choice: 'list', words: t('desk.list'), note: listNote },
    { choice: 'sign-out', words: t('desk.signOut'), note: t('desk.signOutNote') },
  ];
  return rows.filter((row) => row !== null);
}
