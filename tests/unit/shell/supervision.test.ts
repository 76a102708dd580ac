import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import {
  initialSupervision,
  isStopped,
  restartDelayMs,
  shellState,
  supervise,
  type Supervision,
  type SupervisionAction,
  type SupervisionEvent,
} from '../../../electron/main/supervision.ts';

const wallStartMs = 1_795_000_000_000;

/** Runs the rules on a clock of the test's own; every delayed start is kept with its due time. */
function world() {
  let nowMs = 0;
  const moment = () => ({ wallMs: wallStartMs + nowMs, monotonicMs: nowMs });
  let state: Supervision = initialSupervision(moment());
  const actions: SupervisionAction[] = [];
  const happen = (event: SupervisionEvent): readonly SupervisionAction[] => {
    const step = supervise(state, event, moment());
    state = step.state;
    actions.push(...step.actions);
    return step.actions;
  };
  const up = (child: 'service' | 'printer') => {
    happen({ type: 'delay-over', child });
    happen({ type: 'ready', child });
  };
  return {
    happen,
    up,
    actions,
    pass: (ms: number) => {
      nowMs += ms;
    },
    state: () => state,
    shell: () => shellState(state, moment()),
    begin: () => {
      happen({ type: 'begin' });
      happen({ type: 'ready', child: 'printer' });
      happen({ type: 'ready', child: 'service' });
    },
  };
}

describe('the rules that keep service and printer alive', () => {
  it('start the printer before the service, so that the service finds its wire', () => {
    expect(world().happen({ type: 'begin' })).toEqual([
      { type: 'start', child: 'printer' },
      { type: 'start', child: 'service' },
    ]);
  });

  it('tell restarting from the first start until the service is ready, with the time it began', () => {
    const w = world();
    w.happen({ type: 'begin' });
    w.pass(400);
    expect(w.shell()).toEqual({ service: 'restarting', since: wallStartMs, deaths: 0 });
    w.happen({ type: 'ready', child: 'service' });
    expect(w.shell()).toEqual({ service: 'running', since: wallStartMs + 400, deaths: 0 });
  });

  it('start a dead service again after a delay, and count from its death, not from its new start', () => {
    const w = world();
    w.begin();
    w.pass(1000);
    expect(w.happen({ type: 'exited', child: 'service' })).toEqual([
      { type: 'start-later', child: 'service', delayMs: limits.restartDelayMsMin },
    ]);
    w.pass(limits.restartDelayMsMin);
    expect(w.happen({ type: 'delay-over', child: 'service' })).toEqual([{ type: 'start', child: 'service' }]);
    expect(w.shell()).toEqual({ service: 'restarting', since: wallStartMs + 1000, deaths: 1 });
  });

  it('lock selling at the third death within five minutes, and start nothing again', () => {
    const w = world();
    w.begin();
    for (let death = 1; death < limits.serviceDeathsMax; death += 1) {
      w.happen({ type: 'exited', child: 'service' });
      w.pass(1000);
      w.up('service');
      expect(w.shell()).toMatchObject({ service: 'running', deaths: death });
    }
    w.pass(limits.serviceDeathWindowMs - 1000 * (limits.serviceDeathsMax - 1) - 1);
    expect(w.happen({ type: 'exited', child: 'service' })).toEqual([]);
    expect(w.shell()).toMatchObject({ service: 'locked', deaths: limits.serviceDeathsMax });
    expect(w.happen({ type: 'delay-over', child: 'service' })).toEqual([]);
    w.pass(limits.serviceDeathWindowMs * 2);
    expect(w.shell().service).toBe('locked');
  });

  it('do not lock when the first death is exactly five minutes old', () => {
    const w = world();
    w.begin();
    w.happen({ type: 'exited', child: 'service' });
    w.up('service');
    w.pass(limits.serviceDeathWindowMs - 1);
    w.happen({ type: 'exited', child: 'service' });
    w.up('service');
    w.pass(1);
    w.happen({ type: 'exited', child: 'service' });
    expect(w.shell()).toMatchObject({ service: 'restarting', deaths: 2 });
  });

  it('restart the printer for ever and never lock selling for it', () => {
    const w = world();
    w.begin();
    for (let death = 0; death < 20; death += 1) {
      expect(w.happen({ type: 'exited', child: 'printer' })).toMatchObject([{ type: 'start-later' }]);
      w.pass(100);
      w.up('printer');
    }
    expect(w.shell()).toMatchObject({ service: 'running', deaths: 0 });
  });

  it('wait longer after each death, up to a bound', () => {
    const delays = [1, 2, 3, 4, 5, 6, 1000].map(restartDelayMs);
    expect(delays).toEqual([250, 1000, 4000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('stop the service first and the printer only when the service has ended', () => {
    const w = world();
    w.begin();
    expect(w.happen({ type: 'stop' })).toEqual([{ type: 'ask-to-stop', child: 'service' }]);
    expect(isStopped(w.state())).toBe(false);
    expect(w.happen({ type: 'exited', child: 'service' })).toEqual([
      { type: 'ask-to-stop', child: 'printer' },
    ]);
    w.happen({ type: 'exited', child: 'printer' });
    expect(isStopped(w.state())).toBe(true);
  });

  it('stop at once while both wait for their restart', () => {
    const w = world();
    w.begin();
    w.happen({ type: 'exited', child: 'service' });
    w.happen({ type: 'exited', child: 'printer' });
    expect(w.happen({ type: 'stop' })).toEqual([]);
    expect(isStopped(w.state())).toBe(true);
    expect(w.happen({ type: 'delay-over', child: 'service' })).toEqual([]);
  });

  it('never start a living process, nor a locked one, whatever happens in whatever order', () => {
    const child = fc.constantFrom('service' as const, 'printer' as const);
    const type = fc.constantFrom('ready' as const, 'exited' as const, 'delay-over' as const);
    const events = fc.array(
      fc.record({ type, child, waitMs: fc.integer({ min: 0, max: limits.serviceDeathWindowMs }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(events, (plan) => {
        const w = world();
        w.happen({ type: 'begin' });
        const living = { service: true, printer: true };
        for (const { waitMs, ...event } of plan) {
          w.pass(waitMs);
          if (event.type !== 'delay-over' && !living[event.child]) continue;
          if (event.type === 'exited') living[event.child] = false;
          const wasLocked = w.shell().service === 'locked';
          for (const action of w.happen(event)) {
            if (action.type !== 'start') continue;
            expect(living[action.child]).toBe(false);
            expect(wasLocked && action.child === 'service').toBe(false);
            living[action.child] = true;
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
