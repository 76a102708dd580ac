import { assertNever } from '../../counter/result.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { Desk, type DeskChoice } from '../cash/Desk.tsx';
import { OpenDay, WaitForDay } from '../cash/OpenDay.tsx';
import { OpenShift } from '../cash/OpenShift.tsx';
import { ImportList } from '../people/ImportList.tsx';
import { AddFirstPerson, Enrol, SetupSheet } from '../people/Setup.tsx';
import { SignIn } from '../people/SignIn.tsx';
import { SellScreen } from '../sell/SellScreen.tsx';
import { useText } from '../text/i18n.ts';
import type { Task } from './App.tsx';
import type { Place } from './app-model.ts';
import { call } from './counter-api.ts';
import type { OverlayName } from './Overlays.tsx';
import { Locked, Restarting, Starting } from './Waiting.tsx';

interface PlaceScreenProps {
  readonly place: Place;
  readonly state: CounterState | null;
  readonly findAsked: number;
  /** True while a dialog lies over the screen. */
  readonly covered: boolean;
  readonly onFree: (free: boolean) => void;
  readonly onTask: (task: Task) => void;
  readonly onOverlay: (overlay: OverlayName) => void;
  readonly onListLater: () => void;
}

export function signOut(): void {
  void call('session.signOut', {});
}

/** The screen that the state calls for. */
export function PlaceScreen(props: PlaceScreenProps) {
  const { place, state } = props;
  switch (place.place) {
    case 'starting':
      return <Starting />;
    case 'restarting':
      return <Restarting deaths={place.deaths} />;
    case 'locked':
      return <Locked state={state} />;
    case 'enrol':
      return <Enrol onRestore={() => props.onTask('restore')} />;
    case 'first-person':
      return <AddFirstPerson />;
    case 'first-list':
    case 'sign-in':
    case 'open-day':
    case 'wait-for-day':
    case 'open-shift':
    case 'desk':
    case 'sell':
      return state === null ? <Starting /> : <KnownPlace {...props} state={state} name={place.place} />;
    default:
      return assertNever(place);
  }
}

interface KnownPlaceProps extends PlaceScreenProps {
  readonly state: CounterState;
  readonly name: 'first-list' | 'sign-in' | 'open-day' | 'wait-for-day' | 'open-shift' | 'desk' | 'sell';
}

function KnownPlace(props: KnownPlaceProps) {
  const { t } = useText();
  const { name, state } = props;
  switch (name) {
    case 'first-list':
      return (
        <SetupSheet at={2}>
          <ImportList state={state} onLater={props.onListLater} />
        </SetupSheet>
      );
    case 'sign-in':
      return <SignIn state={state} />;
    case 'open-day':
      return <OpenDay onSignOut={signOut} />;
    case 'wait-for-day':
      return <WaitForDay onSignOut={signOut} />;
    case 'open-shift':
      return <OpenShift backWords={t('keys.lock')} onBack={signOut} />;
    case 'desk':
      return <Desk state={state} onChoose={(choice) => chooseAtDesk(choice, props)} />;
    case 'sell':
      return (
        <SellScreen state={state} findAsked={props.findAsked} covered={props.covered} onFree={props.onFree} />
      );
    default:
      return assertNever(name);
  }
}

function chooseAtDesk(choice: DeskChoice, { onTask, onOverlay }: KnownPlaceProps): void {
  switch (choice) {
    case 'open-shift':
    case 'close-day':
    case 'list':
    case 'add-person':
      onTask(choice);
      return;
    case 'outage':
    case 'office':
      onOverlay(choice);
      return;
    case 'sign-out':
      signOut();
      return;
    default:
      assertNever(choice);
  }
}
