import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../counter/result.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { CloseDay } from '../cash/CloseDay.tsx';
import { OpenShift } from '../cash/OpenShift.tsx';
import { CloseShift } from '../cash/CloseShift.tsx';
import { Message } from '../parts/Message.tsx';
import { AddPerson } from '../people/AddPerson.tsx';
import { useOutageCard } from '../outage/use-outage-card.ts';
import { ImportList } from '../people/ImportList.tsx';
import { Restore } from '../restore/Restore.tsx';
import { useText } from '../text/i18n.ts';
import { placeOf, type Place } from './app-model.ts';
import { Banners } from './Banners.tsx';
import { ClockDialog } from './ClockDialog.tsx';
import { call } from './counter-api.ts';
import { useSnapshot } from './counter-store.ts';
import { KeyBar, toKeyActions } from './KeyBar.tsx';
import { Overlays, type OverlayName } from './Overlays.tsx';
import { PlaceScreen, signOut } from './PlaceScreen.tsx';
import { applySettings, nextTheme, readSettings, saveSettings, type Settings } from './settings.ts';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { useKeys } from './use-keys.ts';
import { useKeyActions } from './use-key-actions.ts';

/** A screen that a person asked for, over the one that the state calls for. It stays until its result was read. */
export type Task = 'close-shift' | 'close-day' | 'open-shift' | 'list' | 'add-person' | 'restore';

export function App() {
  const snapshot = useSnapshot((now) => now);
  const state = snapshot.counter;
  const [listPutOff, setListPutOff] = useState(false);
  const [task, setTask] = useState<Task | null>(null);
  const [overlay, setOverlay] = useOverlay();
  const [findAsked, setFindAsked] = useState(0);
  const [free, setFree] = useState(false);
  const { settings, turnLanguage, turnColours } = useSettings();
  const place = placeOf(snapshot, listPutOff);
  const shown = place.place === 'locked' || state === null ? null : task;

  useQuestions(state, free && shown === null && overlay === null, setOverlay);
  const isResting = mayLeave(place, free) && shown === null && overlay === null;
  useOutageCard(state, isResting, () => setOverlay('outage-card'));
  const actions = useKeyActions({
    state,
    place,
    busy: shown !== null || !mayLeave(place, free),
    show: setOverlay,
    start: setTask,
    find: () => setFindAsked((times) => times + 1),
  });
  useKeys(toKeyActions(actions), overlay === null);
  useKeys({ F9: turnLanguage }, true);
  const leave = useCallback(() => setTask(null), []);

  return (
    <div className="frame" data-place={place.place} data-language={settings.language}>
      <TopBar state={state} onLanguage={turnLanguage} />
      <main className="main-area">
        {snapshot.shell.service === 'restarting' && state !== null ? <AwayNotice /> : null}
        {shown === null && state !== null ? <Banners state={state} place={place} /> : null}
        {shown === null || state === null ? (
          <PlaceScreen
            place={place}
            state={state}
            findAsked={findAsked}
            covered={overlay !== null}
            onFree={setFree}
            onTask={setTask}
            onOverlay={setOverlay}
            onListLater={() => setListPutOff(true)}
          />
        ) : (
          <TaskScreen task={shown} state={state} onLeave={leave} />
        )}
        {place.place === 'sell' && shown === null ? (
          <KeyBar actions={actions} />
        ) : (
          <span className="foot-gap" />
        )}
      </main>
      {state === null ? <span /> : <StatusBar state={state} />}
      {overlay === null || state === null ? null : (
        <Overlays
          name={overlay}
          state={state}
          theme={settings.theme}
          onShow={setOverlay}
          onColours={turnColours}
          onClose={() => setOverlay(null)}
        />
      )}
      {state !== null && state.session !== null && state.clock !== 'trusted' ? (
        <ClockDialog state={state} doubt={state.clock} onSignOut={signOut} />
      ) : null}
    </div>
  );
}

interface TaskScreenProps {
  readonly task: Task;
  readonly state: CounterState;
  readonly onLeave: () => void;
}

function TaskScreen({ task, state, onLeave }: TaskScreenProps) {
  const { t } = useText();
  const signOut = (): void => {
    onLeave();
    void call('session.signOut', {});
  };
  switch (task) {
    case 'close-shift':
      return (
        <CloseShift state={state} onBack={onLeave} onDone={(leaves) => (leaves ? signOut() : onLeave())} />
      );
    case 'close-day':
      return <CloseDay businessDate={state.day?.businessDate ?? ''} onBack={onLeave} onSignOut={signOut} />;
    case 'open-shift':
      return state.shift === null ? (
        <OpenShift backWords={t('app.back')} onBack={onLeave} />
      ) : (
        <Done onDone={onLeave} />
      );
    case 'restore':
      return <Restore state={state} onLeave={onLeave} />;
    case 'add-person':
      return <AddPerson people={state.people} onLeave={onLeave} />;
    case 'list':
      return (
        <section className="stage">
          <div className="card sheet setup">
            <ImportList state={state} onLater={onLeave} />
          </div>
        </section>
      );
    default:
      return assertNever(task);
  }
}

/** The shift is open: the task has nothing left to show and gives the screen back. */
function Done({ onDone }: { readonly onDone: () => void }) {
  useEffect(onDone, [onDone]);
  return null;
}

function AwayNotice() {
  const { t } = useText();
  return (
    <div className="away" data-testid="service-away">
      <Message tone="warn">
        <strong className="working">▲ {t('app.restarting')}</strong> {t('app.restartingDetail')}
      </Message>
    </div>
  );
}

/** A sale under way is not left by a function key; the search box or a recorded card is. */
function mayLeave(place: Place, free: boolean): boolean {
  return place.place !== 'sell' || free;
}

/** A slip that may be on paper asks by itself, once, when the hand is free. */
function useQuestions(state: CounterState | null, on: boolean, show: (overlay: OverlayName) => void): void {
  const asked = useRef(new Set<string>());
  const questions = state === null || state.session === null ? null : state.questions;
  useEffect(() => {
    if (!on || questions === null) return;
    const open = questions.find((job) => !asked.current.has(job.job));
    if (open === undefined) return;
    asked.current.add(open.job);
    show('question');
  }, [on, questions, show]);
}

/** The overlay on show. When it goes, the focus goes back to where the hand was before it came. */
function useOverlay(): readonly [OverlayName | null, (overlay: OverlayName | null) => void] {
  const [overlay, setOverlay] = useState<OverlayName | null>(null);
  const hand = useRef<Element | null>(null);
  const change = useCallback((next: OverlayName | null): void => {
    // Where the focus is now: the overlay moves it to itself as soon as it is drawn. One that takes
    // another's place leaves the hand where it was before the first.
    const now = document.activeElement;
    if (next !== null && now?.closest('[role="dialog"]') === null) hand.current = now;
    setOverlay(next);
  }, []);
  useEffect(() => {
    if (overlay !== null) return undefined;
    const drawn = requestAnimationFrame(() => {
      const nowhere = document.activeElement === null || document.activeElement === document.body;
      if (nowhere && hand.current instanceof HTMLElement && hand.current.isConnected) hand.current.focus();
    });
    return () => cancelAnimationFrame(drawn);
  }, [overlay]);
  return [overlay, change];
}

function useSettings(): {
  readonly settings: Settings;
  readonly turnLanguage: () => void;
  readonly turnColours: () => void;
} {
  const { i18n } = useTranslation();
  const [settings, setSettings] = useState(readSettings);
  const change = (next: Settings): void => {
    setSettings(next);
    saveSettings(next);
    applySettings(next);
    void i18n.changeLanguage(next.language);
  };
  return {
    settings,
    turnLanguage: () => change({ ...settings, language: settings.language === 'hi' ? 'en' : 'hi' }),
    turnColours: () => change({ ...settings, theme: nextTheme(settings.theme) }),
  };
}
