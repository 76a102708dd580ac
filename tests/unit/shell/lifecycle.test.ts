import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventEmitter } from 'node:events';
import { limits } from '../../../counter/limits.ts';
import {
  focusOnSecondStart,
  holdUpShutdown,
  keepPageAlive,
  stopCleanly,
} from '../../../electron/main/lifecycle.ts';
import { createPageEvents } from '../../../electron/main/page-events.ts';
import { FakeContents, FakeWindow } from '../../harness/fake-electron.ts';
import { anyMock } from '../../harness/any-mock.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const log = anyMock();

describe('a second start', () => {
  it('brings the first window to the front', () => {
    const app = new EventEmitter();
    const window = new FakeWindow();
    window.minimized = true;
    focusOnSecondStart(app as never, () => window as never);
    app.emit('second-instance');
    expect(window.restore).toHaveBeenCalledTimes(1);
    expect(window.focus).toHaveBeenCalledTimes(1);
  });

  it('does nothing before there is a window', () => {
    const app = new EventEmitter();
    focusOnSecondStart(app as never, () => null);
    expect(app.emit('second-instance')).toBe(true);
  });
});

describe('the page', () => {
  function alive(): FakeWindow {
    const window = new FakeWindow();
    keepPageAlive(window as never, log);
    return window;
  }

  it.each(['crashed', 'oom', 'killed', 'abnormal-exit'])('is loaded again after it %s', (reason) => {
    const window = alive();
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
    expect(window.webContents.reload).not.toHaveBeenCalled();
    vi.advanceTimersByTime(limits.restartDelayMsMin);
    expect(window.webContents.reload).toHaveBeenCalledTimes(1);
  });

  it('is left alone after a clean end and in a closed window', () => {
    const window = alive();
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    window.webContents.destroyed = true;
    vi.advanceTimersByTime(limits.restartDelayMsMax);
    expect(window.webContents.reload).not.toHaveBeenCalled();
  });

  it('that does not react is ended after a grace, unless it comes back', () => {
    const window = alive();
    window.emit('unresponsive');
    vi.advanceTimersByTime(limits.unresponsiveGraceMs - 1);
    window.emit('responsive');
    vi.advanceTimersByTime(limits.unresponsiveGraceMs);
    expect(window.webContents.forcefullyCrashRenderer).not.toHaveBeenCalled();
    window.emit('unresponsive');
    vi.advanceTimersByTime(limits.unresponsiveGraceMs);
    expect(window.webContents.forcefullyCrashRenderer).toHaveBeenCalledTimes(1);
  });
});

describe('the shutdown of Windows', () => {
  it.each([
    [0, 0],
    [1, 1],
  ])('with %i recordings in hand is held up %i times', (inHand, times) => {
    const window = new FakeWindow();
    holdUpShutdown(window as never, () => inHand, log);
    const event = { preventDefault: anyMock() };
    window.emit('query-session-end', event);
    expect(event.preventDefault).toHaveBeenCalledTimes(times);
  });
});

describe('the end', () => {
  it('waits until service and printer have ended, and asks them once', async () => {
    const app = Object.assign(new EventEmitter(), { quit: anyMock() });
    let ended: (() => void) | undefined;
    const stop = vi.fn<() => Promise<void>>(() => new Promise<void>((resolve) => (ended = resolve)));
    stopCleanly(app as never, stop);
    const quit = () => {
      const event = { preventDefault: anyMock() };
      app.emit('before-quit', event);
      return event.preventDefault.mock.calls.length;
    };
    expect([quit(), quit()]).toEqual([1, 1]);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(app.quit).not.toHaveBeenCalled();
    ended?.();
    await vi.runAllTimersAsync();
    expect(app.quit).toHaveBeenCalledTimes(1);
    expect(quit()).toBe(0);
  });
});

describe('snapshots for the page', () => {
  const running = { service: 'running', since: 1, deaths: 0 };

  it('are sent at once and again to a page that has just loaded', () => {
    const events = createPageEvents(log);
    const contents = new FakeContents();
    events.send('shell', { ...running, service: 'restarting' });
    events.attach(contents as never);
    events.send('shell', running);
    contents.emit('dom-ready');
    expect(contents.send.mock.calls).toEqual([
      ['counter:shell', running],
      ['counter:shell', running],
    ]);
  });

  it('that do not keep the contract are dropped', () => {
    const events = createPageEvents(log);
    const contents = new FakeContents();
    events.attach(contents as never);
    events.send('shell', { ...running, service: 'fine' });
    events.send('state', {});
    contents.emit('dom-ready');
    expect(contents.send).not.toHaveBeenCalled();
  });

  it('are not sent to a window that is gone', () => {
    const events = createPageEvents(log);
    const contents = new FakeContents();
    events.attach(contents as never);
    contents.destroyed = true;
    events.send('shell', running);
    expect(contents.send).not.toHaveBeenCalled();
  });
});
