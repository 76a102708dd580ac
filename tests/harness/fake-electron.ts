import { EventEmitter } from 'node:events';
import { anyMock, type AnyMock } from './any-mock.ts';

/**
 * Stands for the `electron` module where a test looks at what our code asks of Electron:
 * `vi.mock('electron', () => import('.../fake-electron.ts'))`. It records; it does not behave. How the
 * real one behaves is tested in tests/e2e.
 */
export const callsInOrder: string[] = [];

const recorded = (name: string) => (): void => {
  callsInOrder.push(name);
};

export class FakeSession extends EventEmitter {
  readonly setPermissionRequestHandler: AnyMock = anyMock();
  readonly setPermissionCheckHandler: AnyMock = anyMock();
  readonly setDevicePermissionHandler: AnyMock = anyMock();
  readonly setBluetoothPairingHandler: AnyMock = anyMock();
  readonly setDisplayMediaRequestHandler: AnyMock = anyMock();
  readonly setUSBProtectedClassesHandler: AnyMock = anyMock();
  readonly allowNTLMCredentialsForDomains: AnyMock = anyMock();
  readonly setSpellCheckerEnabled: AnyMock = anyMock();
  readonly webRequest: { readonly onBeforeRequest: AnyMock } = { onBeforeRequest: anyMock() };
  readonly protocol: { readonly handle: AnyMock } = { handle: anyMock() };
}

export class FakeContents extends EventEmitter {
  readonly mainFrame: { url: string; parent: null } = { url: 'app://counter/index.html', parent: null };
  readonly setWindowOpenHandler: AnyMock = anyMock();
  readonly setVisualZoomLevelLimits: AnyMock = anyMock(Promise.resolve());
  readonly setZoomFactor: AnyMock = anyMock();
  readonly loadURL: AnyMock = anyMock(Promise.resolve());
  readonly reload: AnyMock = anyMock();
  readonly forcefullyCrashRenderer: AnyMock = anyMock();
  readonly send: AnyMock = anyMock();
  readonly printToPDF: AnyMock = anyMock(Promise.resolve(Buffer.from('%PDF-1.4')));
  destroyed = false;
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isCrashed(): boolean {
    return false;
  }
}

export class FakeWindow extends EventEmitter {
  static readonly created: FakeWindow[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents = new FakeContents();
  readonly removeMenu: AnyMock = anyMock();
  readonly show: AnyMock = anyMock();
  readonly focus: AnyMock = anyMock();
  readonly restore: AnyMock = anyMock();
  readonly loadURL: AnyMock = anyMock(Promise.resolve());
  minimized = false;
  constructor(options: Record<string, unknown> = {}) {
    super();
    this.options = options;
    FakeWindow.created.push(this);
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  static fromWebContents(contents: FakeContents): FakeWindow | null {
    return FakeWindow.created.find(({ webContents }) => webContents === contents) ?? null;
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  destroy(): void {
    this.webContents.destroyed = true;
    this.emit('closed');
  }
}

export const BrowserWindow = FakeWindow;

class FakeApp extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = { hasSwitch: () => true };
  readonly enableSandbox = recorded('enableSandbox');
  readonly quit = recorded('quit');
  readonly exit = recorded('exit');
  readonly requestSingleInstanceLock = (): boolean => {
    callsInOrder.push('requestSingleInstanceLock');
    return true;
  };
  // Never ready: what comes after is the business of the real Electron.
  readonly whenReady = (): Promise<void> => {
    callsInOrder.push('whenReady');
    return new Promise<void>(() => undefined);
  };
}

export const app = new FakeApp();
export const protocol = { registerSchemesAsPrivileged: recorded('registerSchemesAsPrivileged') };
export const Menu = { setApplicationMenu: recorded('setApplicationMenu') };
export const nativeTheme = { shouldUseDarkColors: false };
export const safeStorage = {};
export const session = { fromPartition: () => new FakeSession() };
export const utilityProcess: { readonly fork: AnyMock } = { fork: anyMock() };
export class MessageChannelMain {
  readonly port1 = {};
  readonly port2 = {};
}

type Handler = (event: unknown, ...payload: unknown[]) => Promise<unknown>;
export const ipcHandlers = new Map<string, Handler>();
export const ipcMain = {
  handle: (name: string, handler: Handler) => {
    ipcHandlers.set(name, handler);
  },
};

export const exposed = new Map<string, Record<string, unknown>>();
export const contextBridge = {
  exposeInMainWorld: (name: string, api: Record<string, unknown>) => {
    exposed.set(name, api);
  },
};

export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: anyMock(Promise.resolve({ ok: true, value: {} })),
});
