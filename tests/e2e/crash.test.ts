import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { errorText } from '../../counter/text/error-text.ts';
import { app as appEn } from '../../renderer/text/en/app.ts';
import { sell as sellEn } from '../../renderer/text/en/sell.ts';
import { app as appHi } from '../../renderer/text/hi/app.ts';
import {
  headCashier,
  openSellingCounter,
  servicePid,
  type CounterAtWork,
} from '../harness/counter-at-work.ts';

/** Processes die in the middle of a sale. Nothing is doubled, nothing is lost, and the screen says which it was. */
test.describe.configure({ mode: 'serial' });
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter();
});
test.afterAll(() => counter.end());

function salesOf(consumer: string): number {
  return counter.journal().recharges.filter((each) => each.consumer === consumer).length;
}

/** Everything typed, the last Enter pressed, and the service held still: the sale is under way. */
async function holdInMidSale(consumer: string): Promise<number> {
  const page = counter.page();
  const pid = await servicePid(counter);
  await cashier.typeSale(page, { find: consumer, amountRupees: 350, tenderedRupees: 500 });
  await expect(page.getByTestId('take')).toBeEnabled();
  process.kill(pid, 'SIGSTOP');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('take')).toContainText(sellEn.recording);
  return pid;
}

test('the page crashes in mid sale: the new page finds the receipt by its uid', async () => {
  const { consumer } = counter.nextConsumer();
  const pid = await holdInMidSale(consumer);
  // Playwright gives a crashed page up, so the new one is read through main.
  const shown = await counter.window().app.evaluate(async ({ BrowserWindow }, service) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    const loaded = new Promise<void>((resolve) => {
      contents.once('did-finish-load', () => resolve());
    });
    contents.forcefullyCrashRenderer();
    await loaded;
    process.kill(service, 'SIGCONT');
    return contents.executeJavaScript(`new Promise((resolve) => {
      const look = () => {
        const card = document.querySelector('[data-testid="recorded"]');
        if (card === null) setTimeout(look, 50);
        else resolve(card.textContent);
      };
      look();
    })`) as Promise<string>;
  }, pid);
  expect(shown).toContain(sellEn.recordedRestored);
  expect(shown).toContain(consumer);
  await expect.poll(() => salesOf(consumer)).toBe(1);
  // A program closed over a slip asks about it; here the paper is left to come out.
  await expect.poll(() => counter.journal().slips.at(-1)?.state).toBe('confirmed');
  await signInAgain();
});

/** The program is closed and opened; day and shift are still open. */
async function signInAgain(): Promise<void> {
  const page = await counter.reopen();
  await cashier.signIn(page, headCashier.pin);
}

test('the service is killed before it wrote: the screen says not recorded, and taken again it is one sale', async () => {
  const page = counter.page();
  await cashier.handAt(page, 'search');
  const { consumer } = counter.nextConsumer();
  process.kill(await holdInMidSale(consumer), 'SIGKILL');
  await cashier.signIn(page, headCashier.pin);
  await cashier.seen(page, 'not-recorded');
  expect(salesOf(consumer)).toBe(0);
  await cashier.sell(page, { find: consumer, amountRupees: 350, tenderedRupees: 350 });
  await cashier.printed(page);
  expect(salesOf(consumer)).toBe(1);
  await cashier.nextSale(page);
});

test('the service is killed after it wrote: the receipt is shown again and its paper is asked about', async () => {
  const page = counter.page();
  await cashier.handAt(page, 'search');
  const { consumer } = counter.nextConsumer();
  counter.office.printer.setFault({ kind: 'noAnswer' });
  await cashier.sell(page, { find: consumer, amountRupees: 350, tenderedRupees: 350 });
  await cashier.printed(page, 'awaiting');
  process.kill(await servicePid(counter), 'SIGKILL');
  await cashier.signIn(page, headCashier.pin);
  counter.office.printer.setFault(null);
  await cashier.seen(page, 'print-question');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await cashier.gone(page, 'print-question');
  expect(salesOf(consumer)).toBe(1);
});

test('killed a third time in five minutes, selling is locked with a plain sentence in both languages', async () => {
  const page = counter.page();
  if ((await page.getByTestId('recorded').count()) > 0) await cashier.nextSale(page);
  process.kill(await holdInMidSale(counter.nextConsumer().consumer), 'SIGKILL');
  await cashier.seen(page, 'locked');
  const locked = page.getByTestId('locked');
  await expect(locked).toContainText(appEn.lockedTitle);
  await expect(locked).toContainText(errorText.JOURNAL_STOPPED.en.what);
  await cashier.switchLanguage(page);
  await expect(locked).toContainText(appHi.lockedTitle);
  await expect(locked).toContainText(errorText.JOURNAL_STOPPED.hi.what);
  await expect(page.getByTestId('search')).toHaveCount(0);
});

test('opened again, the counter sells on, and head end, journal and receipts agree', async () => {
  await signInAgain();
  const page = counter.page();
  await cashier.handAt(page, 'search');
  await cashier.sell(page, { find: counter.nextConsumer().consumer, amountRupees: 350, tenderedRupees: 350 });
  await cashier.printed(page);
  await cashier.everythingSent(page);
  const { recharges, slips } = counter.journal();
  expect(recharges.map(({ receiptNumber }) => receiptNumber.slice(-6))).toEqual([
    '000001',
    '000002',
    '000003',
    '000004',
  ]);
  expect(slips.map(({ state }) => state)).toEqual(recharges.map(() => 'confirmed'));
  const credited = (await counter.ledger()).map(({ uid }) => uid);
  expect(credited).toEqual(recharges.map(({ uid }) => uid));
});
