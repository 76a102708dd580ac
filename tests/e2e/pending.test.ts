import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { backAtSearch, openSellingCounter, slipOf, type CounterAtWork } from '../harness/counter-at-work.ts';

/** Before cash is taken a second time: what is pending is said, and one key more takes it all the same. */
let counter: CounterAtWork;
let payer: Consumer;
let code: string;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter('en');
  payer = counter.nextConsumer();
});
test.afterAll(() => counter.end());

const recharges = () => counter.journal().recharges.length;
const keys = (amountRupees: number) => ({ find: payer.consumer, amountRupees, tenderedRupees: 1000 });

test('the first receipt of an outage asks for no further key', async () => {
  const page = counter.page();
  await counter.office.headEnd.setFault('503');
  await cashier.headEndDown(page);
  await cashier.typeSale(page, keys(450));
  await expect(page.getByTestId('pending-guard')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'recorded');
  await cashier.printed(page);
  const uid = (await page.getByTestId('recorded').getAttribute('data-uid')) ?? '';
  code = /"text":"(R1\|[^"]+)"/u.exec(slipOf(counter, uid))?.[1] ?? '';
  expect(code).toMatch(/^R1\|C0/u);
  await cashier.nextSale(page);
});

test('the second says what is pending; Enter in one breath takes nothing, Escape goes back, one key more takes it', async () => {
  const page = counter.page();
  const before = recharges();
  await cashier.typeSale(page, keys(600));
  await expect(page.getByTestId('pending-here')).toContainText('At this counter: 1 receipt, ₹450');
  await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
  const take = page.getByTestId('take');
  await expect(take).toHaveAttribute('data-confirming', 'true');
  await expect(take).toContainText('Take ₹600 more');
  expect(recharges()).toBe(before);
  await page.keyboard.press('Escape');
  await cashier.handAt(page, 'tendered');
  await expect(page.getByTestId('amount')).toHaveValue('600');
  await page.waitForTimeout(450);
  await cashier.take(page);
  expect(recharges()).toBe(before + 1);
  await cashier.nextSale(page);
});

test('a scanned receipt is shown with its state and fills the consumer in; its Enter sells nothing', async () => {
  const page = counter.page();
  const before = recharges();
  await backAtSearch(page);
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  const shown = page.getByTestId('scanned');
  await expect(shown).toHaveAttribute('data-is', 'known-here');
  await expect(shown).toContainText('₹450');
  await expect(page.getByTestId('search')).toHaveValue(payer.consumer);
  await cashier.handAt(page, 'search');
  await cashier.seen(page, 'hit');
  await page.waitForTimeout(450);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('pending-here')).toContainText('2 receipts, ₹1,050');
  expect(recharges()).toBe(before);
});

test('a scanner that types into the amount sells nothing', async () => {
  const page = counter.page();
  const before = recharges();
  await cashier.handAt(page, 'amount');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'fault');
  expect(recharges()).toBe(before);
  await backAtSearch(page);
});

test('a changed receipt is not genuine, and names nobody', async () => {
  const page = counter.page();
  await page.keyboard.type(code.replace('|45000|', '|95000|'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('scanned')).toHaveAttribute('data-is', 'forged');
  await expect(page.getByTestId('search')).toHaveValue('');
  await backAtSearch(page);
});
