import { describe, expect, it, vi } from 'vitest';
import { channels, eventNames, shellChannels, type CounterApi } from '../../../electron/contract/channels.ts';
import { exposed, ipcRenderer } from '../../harness/fake-electron.ts';
import { anyMock } from '../../harness/any-mock.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));
await import('../../../electron/preload/preload.ts');
const api = exposed.get('counter') as unknown as CounterApi & Record<string, unknown>;

describe('what the page gets', () => {
  it('is one frozen object of the names of the contract and subscribe', () => {
    expect([...exposed.keys()]).toEqual(['counter']);
    expect(Object.isFrozen(api)).toBe(true);
    expect(Object.keys(api).toSorted()).toEqual([...channels, ...shellChannels, 'subscribe'].toSorted());
  });

  it('holds nothing of Electron itself', () => {
    const ofElectron = new Set<unknown>([ipcRenderer, ...Object.values(ipcRenderer)]);
    for (const value of Object.values(api)) {
      expect(typeof value).toBe('function');
      expect(ofElectron.has(value)).toBe(false);
    }
  });

  it.each([...channels, ...shellChannels])('sends %s to its own channel with one argument', async (name) => {
    ipcRenderer.invoke.mockClear();
    const call = api[name] as (...values: unknown[]) => Promise<unknown>;
    await call({ a: 1 }, 'more', 'and more');
    expect(ipcRenderer.invoke.mock.calls).toEqual([[`counter:${name}`, { a: 1 }]]);
  });
});

describe('subscribe', () => {
  const state = { service: 'running', since: 1, deaths: 0 } as const;
  const electronEvent = { sender: ipcRenderer };

  it('gives the listener the value alone, the last one at once, and stops when told', () => {
    const early = anyMock();
    const late = anyMock();
    const stopEarly = api.subscribe('shell', early);
    expect(early).not.toHaveBeenCalled();
    ipcRenderer.emit('counter:shell', electronEvent, state);
    expect(early.mock.calls).toEqual([[state]]);
    const stopLate = api.subscribe('shell', late);
    expect(late.mock.calls).toEqual([[state]]);
    stopEarly();
    ipcRenderer.emit('counter:shell', electronEvent, { ...state, deaths: 1 });
    expect(early).toHaveBeenCalledTimes(1);
    expect(late).toHaveBeenCalledTimes(2);
    stopLate();
    ipcRenderer.emit('counter:shell', electronEvent, state);
    expect(late).toHaveBeenCalledTimes(2);
  });

  it('lets one function listen twice and leave once', () => {
    const listener = anyMock();
    const stop = api.subscribe('state', listener);
    api.subscribe('state', listener);
    stop();
    stop();
    ipcRenderer.emit('counter:state', electronEvent, state);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('knows only the events of the contract', () => {
    const subscribe = api.subscribe as (name: string, listener: () => void) => void;
    for (const name of ['', 'counter:state', 'close', '__proto__', 'constructor']) {
      expect(() => {
        subscribe(name, () => undefined);
      }).toThrow('no such event');
    }
    expect(ipcRenderer.eventNames().map(String).toSorted()).toEqual(
      eventNames.map((name) => `counter:${name}`).toSorted(),
    );
  });
});
