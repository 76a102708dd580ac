import { chmodSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { closeJournal } from '../../db/journal.ts';
import { wordsOf } from '../../electron/service/recovery-words.ts';
import { headCashier } from '../harness/counter-at-work.ts';
import { type RunningPc, sellSome, startPc } from '../harness/dead-pc.ts';
import { type LaunchedApp, launchApp } from '../harness/launch-app.ts';

/** A PC died; a spare one goes on from its second copy alone, by the keyboard, without a head end. */
test.describe.configure({ mode: 'serial' });
const sales = 5;
let pc: RunningPc;
let spare: LaunchedApp;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  pc = await startPc();
  await sellSome(pc, sales);
  await closeJournal(pc.journal);
  spare = await launchApp((folder) => {
    layStick(pc.mirrorFolder, join(folder, 'stick'));
    return {
      dataFolder: join(folder, 'data'),
      mirrorFolder: join(folder, 'second-copy'),
      deviceKey: { store: 'file' },
    };
  });
});
test.afterAll(() => spare.close());

/** The app's own user must be able to read it; it need not write. */
function layStick(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  chmodSync(to, 0o755);
  for (const name of readdirSync(to)) chmodSync(join(to, name), 0o444);
}

test('a folder without a copy, and words of another key, are told in plain words and lose nothing', async () => {
  const { folder, page } = spare;
  await cashier.seen(page, 'enrol-code', 60_000);
  await page.keyboard.press('F8');
  mkdirSync(join(folder, 'empty'));
  await cashier.typeInto(page, 'restore-mirror', join(folder, 'empty'));
  await page.keyboard.press('Enter');
  await typeWords(wordsOf((await startPc('C09')).recovery).join(' '));
  await cashier.seen(page, 'fault');
  await cashier.seen(page, 'restore-sources');
  await page.getByTestId('restore-mirror').fill(join(folder, 'stick'));
  await page.getByTestId('restore-mirror').press('Enter');
  await cashier.seen(page, 'restore-words');
  await page.getByTestId('restore-words').press('Enter');
  await cashier.seen(page, 'fault');
  await cashier.seen(page, 'restore-key');
});

test('the words of the division bring every entry and every rupee back', async () => {
  const { page } = spare;
  await page.getByTestId('restore-words').fill(wordsOf(pc.recovery).join(' '));
  await page.getByTestId('restore-words').press('Enter');
  await cashier.seen(page, 'restored', 60_000);
  // Enrolled, day, shift and the sales came back; the recovery is new.
  await expect(page.getByTestId('restored-entries')).toHaveText(String(3 + sales + 1));
  await expect(page.getByTestId('restored-takings')).toHaveText('₹1,500.00');
  await page.keyboard.press('Enter');
});

test('people are set anew, and the counter is in its next epoch', async () => {
  const { page } = spare;
  await cashier.seen(page, 'name-hi');
  await cashier.addFirstPerson(page, headCashier);
  await cashier.signIn(page, headCashier.pin);
  await cashier.seen(page, 'desk');
  const reply = await page.evaluate(() => window.counter['state.get']({}));
  expect(reply).toMatchObject({
    ok: true,
    value: { counter: { id: 'C02', office: 'PTC' }, secondCopy: { state: 'complete' } },
  });
});

async function typeWords(words: string): Promise<void> {
  const { page } = spare;
  await cashier.seen(page, 'restore-key');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await cashier.typeInto(page, 'restore-words', words);
  await page.keyboard.press('Enter');
}
