import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import Database from 'better-sqlite3';
import * as cashier from '../../build/office/cashier.ts';
import { errorText } from '../../counter/text/error-text.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { headCashier, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/** What a start finds: a window that is open already, a folder that may not be written, a newer journal. */
test.describe.configure({ mode: 'serial' });
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter();
});
test.afterAll(() => counter.end());

test('a second start ends by itself and brings the first window to the front', async () => {
  const { app } = counter.window();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const { executable, appDir, env } = counter.runtime;
  const second = spawn(executable, [appDir, '--config', counter.office.configFile], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const code = await new Promise<number | null>((resolve) => second.once('close', resolve));
  expect(code).toBe(0);
  const front = (): Promise<unknown> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.isVisible(), window.isFocused()]),
    );
  await expect.poll(front).toEqual([[true, true]]);
  await cashier.handAt(counter.page(), 'search');
});

test('a journal of a newer version is refused in both languages and left as it is', async () => {
  await counter.close();
  const file = join(counter.office.dataFolder, 'journal.db');
  moveVersion(file, 1_000);
  const before = contentOf(counter.office.dataFolder);
  await counter.reopen();
  await lockedFor('JOURNAL_NEWER');
  await counter.close();
  expect(contentOf(counter.office.dataFolder)).toEqual(before);
  moveVersion(file, -1_000);
});

test('a data folder that may not be written is said in both languages, and nothing is changed', async () => {
  test.skip(
    counter.runtime.user === undefined,
    'only root can take a folder from the user that runs the app',
  );
  const folder = counter.office.dataFolder;
  const { uid, gid } = statSync(folder);
  const before = contentOf(folder);
  const paths = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  for (const path of paths) {
    chownSync(path, 0, 0);
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
  }
  await counter.reopen();
  await lockedFor('JOURNAL_READONLY');
  await counter.close();
  expect(contentOf(folder)).toEqual(before);
  for (const path of paths) {
    chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600);
    chownSync(path, uid, gid);
  }
});

test('with both put right the same journal opens and sells', async () => {
  const page = await counter.reopen();
  await cashier.signIn(page, headCashier.pin);
  const { consumer } = counter.nextConsumer();
  const receipt = await cashier.sell(page, { find: consumer, amountRupees: 200, tenderedRupees: 200 });
  expect(receipt).toMatch(/-000001$/u);
});

/** Selling is locked for this reason, and the screen says so in English, then in Hindi. */
async function lockedFor(code: ErrorCode): Promise<void> {
  const page = counter.page();
  const locked = page.getByTestId('locked');
  for (const language of ['en', 'hi'] as const) {
    await expect(locked).toContainText(errorText[code][language].what, { timeout: 30_000 });
    await expect(locked).toContainText(errorText[code][language].now);
    await cashier.switchLanguage(page);
  }
  await expect(page.getByTestId('search')).toHaveCount(0);
}

/** Writes another version of the schema into the closed journal. */
function moveVersion(file: string, by: number): void {
  const db = new Database(file);
  const version = Number(db.pragma('user_version', { simple: true })) + by;
  db.pragma(`user_version = ${version}`);
  db.close();
}

/** Each file of the folder with the hash of what is in it; sockets come and go with the program. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(
    files.toSorted().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
