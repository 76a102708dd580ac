import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { createA4Printer } from '../../../electron/main/a4-printer.ts';
import { openA4Gate } from '../../../electron/main/gate.ts';
import { webPreferences } from '../../../electron/main/window.ts';
import { doNotDisconnect } from '../../harness/a4-preview/papers.ts';
import { anyMock } from '../../harness/any-mock.ts';
import { FakeContents, FakeSession, FakeWindow, ipcHandlers } from '../../harness/fake-electron.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));

const paper = doNotDisconnect(3);

function printer(session: FakeSession | null = new FakeSession()) {
  const log = anyMock();
  const made = createA4Printer({
    session: () => session as never,
    preload: '/dist/preload/a4-preload.cjs',
    log,
  });
  return { made, log, session };
}

/** The window that draws now, once it is there. */
async function drawing(): Promise<FakeWindow> {
  await vi.advanceTimersByTimeAsync(0);
  const window = FakeWindow.created.at(-1);
  if (window === undefined) throw new Error('no window was opened');
  window.webContents.mainFrame.url = 'app://counter/a4.html';
  return window;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeWindow.created.length = 0;
  ipcHandlers.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a paper', () => {
  it('is drawn in an unseen window of the same policy, which is gone afterwards', async () => {
    const { made, session } = printer();
    const outcome = made.draw(paper);
    const window = await drawing();
    expect(window.options).toEqual({
      show: false,
      webPreferences: {
        ...webPreferences,
        devTools: false,
        backgroundThrottling: false,
        preload: '/dist/preload/a4-preload.cjs',
        session,
      },
    });
    expect(window.loadURL.mock.calls).toEqual([['app://counter/a4.html']]);
    expect(window.webContents.printToPDF).not.toHaveBeenCalled();
    made.drawing?.drawn(1);
    expect((await outcome).fault).toBeNull();
    expect(made.drawing).toBeNull();
    expect(window.isDestroyed()).toBe(true);
  });

  it('waits for the one before it', async () => {
    const { made } = printer();
    const first = made.draw(paper);
    const second = made.draw(paper);
    const window = await drawing();
    expect(FakeWindow.created).toHaveLength(1);
    made.drawing?.drawn(1);
    await first;
    expect(await drawing()).not.toBe(window);
    made.drawing?.drawn(1);
    expect((await second).fault).toBeNull();
  });

  it('that hangs is given up at its deadline and not before', async () => {
    const { made } = printer();
    const outcome = anyMock();
    void made.draw(paper).then(outcome);
    const window = await drawing();
    await vi.advanceTimersByTimeAsync(limits.a4DrawMs - 1);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome).toHaveBeenCalledWith({ pdf: null, fault: 'too-slow' });
    expect(window.isDestroyed()).toBe(true);
  });

  it.each([
    ['whose page dies', (window: FakeWindow) => window.webContents.emit('render-process-gone', {}, {})],
    ['whose window is closed', (window: FakeWindow) => window.destroy()],
  ])('%s costs itself and nothing else', async (_what, end) => {
    const { made } = printer();
    const outcome = made.draw(paper);
    end(await drawing());
    expect(await outcome).toEqual({ pdf: null, fault: 'failed' });
    const next = made.draw(paper);
    await drawing();
    made.drawing?.drawn(1);
    expect((await next).fault).toBeNull();
  });

  it('that cannot be loaded or printed has failed', async () => {
    const { made } = printer();
    const outcome = made.draw(paper);
    const window = await drawing();
    window.webContents.printToPDF.mockImplementation(() => Promise.reject(new Error('no memory')));
    made.drawing?.drawn(1);
    expect(await outcome).toEqual({ pdf: null, fault: 'failed' });
  });

  it.each([
    ['nothing', null],
    ['no known kind', { ...paper, kind: 'ransom-note' }],
    ['a field more', { ...paper, script: 'alert(1)' }],
    ['a row with a field more', { ...paper, rows: [{ ...paper.rows[0], html: '<b>' }] }],
    ['a fraction of a rupee', { ...paper, paidPaise: 1.5 }],
    ['no head', { ...paper, head: { epoch: 1, seq: 1, hash: 'ab' } }],
  ])('that is %s never gets a window', async (_what, document) => {
    const { made } = printer();
    expect(await made.draw(document)).toEqual({ pdf: null, fault: 'failed' });
    expect(FakeWindow.created).toHaveLength(0);
  });

  it('is as long as the limit, and one row further it is too large', async () => {
    const { made } = printer();
    const rows = Array.from({ length: limits.a4RowsMax + 1 }, () => paper.rows[0]);
    expect(await made.draw({ ...paper, rows })).toEqual({ pdf: null, fault: 'too-large' });
    const longest = made.draw({ ...paper, rows: rows.slice(1) });
    await drawing();
    made.drawing?.drawn(1);
    expect((await longest).fault).toBeNull();
  });

  it('is not begun without our pages, nor after the end of the program', async () => {
    expect(await printer(null).made.draw(paper)).toEqual({ pdf: null, fault: 'no-window' });
    const { made } = printer();
    const underWay = made.draw(paper);
    await drawing();
    made.stop();
    expect(await underWay).toEqual({ pdf: null, fault: 'failed' });
    expect(await made.draw(paper)).toEqual({ pdf: null, fault: 'no-window' });
  });
});

describe('the gate of papers', () => {
  async function opened() {
    const { made } = printer();
    openA4Gate(made);
    const outcome = made.draw(paper);
    const { webContents: contents } = await drawing();
    const ask = (event: object, name = 'document', ...values: unknown[]): unknown =>
      ipcHandlers.get(`counter:a4.${name}`)?.(event, ...values);
    const ours = { sender: contents, senderFrame: contents.mainFrame };
    return { made, ask, ours, outcome };
  }

  it('gives the paper to the page that draws it', async () => {
    const { ask, ours } = await opened();
    expect([...ipcHandlers.keys()].toSorted()).toEqual(['counter:a4.document', 'counter:a4.drawn']);
    expect(await ask(ours)).toEqual(paper);
  });

  it.each([
    ['another window', { contents: new FakeContents(), url: 'app://counter/a4.html' }],
    ['another address', { contents: null, url: 'https://counter/a4.html' }],
    ['a lookalike', { contents: null, url: 'app://counter.evil/a4.html' }],
  ])('gives nothing to %s, and does not hear it', async (_who, { contents, url }) => {
    const { made, ask, ours } = await opened();
    const sender = contents ?? ours.sender;
    const event = { sender, senderFrame: sender.mainFrame };
    sender.mainFrame.url = url;
    expect(await ask(event)).toBeNull();
    await ask(event, 'drawn', 1);
    await vi.advanceTimersByTimeAsync(10);
    expect(made.drawing).not.toBeNull();
  });

  it('gives nothing to a frame inside the page or to a frame that is gone', async () => {
    const { ask, ours } = await opened();
    expect(await ask({ ...ours, senderFrame: { url: 'app://counter/a4.html', parent: null } })).toBeNull();
    expect(await ask({ ...ours, senderFrame: null })).toBeNull();
  });

  it.each([['1'], [1.5], [Number.NaN], [null], [{}], [undefined]])(
    'does not take %s for a number of sheets',
    async (sheets) => {
      const { made, ask, ours } = await opened();
      await ask(ours, 'drawn', sheets);
      await vi.advanceTimersByTimeAsync(10);
      expect(made.drawing).not.toBeNull();
    },
  );

  it('has nothing to give when the paper is drawn', async () => {
    const { ask, ours, outcome } = await opened();
    await ask(ours, 'drawn', 2);
    expect((await outcome).fault).toBeNull();
    expect(await ask(ours)).toBeNull();
  });
});
