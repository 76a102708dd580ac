import axe, { type AxeResults } from 'axe-core';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareRuntime } from '../../build/electron-runtime/prepare.ts';
import { makeWritableFolder } from '../../build/electron-runtime/runtime.ts';
import { repositoryFolder } from '../../build/repository.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../headend/reference/start.ts';
import { headEndLedger } from '../harness/head-end-ledger.ts';
import { enrolTestCounter, packBatch, testCode } from '../harness/reference-counter.ts';

/** The head end's admin page in the browser that is here anyway: Electron's, with an empty window. */
const emptyWindow = `
import { app, BrowserWindow } from 'electron';
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, useContentSize: true, webPreferences: { sandbox: true } });
  void window.loadURL('data:text/html,<title>empty</title>');
});
`;
const pictures = join(repositoryFolder, 'out', 'e2e-screens');

let headEnd: ReferenceHeadEnd;
let app: ElectronApplication;
let page: Page;
let folder: string;
const complaints: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  mkdirSync(pictures, { recursive: true });
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: (consumer) =>
      consumer.startsWith('1') ? { meter: '12345678', meterKind: 'managed' } : null,
  });
  await sendSales();
  const runtime = await prepareRuntime({ need: 'test' });
  folder = await makeWritableFolder(runtime, 'e2e');
  const manifest = { name: 'empty-window', version: '1.0.0', type: 'module', main: 'main.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'main.js'), emptyWindow);
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...runtime.env }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
  app = await _electron.launch({
    executablePath: runtime.executable,
    args: [folder],
    env,
    chromiumSandbox: true,
  });
  page = await app.firstWindow();
  page.on('console', (message) => {
    // Electron itself warns of the empty page that the window began with.
    if (message.location().url.startsWith(headEnd.adminUrl)) complaints.push(message.text());
  });
});

test.afterAll(async () => {
  await app.close();
  await headEnd.stop();
  await rm(folder, { recursive: true, force: true });
});

async function sendSales(): Promise<void> {
  const { client, journal, key } = await enrolTestCounter(headEnd);
  for (let sale = 0; sale < 30; sale += 1) {
    journal.recharge(sale % 9 === 4 ? `9000000${sale}` : `1000000${sale}`, 500_00 + sale * 10_00);
  }
  const sent = await client.sendBatch(await packBatch(key, journal.entries), journal.entries);
  expect(sent.kind).toBe('answered');
  await client.close();
}

async function look(name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `head-end-${name}.png`), fullPage: true });
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => {
    const run = Reflect.get(globalThis, 'axe') as { run(): Promise<AxeResults> };
    return run.run();
  });
  expect(result.violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  const sticksOut = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(sticksOut).toBe(false);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page of the head end is whole and accessible, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${headEnd.adminUrl}/admin?token=${headEnd.adminToken}`);
    expect(page.url()).toBe(`${headEnd.adminUrl}/admin`);
    await look(`overview-${colorScheme}`);
    await page.getByRole('link', { name: 'Decide entry' }).first().click();
    await look(`decide-${colorScheme}`);
    await page.goto(`${headEnd.adminUrl}/admin/offer-code`);
    await look(`code-${colorScheme}`);
  });
}

test('a fault is switched by keyboard alone, and the page tells it', async () => {
  await page.goto(`${headEnd.adminUrl}/admin`);
  await page.getByRole('button', { name: 'Say 503' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText('The fault is switched.');
  await expect(page.getByRole('button', { name: 'Say 503' })).toHaveAttribute('aria-pressed', 'true');
  expect((await fetch(`${headEnd.url}/v1/health`)).status).toBe(503);
  await page.getByRole('button', { name: 'Answer as usual' }).click();
  await expect(page.getByText('● Answering as usual')).toBeVisible();
  expect((await fetch(`${headEnd.url}/v1/health`)).status).toBe(200);
});

test('a waiting entry is decided, and waits no more', async () => {
  const before = (await headEndLedger(headEnd)).length;
  await page.goto(`${headEnd.adminUrl}/admin`);
  await page.getByRole('link', { name: 'Decide entry 5 of C02' }).click();
  await page.getByRole('radio', { name: 'Credit it' }).check();
  await page.getByLabel('Credit which consumer').fill('100000077');
  await page.getByRole('button', { name: 'Decide about' }).click();
  await expect(page.getByRole('status')).toContainText('Decided and signed');
  await expect(page.getByRole('link', { name: 'Decide entry 5 of C02' })).toHaveCount(0);
  const ledger = await headEndLedger(headEnd);
  expect(ledger).toHaveLength(before + 1);
  expect(ledger.find(({ seq }) => seq === 5)?.consumer).toBe('100000077');
});

test('the browser had nothing to complain of, and says so of what the policy forbids', async () => {
  expect(complaints).toEqual([]);
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/planted.png" alt="">'),
  );
  await expect.poll(() => complaints.join('\n')).toContain('Content Security Policy');
});
