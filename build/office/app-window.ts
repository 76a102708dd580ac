import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { Display } from '../electron-runtime/display.ts';
import type { Runtime } from '../electron-runtime/runtime.ts';

/** The real app in a real Electron, driven from outside. */
export interface AppWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** `process.versions.electron` of the process that owns the window. */
  readonly electronVersion: string;
  /** What the app said on standard error so far, the newest at the end. */
  log(): string;
  close(): Promise<void>;
}

export async function openAppWindow(options: {
  runtime: Runtime;
  display: Display;
  configFile: string;
}): Promise<AppWindow> {
  const { runtime, display, configFile } = options;
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [runtime.appDir, '--config', configFile],
    // oxlint-disable-next-line node/no-process-env -- the app needs the caller's environment beside its own variables
    env: { ...definedOnly(process.env), ...runtime.env, ...display.env },
    chromiumSandbox: true,
    timeout: 60_000,
  });
  const said: string[] = [];
  app.process().stderr?.on('data', (bytes: Buffer) => {
    said.push(bytes.toString('utf8'));
    if (said.length > 400) said.shift();
  });
  const page = await app.firstWindow({ timeout: 60_000 });
  const electronVersion = await app.evaluate(() => process.versions['electron'] ?? 'none');
  return { app, page, electronVersion, log: () => said.join(''), close: () => app.close() };
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
