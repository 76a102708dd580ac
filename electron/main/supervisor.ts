import { assertNever } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import type { ShellState } from '../contract/view-schemas.ts';
import { createProcessPair, type PairParts } from './process-pair.ts';
import type { ServiceLink } from './service-link.ts';
import {
  initialSupervision,
  isStopped,
  shellState,
  supervise,
  type Moment,
  type SupervisionAction,
  type SupervisionEvent,
} from './supervision.ts';

export interface SupervisorParts extends PairParts {
  readonly clock: Clock;
  readonly onShell: (state: ShellState) => void;
}

export interface Supervisor {
  begin(): void;
  /** The link to the service that lives now, or null while none does. */
  link(): ServiceLink | null;
  /** Stops service and printer cleanly; resolves when both have ended. */
  stop(): Promise<void>;
}

/** The thin shell around `supervision.ts`: it starts, watches and stops what the rules tell it to. */
export function createSupervisor(parts: SupervisorParts): Supervisor {
  const now = (): Moment => ({
    wallMs: parts.clock.wallMs(),
    monotonicMs: parts.clock.monotonicMs(),
  });
  const waiters: (() => void)[] = [];
  let state = initialSupervision(now());
  let told = '';

  const happen = (event: SupervisionEvent): void => {
    const step = supervise(state, event, now());
    state = step.state;
    step.actions.forEach(act);
    tell();
    if (isStopped(state)) for (const resolve of waiters.splice(0)) resolve();
  };

  const tell = (): void => {
    // Whoever ends the program needs no news of it.
    if (state.goal === 'stop') return;
    const shell = shellState(state, now());
    const text = JSON.stringify(shell);
    if (text === told) return;
    told = text;
    parts.log('counter service', { state: shell.service, deaths: shell.deaths });
    parts.onShell(shell);
  };

  const pair = createProcessPair(parts, {
    onReady: (child) => {
      happen({ type: 'ready', child });
    },
    onExit: (child) => {
      happen({ type: 'exited', child });
    },
  });

  const act = (action: SupervisionAction): void => {
    switch (action.type) {
      case 'start':
        pair.start(action.child);
        return;
      case 'start-later':
        setTimeout(() => {
          happen({ type: 'delay-over', child: action.child });
        }, action.delayMs);
        return;
      case 'ask-to-stop':
        pair.askToStop(action.child);
        return;
      default:
        assertNever(action);
    }
  };

  return {
    begin: () => {
      happen({ type: 'begin' });
    },
    link: () => pair.link(),
    stop: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        happen({ type: 'stop' });
      }),
  };
}
