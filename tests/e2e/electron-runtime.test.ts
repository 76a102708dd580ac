import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { prepareRuntime } from '../../build/electron-runtime/prepare.ts';
import { giveBack, makeWritableFolder, type Runtime } from '../../build/electron-runtime/runtime.ts';

/** The least app there is: an ES module main, one sandboxed window, and SQLite in a utility process. */
const main = `
import { app, BrowserWindow, utilityProcess } from 'electron';
app.enableSandbox();
app.whenReady().then(() => {
  const service = utilityProcess.fork(process.env.SERVICE_FILE, [], { stdio: 'inherit' });
  const window = new BrowserWindow({ webPreferences: { sandbox: true } });
  service.on('message', (answer) => window.loadURL('data:text/html,<title>' + encodeURIComponent(JSON.stringify(answer)) + '</title>'));
});`;
const service = `
import { createRequire } from 'node:module';
const Database = createRequire(process.env.MODULES)('better-sqlite3');
const nativeBinding = process.env.DIVISION_COUNTER_SQLITE_BINDING;
const db = new Database(process.env.JOURNAL_FILE, nativeBinding === undefined ? {} : { nativeBinding });
db.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY) STRICT; INSERT INTO entries VALUES (7)');
process.parentPort.postMessage({ seq: db.prepare('SELECT seq FROM entries').pluck().get(), uid: process.getuid() });`;

async function tinyApp(runtime: Runtime): Promise<string> {
  const folder = await makeWritableFolder(runtime, 'tiny-app');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'tiny', version: '1.2.3', type: 'module', main: 'main.js' }),
  );
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(join(folder, 'service.js'), service);
  return folder;
}

test('the prepared Electron runs sandboxed, unprivileged, with SQLite in a utility process', async () => {
  const runtime = await prepareRuntime({ need: 'test' });
  const folder = await tinyApp(runtime);
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [folder],
    chromiumSandbox: true,
    env: {
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      ...runtime.env,
      MODULES: join(runtime.appDir, 'package.json'),
      SERVICE_FILE: join(folder, 'service.js'),
      JOURNAL_FILE: join(folder, 'journal.db'),
    },
  });
  const window = await app.firstWindow();
  await window.waitForFunction(() => document.title.length > 0);
  const uid = runtime.user?.uid ?? process.getuid?.();
  expect(JSON.parse(await window.title())).toEqual({ seq: 7, uid });
  expect(uid).not.toBe(0);

  const facts = await app.evaluate((electron) => ({
    version: process.versions.electron,
    name: electron.app.getName(),
    renderer: electron.BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    main: process.pid,
  }));
  expect(facts).toMatchObject({ version: runtime.electronVersion, name: 'tiny', main: app.process().pid });
  // The operating system holds the page: system calls are filtered, and it lives in a process namespace of its own.
  const status = readFileSync(`/proc/${facts.renderer}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\t2$/mu);
  expect(status).toMatch(/^NSpid:\t\d+\t\d+/mu);
  await app.close();
  await giveBack(folder);
  await rm(folder, { recursive: true });
});
