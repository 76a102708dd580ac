import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { FromService, ToService } from '../../../electron/contract/channels.ts';
import { linkService, type ServiceLinkListeners } from '../../../electron/main/service-link.ts';
import { fakePort } from '../../harness/fake-port.ts';
import { anyMock } from '../../harness/any-mock.ts';

const sale = {
  uid: '019ab3c4-0000-7000-8000-000000000001',
  consumer: '1',
  amountPaise: 1,
  tenderedPaise: 1,
};

function linked() {
  const wire = fakePort<FromService, ToService>();
  const listeners = {
    onReady: anyMock(),
    onEvent: anyMock(),
    onSecret: vi.fn<ServiceLinkListeners['onSecret']>(() => ({ text: 'os:eA==', refused: null })),
    onA4: vi.fn<ServiceLinkListeners['onA4']>(() => Promise.resolve({ pdf: null, fault: 'too-slow' })),
    onLateReply: anyMock(),
  };
  const link = linkService(wire.port, listeners);
  return { wire, listeners, link };
}

function ready() {
  const all = linked();
  all.wire.receive({ type: 'ready', pid: 7 });
  return all;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('calls to the counter service', () => {
  it('sends nothing before the service is ready', async () => {
    const { link, wire } = linked();
    expect(await link.call('state.get', {})).toEqual({ type: 'away' });
    expect(wire.posted).toEqual([]);
  });

  it('gives each answer to its own call, in whatever order they come', async () => {
    const { link, wire } = ready();
    const first = link.call('state.get', {});
    const second = link.call('headEnd.sendNow', {});
    const reply = { ok: true, value: {} } as const;
    wire.receive({ type: 'reply', id: 2, reply });
    wire.receive({ type: 'reply', id: 1, reply: { ...reply } });
    expect(await second).toEqual({ type: 'answered', reply });
    expect(await first).toEqual({ type: 'answered', reply });
  });

  it('waits up to the deadline and not longer', async () => {
    const { link, wire, listeners } = ready();
    const outcome = anyMock();
    void link.call('recharge.record', sale).then(outcome);
    expect(link.recordingInHand()).toBe(1);
    await vi.advanceTimersByTimeAsync(limits.ipcDeadlineMs - 1);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome).toHaveBeenCalledWith({ type: 'no-answer' });
    expect(link.recordingInHand()).toBe(0);
    wire.receive({ type: 'reply', id: 1, reply: { ok: true, value: {} } });
    expect(listeners.onLateReply).toHaveBeenCalledWith(1);
    expect(outcome).toHaveBeenCalledTimes(1);
  });

  it('waits longer for a directory import', async () => {
    const { link } = ready();
    const outcome = anyMock();
    void link.call('directory.import', { path: null }).then(outcome);
    await vi.advanceTimersByTimeAsync(limits.ipcSlowDeadlineMs - 1);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome).toHaveBeenCalledWith({ type: 'no-answer' });
  });

  it('ends every call when the service dies, and sends none afterwards', async () => {
    const { link, wire } = ready();
    const calls = [link.call('recharge.record', sale), link.call('state.get', {})];
    wire.die();
    expect(await Promise.all(calls)).toEqual([{ type: 'no-answer' }, { type: 'no-answer' }]);
    const before = wire.posted.length;
    expect(await link.call('state.get', {})).toEqual({ type: 'away' });
    expect(wire.posted).toHaveLength(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has room for so many calls and not for one more', async () => {
    const { link, wire } = ready();
    for (let count = 0; count < limits.ipcCallsInFlightMax; count += 1) void link.call('state.get', {});
    expect(wire.posted).toHaveLength(limits.ipcCallsInFlightMax);
    expect(await link.call('state.get', {})).toEqual({ type: 'away' });
    wire.receive({ type: 'reply', id: 1, reply: { ok: true, value: {} } });
    void link.call('state.get', {});
    expect(wire.posted).toHaveLength(limits.ipcCallsInFlightMax + 1);
    wire.die();
  });

  it('answers the request for a secret under its id', () => {
    const { wire, listeners } = ready();
    wire.receive({ type: 'secret', id: 41, act: 'wrap', text: 'x' });
    expect(listeners.onSecret).toHaveBeenCalledWith('wrap', 'x');
    expect(wire.posted).toEqual([{ type: 'secret', id: 41, text: 'os:eA==', refused: null }]);
  });

  it('tells what came of a paper under its id, unless the service is gone', async () => {
    const { wire, listeners } = ready();
    const document = { kind: 'do-not-disconnect' } as never;
    wire.receive({ type: 'a4', id: 9, document });
    await vi.advanceTimersByTimeAsync(0);
    expect(listeners.onA4).toHaveBeenCalledWith(document);
    expect(wire.posted).toEqual([{ type: 'a4', id: 9, pdf: null, fault: 'too-slow' }]);
    wire.receive({ type: 'a4', id: 10, document });
    wire.die();
    await vi.advanceTimersByTimeAsync(0);
    expect(wire.posted).toHaveLength(1);
  });
});
