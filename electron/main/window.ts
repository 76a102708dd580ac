import { BrowserWindow, type Session, type WebPreferences } from 'electron';
import { isBlockedKey } from './blocked-keys.ts';

/** Every switch is written out; none is left to a default that a later Electron may change. */
export const webPreferences = Object.freeze({
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
  disableBlinkFeatures: 'Auxclick',
}) satisfies WebPreferences;

/** Customers see the task bar, too: the title names the program and never a consumer. */
export const windowTitle = 'Division Counter';

export type Theme = 'light' | 'dark';

export interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly theme: Theme;
  readonly developer: boolean;
}

/** The ground of renderer/style/tokens.css: the window has it until the page paints, so the start does not flash. */
const background: Readonly<Record<Theme, string>> = { light: '#f3f2ee', dark: '#12161b' };

export function createWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: windowTitle,
    width: 1366,
    height: 768,
    useContentSize: true,
    minWidth: 1024,
    minHeight: 700,
    backgroundColor: background[options.theme],
    webPreferences: {
      ...webPreferences,
      devTools: options.developer,
      preload: options.preload,
      session: options.session,
    },
  });
  window.removeMenu();
  window.on('page-title-updated', (event) => {
    event.preventDefault();
  });
  if (!options.developer) refuseBrowserKeys(window);
  return window;
}

function refuseBrowserKeys(window: BrowserWindow): void {
  window.webContents.on('before-input-event', (event, input) => {
    if (isBlockedKey(input)) event.preventDefault();
  });
  // Pinch zoom; the wheel with Control is refused where it arrives.
  void window.webContents.setVisualZoomLevelLimits(1, 1);
  window.webContents.on('zoom-changed', () => {
    window.webContents.setZoomFactor(1);
  });
}
