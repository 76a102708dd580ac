import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { FromService, ToPrinter, ToService } from '../../../electron/contract/channels.ts';
import { configSchema } from '../../../electron/contract/config-schemas.ts';
import { createSupervisor } from '../../../electron/main/supervisor.ts';
import type { Child, WireEnd } from '../../../electron/main/utility-port.ts';
import { fakePort } from '../../harness/fake-port.ts';
import { anyMock } from '../../harness/any-mock.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));

interface Handed {
  readonly type: string;
  readonly end: string;
}

function fakeChild<Incoming, Outgoing extends { readonly type: string }>() {
  const wire = fakePort<Incoming, Outgoing>();
  const handed: Handed[] = [];
  const kills: unknown[] = [];
  const onExit: ((code: number) => void)[] = [];
  const onSpawn: (() => void)[] = [];
  const exit = (code: number): void => {
    wire.die();
    for (const listener of onExit) listener(code);
  };
  const child: Child<Incoming, Outgoing> = {
    port: wire.port,
    handOver: (message, end) => {
      handed.push({ type: message.type, end: end as unknown as string });
    },
    onSpawn: (listener) => {
      onSpawn.push(listener);
    },
    onExit: (listener) => {
      onExit.push(listener);
    },
    kill: () => {
      kills.push(wire);
      exit(137);
    },
  };
  const spawn = (): void => {
    for (const listener of onSpawn) listener();
  };
  return { child, wire, handed, kills, exit, spawn };
}

function begin() {
  const services: ReturnType<typeof fakeChild<FromService, ToService>>[] = [];
  const printers: ReturnType<typeof fakeChild<never, ToPrinter>>[] = [];
  let wires = 0;
  const onShell = anyMock();
  const log = anyMock();
  const supervisor = createSupervisor({
    forkService: () => {
      const made = fakeChild<FromService, ToService>();
      services.push(made);
      return made.child;
    },
    forkPrinter: () => {
      const made = fakeChild<never, ToPrinter>();
      printers.push(made);
      return made.child;
    },
    createWire: () => {
      wires += 1;
      return [`${wires}-service`, `${wires}-printer`] as unknown as readonly [WireEnd, WireEnd];
    },
    start: {
      config: configSchema.parse({ dataFolder: '/data' }),
      appVersion: '1',
      nativeBinding: null,
    },
    clock: { wallMs: () => Date.now(), monotonicMs: () => Date.now() },
    log,
    onEvent: anyMock(),
    onSecret: () => ({ text: null, refused: 'KEY_STORE_MISSING' }),
    onA4: () => Promise.resolve({ pdf: null, fault: 'no-window' }),
    onShell,
  });
  supervisor.begin();
  const last = <Item>(items: readonly Item[]): Item => {
    const item = items.at(-1);
    if (item === undefined) throw new Error('none yet');
    return item;
  };
  const ready = (): void => {
    last(services).wire.receive({ type: 'ready', pid: services.length });
  };
  return {
    supervisor,
    services,
    printers,
    service: () => last(services),
    printer: () => last(printers),
    ready,
    onShell,
    log,
    told: () => onShell.mock.calls.map((call) => (call as { service: string }[])[0]?.service),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the supervisor', () => {
  it('gives both processes one end of one wire with their first message', () => {
    const { service, printer } = begin();
    expect(service().handed).toEqual([{ type: 'start', end: '1-service' }]);
    expect(printer().handed).toEqual([{ type: 'start', end: '1-printer' }]);
  });

  it('gives the living service a fresh wire when the printer was started anew', () => {
    const { service, printer, printers } = begin();
    printer().exit(1);
    vi.advanceTimersByTime(limits.restartDelayMsMin);
    expect(printers).toHaveLength(2);
    expect(printer().handed).toEqual([{ type: 'start', end: '2-printer' }]);
    expect(service().handed.at(-1)).toEqual({ type: 'printer-port', end: '2-service' });
  });

  it('gives the living printer a fresh wire when the service was started anew', () => {
    const { service, services, printer } = begin();
    service().exit(137);
    vi.advanceTimersByTime(limits.restartDelayMsMin);
    expect(services).toHaveLength(2);
    expect(service().handed).toEqual([{ type: 'start', end: '2-service' }]);
    expect(printer().handed.at(-1)).toEqual({ type: 'printer-port', end: '2-printer' });
  });

  it('connects them when both died, whichever comes back first', () => {
    const { service, printer } = begin();
    service().exit(1);
    printer().exit(1);
    vi.advanceTimersByTime(limits.restartDelayMsMin);
    const serviceEnd = service().handed.at(-1)?.end.split('-')[0];
    const printerEnd = printer().handed.at(-1)?.end.split('-')[0];
    expect(serviceEnd).toBe(printerEnd);
    expect(printer().handed).toHaveLength(1);
  });

  it('tells the page of every change, and locks selling at the third death', async () => {
    const { supervisor, service, services, ready, told } = begin();
    ready();
    for (let death = 1; death <= limits.serviceDeathsMax; death += 1) {
      service().exit(137);
      expect(supervisor.link()).toBeNull();
      await vi.advanceTimersByTimeAsync(limits.restartDelayMsMax);
      if (death < limits.serviceDeathsMax) ready();
    }
    expect(services).toHaveLength(limits.serviceDeathsMax);
    expect(told()).toEqual([
      'restarting',
      'running',
      'restarting',
      'running',
      'restarting',
      'running',
      'locked',
    ]);
  });

  it('ends a service that does not get ready in time, and counts it as a death', () => {
    const { service, told } = begin();
    const first = service();
    vi.advanceTimersByTime(limits.serviceReadyMs - 1);
    expect(first.kills).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(first.kills).toHaveLength(1);
    expect(told()).toEqual(['restarting', 'restarting']);
  });

  it('leaves a ready service alone', () => {
    const { service, ready } = begin();
    ready();
    vi.advanceTimersByTime(limits.serviceReadyMs * 2);
    expect(service().kills).toHaveLength(0);
  });

  it('says what exit code 11 means', () => {
    const { service, log } = begin();
    service().exit(11);
    expect(JSON.stringify(log.mock.calls)).toContain('DIVISION_COUNTER_SQLITE_BINDING');
  });

  it('stops cleanly: the service is asked, then the printer ends, then it is done', async () => {
    const { supervisor, service, printer, printers, ready } = begin();
    ready();
    const done = supervisor.stop();
    expect(service().wire.posted).toEqual([{ type: 'stop' }]);
    expect(printer().kills).toHaveLength(0);
    service().exit(0);
    expect(printer().kills).toHaveLength(1);
    await done;
    expect(printers).toHaveLength(1);
  });

  it('ends a service that does not stop in time', async () => {
    const { supervisor, service, ready } = begin();
    ready();
    const stopped = supervisor.stop();
    await vi.advanceTimersByTimeAsync(limits.serviceStopMs - 1);
    expect(service().kills).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(service().kills).toHaveLength(1);
    await stopped;
  });
});
