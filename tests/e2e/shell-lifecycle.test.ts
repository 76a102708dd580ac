import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ShellState } from '../../electron/contract/view-schemas.ts';
import { launchApp, type LaunchedApp } from '../harness/launch-app.ts';

/** The life of the program on the real Electron: its processes die, its page dies, it is started twice. */
let launched: LaunchedApp | null = null;
test.afterEach(async () => {
  await launched?.close();
  launched = null;
});

async function launch(configuration?: (folder: string) => unknown): Promise<LaunchedApp> {
  launched = await launchApp(configuration);
  return launched;
}

/** Waits until the window is told this state of the counter service. */
function told({ page }: LaunchedApp, service: ShellState['service'], deaths: number): Promise<ShellState> {
  return page.evaluate(
    (wanted) =>
      new Promise<ShellState>((resolve) => {
        window.counter.subscribe('shell', (state) => {
          if (state.service === wanted.service && state.deaths === wanted.deaths) resolve(state);
        });
      }),
    { service, deaths },
  );
}

async function processId({ app }: LaunchedApp, name: string): Promise<number> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics());
  const found = metrics.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no process ${name} in ${JSON.stringify(metrics)}`);
  return found.pid;
}

test('a service killed three times in five minutes recovers twice, then selling is locked', async () => {
  const counter = await launch();
  await told(counter, 'running', 0);
  for (const deaths of [1, 2]) {
    process.kill(await processId(counter, 'Counter service'), 'SIGKILL');
    await told(counter, 'running', deaths);
  }
  process.kill(await processId(counter, 'Counter service'), 'SIGKILL');
  const locked = await told(counter, 'locked', 3);
  expect(locked.since).toBeGreaterThan(0);
  const answer = await counter.page.evaluate(() => window.counter['headEnd.sendNow']({}));
  expect(answer).toMatchObject({ ok: false, error: { code: 'SERVICE_AWAY', retry: 'same-id' } });
});

test('a killed printer process comes back, and the service is not disturbed', async () => {
  const counter = await launch();
  await told(counter, 'running', 0);
  const before = await processId(counter, 'Counter printer');
  const service = await processId(counter, 'Counter service');
  process.kill(before, 'SIGKILL');
  await expect
    .poll(async () => processId(counter, 'Counter printer').catch(() => before), { timeout: 10_000 })
    .not.toBe(before);
  expect(await processId(counter, 'Counter service')).toBe(service);
});

test('a crashed page is loaded again and finds the sale that was open', async () => {
  const { app, page } = await launch();
  const uid = '019ab3c4-0000-7000-8000-000000000001';
  await page.evaluate((open) => window.counter['shell.rememberSale']({ uid: open }), uid);
  // Playwright gives a crashed page up, so the new one is asked through main.
  const recalled = await app.evaluate(async ({ BrowserWindow }): Promise<unknown> => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    const loaded = new Promise<void>((resolve) => {
      contents.once('did-finish-load', () => {
        resolve();
      });
    });
    contents.forcefullyCrashRenderer();
    await loaded;
    return contents.executeJavaScript("window.counter['shell.recallSale']({})");
  });
  expect(recalled).toEqual({ ok: true, value: { uid } });
});

test('a second start ends with a plain line and leaves the first alone', async () => {
  const counter = await launch();
  const second = await counter.startAgain();
  expect(second.code).toBe(0);
  expect(second.stdout).toContain('Division Counter is already open');
  expect(second.stdout).toContain('पहले से खुला है');
  expect(await counter.page.evaluate(() => document.readyState)).toBe('complete');
});

test('a configuration with an unknown key is named on a plain page, and nothing is changed', async () => {
  const counter = await launch((folder) => ({ dataFolder: join(folder, 'data'), langauge: 'hi' }));
  await expect(counter.page.getByRole('alert')).toContainText('langauge');
  await expect(counter.page.getByRole('alert')).toContainText(join(counter.folder, 'config.json'));
  await expect(counter.page.getByRole('alert')).toContainText('अनजान नाम');
  expect(existsSync(join(counter.folder, 'data'))).toBe(false);
  const metrics = await counter.app.evaluate(({ app }) => app.getAppMetrics().map((each) => each.name ?? ''));
  expect(metrics.filter((name) => name.startsWith('Counter'))).toEqual([]);
  const violations = await counter.page.evaluate(() => getComputedStyle(document.body).display);
  expect(violations).toBe('grid');
});

test('closing the window ends service and printer cleanly', async () => {
  const counter = await launch();
  await told(counter, 'running', 0);
  const ended = new Promise<number | null>((resolve) => {
    counter.app.process().once('close', resolve);
  });
  await counter.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await ended).toBe(0);
  expect(counter.log()).toContain('"what":"the service process ended","code":0');
});
