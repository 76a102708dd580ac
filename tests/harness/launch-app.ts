import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareRuntime } from '../../build/electron-runtime/prepare.ts';
import { makeWritableFolder } from '../../build/electron-runtime/runtime.ts';
import type { CounterApi } from '../../electron/contract/channels.ts';

declare global {
  interface Window {
    readonly counter: CounterApi;
  }
}

/** The real program in the real Electron, on a data folder of its own that goes with it. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Everything that main, service and printer wrote to stderr so far. */
  readonly log: () => string;
  readonly folder: string;
  /** Starts the same program on the same configuration again, and waits for its end. */
  startAgain(): Promise<{ readonly code: number | null; readonly stdout: string }>;
  close(): Promise<void>;
}

/** `configuration` gets the folder and gives the text of the configuration file. */
export async function launchApp(
  configuration: (folder: string) => unknown = (folder) => ({ dataFolder: join(folder, 'data') }),
): Promise<LaunchedApp> {
  const runtime = await prepareRuntime({ need: 'test' });
  const folder = await makeWritableFolder(runtime, 'e2e');
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(configuration(folder)));
  const args = [runtime.appDir, '--config', file];
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...runtime.env }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args,
    env,
    chromiumSandbox: true,
  });
  let log = '';
  app.process().stderr?.on('data', (text: Buffer) => {
    log += text.toString();
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return {
    app,
    page,
    folder,
    log: () => log,
    startAgain: async () => {
      const second = spawn(runtime.executable, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
      let stdout = '';
      second.stdout.on('data', (text: Buffer) => {
        stdout += text.toString();
      });
      const [code] = (await once(second, 'close')) as [number | null];
      return { code, stdout };
    },
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
