import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { counterNow } from '../app/counter-store.ts';
import { when } from '../text/calendar.ts';
import { useText } from '../text/i18n.ts';
import { creditWords, personWords, storyKeys } from './exception-words.ts';

interface StoryProps {
  readonly state: CounterState;
  readonly detail: ExceptionDetailView;
}

/** Every act about one recharge, in the order of the journal. */
export function Story({ state, detail }: StoryProps) {
  const { t } = useText();
  return (
    <section className="story" aria-label={t('exceptions.story')}>
      <h3>{t('exceptions.story')}</h3>
      <ol>
        {detail.story.map((row) => (
          <StoryRow key={row.uid} row={row} people={state.people} />
        ))}
      </ol>
    </section>
  );
}

interface StoryRowProps {
  readonly row: ExceptionDetailView['story'][number];
  readonly people: CounterState['people'];
}

function StoryRow({ row, people }: StoryRowProps) {
  const { t, language } = useText();
  const by = personWords(row.by, people, language);
  const approver = row.approver === null || row.approver === row.by ? null : row.approver;
  const credit = creditWords(row.said, t);
  const whom = row.what === 'recharge' ? null : (row.name ?? row.consumer);
  return (
    <li data-testid="story-row" data-what={row.what}>
      <span>
        <strong>{t(storyKeys[row.what])}</strong> {whom}
        {credit === '' ? '' : ` — ${credit}`}
      </span>
      <span className="quiet">
        {when(row.at, counterNow(), t, language)} · {by}
        {approver === null
          ? ''
          : ` · ${t('exceptions.approvedBy', { name: personWords(approver, people, language) })}`}
        {row.reason === null ? '' : ` · ${row.reason}`}
      </span>
    </li>
  );
}
