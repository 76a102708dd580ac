import type { App, BrowserWindow } from 'electron';
import { limits } from '../../counter/limits.ts';
import type { Log } from './log.ts';
import { restartDelayMs } from './supervision.ts';

/** Said on stdout by a second start before it ends. */
export const alreadyOpen =
  'Division Counter पहले से खुला है; उसकी विंडो सामने लाई गई। · Division Counter is already open; its window was brought to the front.';

/** One program for one data folder: a second start brings the first one's window to the front. */
export function focusOnSecondStart(app: Pick<App, 'on'>, window: () => BrowserWindow | null): void {
  app.on('second-instance', () => {
    const shown = window();
    if (shown === null || shown.isDestroyed()) return;
    if (shown.isMinimized()) shown.restore();
    shown.show();
    shown.focus();
  });
}

/**
 * A page that crashed is loaded again, after a growing delay, for ever: it holds no record of truth. A
 * page that no longer reacts is ended, which makes it a crashed one.
 */
export function keepPageAlive(window: BrowserWindow, log: Log): void {
  const { webContents } = window;
  let crashes = 0;
  let patience: NodeJS.Timeout | null = null;
  const calmDown = (): void => {
    if (patience !== null) clearTimeout(patience);
    patience = null;
  };

  webContents.on('render-process-gone', (_event, details) => {
    calmDown();
    if (details.reason === 'clean-exit') return;
    crashes += 1;
    log('the page ended', { reason: details.reason, code: details.exitCode, crashes });
    setTimeout(() => {
      if (!window.isDestroyed()) webContents.reload();
    }, restartDelayMs(crashes));
  });
  window.on('unresponsive', () => {
    log('the page does not react');
    patience ??= setTimeout(() => {
      patience = null;
      if (!window.isDestroyed()) webContents.forcefullyCrashRenderer();
    }, limits.unresponsiveGraceMs);
  });
  window.on('responsive', calmDown);
}

/** Windows asks before it shuts down; it is held up only while a recording waits for its answer. */
export function holdUpShutdown(window: BrowserWindow, recordingInHand: () => number, log: Log): void {
  window.on('query-session-end', (event) => {
    const inHand = recordingInHand();
    if (inHand === 0) return;
    event.preventDefault();
    log('shutdown held up', { recordingInHand: inHand });
  });
}

/** The program ends only after service and printer have ended; the journal is then closed cleanly. */
export function stopCleanly(app: App, stop: () => Promise<void>): void {
  let phase: 'open' | 'stopping' | 'stopped' = 'open';
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('before-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    if (phase === 'stopping') return;
    phase = 'stopping';
    void stop().then(() => {
      phase = 'stopped';
      app.quit();
    });
  });
}

/** Deaths of Electron's own helpers (graphics, network) are mended by Electron and only noted. */
export function noteHelperDeaths(app: Pick<App, 'on'>, log: Log): void {
  app.on('child-process-gone', (_event, details) => {
    log('a helper process ended', {
      type: details.type,
      name: details.name ?? '',
      reason: details.reason,
      code: details.exitCode,
    });
  });
}
