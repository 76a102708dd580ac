import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isBlockedKey, type Key } from '../../../electron/main/blocked-keys.ts';
import { bringHome, denyNavigationEverywhere } from '../../../electron/main/navigation.ts';
import { denyPermissions } from '../../../electron/main/permissions.ts';
import { blockRequests } from '../../../electron/main/request-block.ts';
import { createWindow, webPreferences, windowTitle } from '../../../electron/main/window.ts';
import { app, FakeContents, FakeSession, FakeWindow } from '../../harness/fake-electron.ts';
import { anyMock } from '../../harness/any-mock.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));

/** What Electron's own type names as permissions, with some that it may learn. */
const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'usb',
  'window-management',
  'unknown',
  'a-permission-of-tomorrow',
];

function handlerOf(mock: { mock: { calls: unknown[][] } }): (...values: unknown[]) => unknown {
  return mock.mock.calls[0]?.[0] as (...values: unknown[]) => unknown;
}

describe('permissions', () => {
  function denied(): FakeSession {
    const session = new FakeSession();
    denyPermissions(session as never);
    return session;
  }

  it.each(permissions)('refuse %s when asked and when checked', (permission) => {
    const session = denied();
    const answer = anyMock();
    handlerOf(session.setPermissionRequestHandler)({}, permission, answer, {});
    expect(answer.mock.calls).toEqual([[false]]);
    expect(handlerOf(session.setPermissionCheckHandler)({}, permission, 'app://counter', {})).toBe(false);
  });

  it('refuse every device, screen and pairing', () => {
    const session = denied();
    for (const deviceType of ['hid', 'serial', 'usb']) {
      expect(handlerOf(session.setDevicePermissionHandler)({ deviceType })).toBe(false);
    }
    const share = anyMock();
    handlerOf(session.setDisplayMediaRequestHandler)({}, share);
    expect(share).toHaveBeenCalledWith(null);
    const pair = anyMock();
    handlerOf(session.setBluetoothPairingHandler)({}, pair);
    expect(pair).toHaveBeenCalledWith({ confirmed: false });
    const protectedClasses = ['hid', 'mass-storage'];
    expect(handlerOf(session.setUSBProtectedClassesHandler)({ protectedClasses })).toEqual(protectedClasses);
  });

  it('refuse downloads and the credentials of Windows', () => {
    const session = denied();
    const event = { preventDefault: anyMock() };
    session.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalledTimes(1);
    expect(session.allowNTLMCredentialsForDomains).toHaveBeenCalledWith('');
  });
});

describe('requests', () => {
  it('other than for our pages are cancelled', () => {
    const session = new FakeSession();
    blockRequests(session as never, false);
    const verdict = (url: string): unknown => {
      const answer = anyMock();
      handlerOf(session.webRequest.onBeforeRequest)({ url }, answer);
      return answer.mock.calls[0]?.[0];
    };
    expect(verdict('app://counter/index.html')).toEqual({ cancel: false });
    for (const url of ['https://counter/', 'ws://counter/', 'file:///etc/passwd', 'data:text/html,x']) {
      expect(verdict(url)).toEqual({ cancel: true });
    }
  });
});

describe('navigation', () => {
  it('is refused in whatever contents are ever created', () => {
    denyNavigationEverywhere(app as never);
    const contents = new FakeContents();
    app.emit('web-contents-created', {}, contents);
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const event = { preventDefault: anyMock() };
      contents.emit(name, event);
      expect({ name, refusals: event.preventDefault.mock.calls.length }).toEqual({ name, refusals: 1 });
    }
    const decide = handlerOf(contents.setWindowOpenHandler);
    expect(decide({ url: 'app://counter/index.html' })).toEqual({ action: 'deny' });
  });

  it.each([
    ['about:blank', 1],
    ['app://counter.evil/', 1],
    ['app://counter/index.html?language=hi', 0],
  ])('that ended at %s is brought home %i times', (url, times) => {
    const contents = new FakeContents();
    bringHome(contents as never, 'app://counter/index.html');
    contents.emit('did-navigate', {}, url);
    expect(contents.loadURL).toHaveBeenCalledTimes(times);
  });
});

describe('the window', () => {
  function open(developer: boolean): FakeWindow {
    const session = new FakeSession() as never;
    createWindow({ session, preload: '/dist/preload/preload.cjs', theme: 'light', developer });
    const created = FakeWindow.created.at(-1);
    if (created === undefined) throw new Error('no window');
    return created;
  }

  it('has exactly these web preferences', () => {
    expect(Object.isFrozen(webPreferences)).toBe(true);
    expect(open(false).options['webPreferences']).toEqual({
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
      devTools: false,
      preload: '/dist/preload/preload.cjs',
      session: expect.any(FakeSession),
    });
  });

  it('has a content of 1366 × 768 and no menu', () => {
    const window = open(false);
    expect(window.options).toMatchObject({ width: 1366, height: 768, useContentSize: true });
    expect(window.removeMenu).toHaveBeenCalledTimes(1);
  });

  it('keeps its title, whatever the page writes there', () => {
    const window = open(false);
    const event = { preventDefault: anyMock() };
    window.emit('page-title-updated', event, 'Ramesh Kumar ₹500');
    expect(event.preventDefault).toHaveBeenCalledTimes(1);
    expect(window.options['title']).toBe(windowTitle);
  });

  it('keeps the keys of a browser from the page, except for a developer', () => {
    const input = { type: 'keyDown', key: 'R', control: true, meta: false, alt: false, shift: true };
    const press = (window: FakeWindow): number => {
      const event = { preventDefault: anyMock() };
      window.webContents.emit('before-input-event', event, input);
      return event.preventDefault.mock.calls.length;
    };
    expect(press(open(false))).toBe(1);
    expect(press(open(true))).toBe(0);
  });
});

describe('keys', () => {
  const key = (name: string, held = ''): Key => ({
    type: 'keyDown',
    key: name,
    control: held.includes('control'),
    meta: held.includes('meta'),
    alt: held.includes('alt'),
    shift: held.includes('shift'),
  });

  it.each(['r', 'R', 'p', 'u', 's', 'o', 'n', 't', 'w', '+', '-', '=', '0'])(
    'Control+%s is blocked',
    (name) => {
      expect(isBlockedKey(key(name, 'control'))).toBe(true);
      expect(isBlockedKey(key(name, 'meta'))).toBe(true);
    },
  );

  it.each(['R', 'I', 'J', 'C'])('Control+Shift+%s is blocked', (name) => {
    expect(isBlockedKey(key(name, 'control shift'))).toBe(true);
  });

  it.each(['a', 'c', 'v', 'x', 'z', 'Backspace'])('Control+%s edits text and passes', (name) => {
    expect(isBlockedKey(key(name, 'control'))).toBe(false);
  });

  it.each(['Enter', 'Escape', 'F1', 'F5', 'F12', 'r', '0', '+', 'Tab'])(
    '%s belongs to the screens',
    (name) => {
      expect(isBlockedKey(key(name))).toBe(false);
    },
  );
});

/** Words of Electron's interface that this program has no use for, and why. */
const bannedWords = [
  'appendSwitch', // no switch of Chromium is needed
  'openExternal', // nothing is opened outside the program
  'enableBlinkFeatures',
  'executeJavaScript', // main never runs text in the page
  'certificate-error', // a wrong certificate is never accepted
  'setCertificateVerifyProc',
  'loadFile', // there is no file://
  'enableRemoteModule',
  'no-sandbox',
];

function bannedWordsIn(text: string): string[] {
  return bannedWords.filter((word) => text.includes(word));
}

describe('the sources of main and preload', () => {
  const rooms = ['electron/main', 'electron/preload'].map((room) =>
    join(import.meta.dirname, '../../..', room),
  );
  const files = rooms.flatMap((room) =>
    readdirSync(room)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({ name, text: readFileSync(join(room, name), 'utf8') })),
  );

  it('hold none of the banned words', () => {
    expect(files.length).toBeGreaterThan(25);
    expect(files.flatMap(({ name, text }) => bannedWordsIn(text).map((word) => `${name}: ${word}`))).toEqual(
      [],
    );
    expect(bannedWordsIn("app.commandLine.appendSwitch('no-sandbox')")).toHaveLength(2);
  });

  it('name ipcMain in the gate alone and the environment in one file alone', () => {
    const holding = (word: string) => files.filter(({ text }) => text.includes(word)).map(({ name }) => name);
    expect(holding('ipcMain')).toEqual(['gate.ts']);
    expect(holding('process.env')).toEqual(['environment.ts']);
  });
});
