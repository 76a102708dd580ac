import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { backAtSearch, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/** The copies of the journal as a cashier meets them: a stick pulled out, and a day that was closed. */
let counter: CounterAtWork;
let takenRupees = 0;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter('en');
});
test.afterAll(() => counter.end());

async function sell(): Promise<void> {
  const { consumer } = counter.nextConsumer();
  await backAtSearch(counter.page());
  await cashier.sell(counter.page(), { find: consumer, amountRupees: 300, tenderedRupees: 500 });
  await cashier.printed(counter.page());
  takenRupees += 300;
}

test('a stick that is pulled out makes a loud banner, and putting it back takes it away', async () => {
  const page = counter.page();
  const { mirrorFolder } = counter.office;
  await sell();
  await expect(page.getByTestId('single-copy')).toHaveCount(0);
  // With its owner: the app runs as a user of its own.
  spawnSync('cp', ['-a', mirrorFolder, `${mirrorFolder}-away`]);
  rmSync(mirrorFolder, { recursive: true });
  await sell();
  await expect(page.getByTestId('single-copy')).toContainText('The second copy is lost');
  await expect(page.getByTestId('status-second-copy')).toHaveAttribute('data-level', 'stop');
  renameSync(`${mirrorFolder}-away`, mirrorFolder);
  await sell();
  await expect(page.getByTestId('single-copy')).toHaveCount(0);
  await expect(page.getByTestId('status-second-copy')).toHaveAttribute('data-level', 'good');
});

test('a day that was closed leaves a copy that the app has proved', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await cashier.closeShift(page, cashier.cashOf(2_000 + takenRupees));
  await cashier.closeDay(page);
  // Care begins when nobody asks anything of the counter: so the folder is watched, not its state.
  const folder = join(counter.office.dataFolder, 'copies');
  const copies = () => (existsSync(folder) ? readdirSync(folder) : []);
  await expect
    .poll(() => copies().filter((name) => name.endsWith('.journal')).length, { timeout: 45_000 })
    .toBe(1);
  await page.waitForTimeout(1_000);
  expect((await counter.state()).care.proof).toBe('passed');
});
