import type { App, WebContents } from 'electron';
import { isAppUrl } from './app-address.ts';

/**
 * The program never navigates: it loads one page and stays there. So every way to another page is
 * refused without looking at the address, for every frame, also when a server would redirect.
 */
export function denyNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Holds for contents that anything creates later, too, not only for our own window. */
export function denyNavigationEverywhere(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    denyNavigation(contents);
  });
}

/**
 * Electron asks nobody before a page goes to `about:blank`. Nothing can be done there (the gate listens to
 * our address alone), but the cashier would sit before an empty window: so it is brought home.
 */
export function bringHome(contents: WebContents, home: string): void {
  contents.on('did-navigate', (_event, url) => {
    if (!isAppUrl(url)) void contents.loadURL(home);
  });
}
