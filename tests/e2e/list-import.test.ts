import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { errorText } from '../../counter/text/error-text.ts';
import { floatCash, headCashier, openCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/** A damaged consumer list, typed in by its path: all or nothing, and the old list stays. */
test.describe.configure({ mode: 'serial' });
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openCounter('hi');
});
test.afterAll(() => counter.end());

const damages: readonly (readonly [name: string, ErrorCode, (good: Buffer) => Buffer])[] = [
  ['cut-off', 'DIRECTORY_DAMAGED', (good) => good.subarray(0, good.length >> 1)],
  ['no-gzip', 'DIRECTORY_DAMAGED', () => Buffer.from('this is no list of consumers\n'.repeat(50))],
  [
    'line-lost',
    'DIRECTORY_DAMAGED',
    (good) => {
      const lines = gunzipSync(good).toString('utf8').split('\n');
      return gzipSync(lines.toSpliced(20, 1).join('\n'));
    },
  ],
];

test('each damaged list is refused in both languages before there is any list', async () => {
  const page = counter.page();
  await cashier.seen(page, 'enrol-code', 60_000);
  await cashier.enrol(page, counter.office.enrolmentCode);
  await cashier.addFirstPerson(page, headCashier);
  await cashier.signIn(page, headCashier.pin);
  await cashier.seen(page, 'list-do');
  await refusedLists(page);
  expect((await counter.state()).directory).toBeNull();
});

test('and again when there is one, which stays as it was', async () => {
  const page = counter.page();
  await page.reload();
  await cashier.importList(page);
  await cashier.openDay(page);
  const before = (await counter.state()).directory;
  expect(before?.count).toBe(counter.office.consumers.length);
  await cashier.chooseAtDesk(page, 'list');
  await refusedLists(page);
  expect((await counter.state()).directory).toEqual(before);
  await page.keyboard.press('Escape');
  await cashier.chooseAtDesk(page, 'open-shift');
  await cashier.openShift(page, floatCash);
  await cashier.typeInto(page, 'search', counter.nextConsumer().consumer);
  await cashier.seen(page, 'hit');
});

async function refusedLists(page: Page): Promise<void> {
  const good = readFileSync(counter.directoryFile);
  await cashier.seen(page, 'list-do');
  await page.keyboard.press('ArrowDown');
  await cashier.seen(page, 'list-path');
  await page.keyboard.press('Tab');
  for (const [name, code, damage] of damages) {
    const file = join(dirname(counter.office.configFile), `${name}.ndjson.gz`);
    writeFileSync(file, damage(good), { mode: 0o644 });
    await cashier.handAt(page, 'list-path');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(file);
    await page.keyboard.press('Enter');
    const fault = page.locator(`[data-testid="fault"][data-code="${code}"]`);
    for (const language of ['hi', 'en'] as const) {
      await expect(fault).toContainText(errorText[code][language].what);
      await cashier.switchLanguage(page);
    }
  }
}
