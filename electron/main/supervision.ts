import { limits } from '../../counter/limits.ts';
import { assertNever } from '../../counter/result.ts';
import type { ShellState } from '../contract/view-schemas.ts';

/**
 * The rules by which main keeps its two processes alive, as a pure step from state and event to state
 * and actions. The printer is restarted for ever; the counter service, which dies three times in five
 * minutes, stays down and selling is locked: something is wrong that another start will not mend.
 */
export type ChildName = 'service' | 'printer';

/** `waiting`: dead, to be started again after a delay. `locked`: dead and staying so. */
export type Phase = 'down' | 'starting' | 'running' | 'waiting' | 'locked';

export interface ChildState {
  readonly phase: Phase;
  /** Wall time since which it runs, is locked, or is not there. */
  readonly sinceMs: number;
  /** Monotonic times of the deaths within the window, oldest first. */
  readonly deathsMs: readonly number[];
}

export interface Supervision {
  readonly goal: 'run' | 'stop';
  readonly service: ChildState;
  readonly printer: ChildState;
}

export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export type SupervisionEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'ready'; readonly child: ChildName }
  | { readonly type: 'exited'; readonly child: ChildName }
  | { readonly type: 'delay-over'; readonly child: ChildName }
  | { readonly type: 'stop' };

export type SupervisionAction =
  | { readonly type: 'start'; readonly child: ChildName }
  | { readonly type: 'start-later'; readonly child: ChildName; readonly delayMs: number }
  | { readonly type: 'ask-to-stop'; readonly child: ChildName };

export interface Step {
  readonly state: Supervision;
  readonly actions: readonly SupervisionAction[];
}

export function initialSupervision(now: Moment): Supervision {
  const child: ChildState = { phase: 'down', sinceMs: now.wallMs, deathsMs: [] };
  return { goal: 'run', service: child, printer: child };
}

export function supervise(state: Supervision, event: SupervisionEvent, now: Moment): Step {
  switch (event.type) {
    case 'begin':
      return startBoth(state, now);
    case 'ready':
      if (state[event.child].phase !== 'starting') return { state, actions: [] };
      return { state: withPhase(state, event.child, 'running', now), actions: [] };
    case 'exited':
      return afterDeath(state, event.child, now);
    case 'delay-over':
      if (state.goal === 'stop' || state[event.child].phase !== 'waiting') return { state, actions: [] };
      return {
        state: withPhase(state, event.child, 'starting', now),
        actions: [{ type: 'start', child: event.child }],
      };
    case 'stop':
      return stopInOrder(state);
    default:
      return assertNever(event);
  }
}

function startBoth(state: Supervision, now: Moment): Step {
  // The printer first: the service is handed a port to it with its first message.
  const starting = withPhase(withPhase(state, 'printer', 'starting', now), 'service', 'starting', now);
  return {
    state: starting,
    actions: [
      { type: 'start', child: 'printer' },
      { type: 'start', child: 'service' },
    ],
  };
}

function afterDeath(state: Supervision, child: ChildName, now: Moment): Step {
  if (state.goal === 'stop') return stopInOrder(withPhase(state, child, 'down', now));
  const deathsMs = [...recentDeaths(state[child], now), now.monotonicMs];
  const counted: Supervision = { ...state, [child]: { ...state[child], deathsMs } };
  if (child === 'service' && deathsMs.length >= limits.serviceDeathsMax) {
    return { state: withPhase(counted, child, 'locked', now), actions: [] };
  }
  return {
    state: withPhase(counted, child, 'waiting', now),
    actions: [{ type: 'start-later', child, delayMs: restartDelayMs(deathsMs.length) }],
  };
}

/** The service first: what it is printing may still need the printer. */
function stopInOrder(state: Supervision): Step {
  const alive = (['service', 'printer'] as const).find((child) => isAlive(state[child].phase));
  return {
    state: { ...state, goal: 'stop' },
    actions: alive === undefined ? [] : [{ type: 'ask-to-stop', child: alive }],
  };
}

/** 250 ms after the first death, four times as long after each further one, at most 30 s. */
export function restartDelayMs(deaths: number): number {
  const delayMs = limits.restartDelayMsMin * 4 ** Math.min(deaths - 1, 10);
  return Math.min(delayMs, limits.restartDelayMsMax);
}

/** What the window is told. The first start is told as `restarting` too: selling is not possible yet. */
export function shellState(state: Supervision, now: Moment): ShellState {
  const { phase, sinceMs } = state.service;
  const service = phase === 'running' || phase === 'locked' ? phase : 'restarting';
  return { service, since: sinceMs, deaths: recentDeaths(state.service, now).length };
}

function recentDeaths(child: ChildState, now: Moment): readonly number[] {
  return child.deathsMs.filter((deathMs) => now.monotonicMs - deathMs < limits.serviceDeathWindowMs);
}

function isAlive(phase: Phase): boolean {
  return phase === 'starting' || phase === 'running';
}

/** Down, waiting and starting are one stretch to whoever waits, so its beginning stays. */
function withPhase(state: Supervision, child: ChildName, phase: Phase, now: Moment): Supervision {
  const isStretch = (each: Phase): boolean => each !== 'running' && each !== 'locked';
  const old = state[child];
  const sinceMs = isStretch(old.phase) && isStretch(phase) ? old.sinceMs : now.wallMs;
  return { ...state, [child]: { ...old, phase, sinceMs } };
}

/** True once nothing is left to wait for after `stop`. */
export function isStopped(state: Supervision): boolean {
  return state.goal === 'stop' && !isAlive(state.service.phase) && !isAlive(state.printer.phase);
}
