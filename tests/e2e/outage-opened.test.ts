import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { backAtSearch, openSellingCounter, slipOf, type CounterAtWork } from '../harness/counter-at-work.ts';

/** One outage in the real app, from the proposal that comes by itself to the close that is refused and then done. */
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter('en', { proposeAfterMs: 1_500, closeAfterMs: 3_000 });
});
test.afterAll(() => counter.end());

let name = '';

test('a head end that is missed proposes an outage, and the what-to-do card opens by itself', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await cashier.headEndUp(page);
  await counter.office.headEnd.setFault('down');
  await cashier.headEndDown(page);
  await expect(page.getByTestId('status-head-end')).toContainText('Head end DOWN since');
  await cashier.seen(page, 'outage-card');
  name = (await counter.state()).outageProposal?.name ?? '';
  expect(name).toMatch(/^BR-\d{4}-\d{2}-\d{2}$/u);
  await expect(page.getByTestId('outage-card')).toContainText('switch the PC off by the plug');
});

test('what the consumer may read is one key away, in both languages', async () => {
  const page = counter.page();
  await page.keyboard.press('F7');
  await expect(page.getByTestId('explain')).toContainText('कृपया दोबारा जमा न करें।');
  await expect(page.getByTestId('explain')).toContainText('Please do not pay again.');
  await page.keyboard.press('Escape');
  await cashier.gone(page, 'explain');
  await expect(page.getByTestId('outage-proposed')).toContainText(name);
});

test('the head cashier opens it by two keys: the number of a cause, and Enter', async () => {
  const page = counter.page();
  await page.keyboard.press('F1');
  await cashier.handAt(page, 'card-open');
  await page.keyboard.press('Enter');
  await cashier.handAt(page, 'outage-cause');
  await page.keyboard.press('2');
  await expect(page.getByTestId('cause-2')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await cashier.gone(page, 'outage');
  await cashier.seen(page, 'outage-banner');
  await cashier.gone(page, 'outage-proposed');
  expect((await counter.state()).outage).toMatchObject({ name });
  // Who has read the card at the proposal is not shown it again.
  await page.waitForTimeout(2_500);
  await expect(page.getByTestId('outage-card')).toHaveCount(0);
});

test('its name stands on the receipt, and F1 leads to the card at any time', async () => {
  const page = counter.page();
  await backAtSearch(page);
  const { consumer } = counter.nextConsumer();
  await cashier.sell(page, { find: consumer, amountRupees: 300, tenderedRupees: 300 });
  await cashier.printed(page);
  const uid = (await page.getByTestId('recorded').getAttribute('data-uid')) ?? '';
  expect(slipOf(counter, uid)).toContain(`Outage: ${name}`);
  await cashier.nextSale(page);
  await page.keyboard.press('F1');
  await expect(page.getByTestId('outage-card')).toContainText(name);
  await page.keyboard.press('Escape');
  await cashier.gone(page, 'outage-card');
});

test('its close is refused with the reason while the head end is away, and done when every line is', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await page.keyboard.press('F11');
  await cashier.seen(page, 'outage-checklist');
  await expect(page.getByTestId('line-head-end')).toHaveAttribute('data-state', 'open');
  await expect(page.getByTestId('line-unsent')).toContainText('1 unsent, ₹300');
  await cashier.handAt(page, 'outage-do');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('fault')).toHaveAttribute('data-code', 'OUTAGE_HEAD_END_AWAY');
  await page.keyboard.press('Escape');
  await cashier.seen(page, 'outage-banner');

  await counter.office.headEnd.setFault('none');
  await cashier.everythingSent(page);
  await cashier.endOutage(page);
  expect((await counter.state()).outage).toBeNull();
});

test('its report is in the office menu, and Enter makes the signed file and the paper', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await page.keyboard.press('F6');
  await page.getByTestId('office-outage-report').click();
  await cashier.seen(page, 'outage-reports');
  await page.keyboard.press('1');
  await cashier.seen(page, 'outage-report');
  await expect(page.getByTestId('outage-report')).toContainText(name);
  await cashier.handAt(page, 'report-save');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('report-made')).toContainText(`OUTAGE_${name}_PTC-C02`, { timeout: 30_000 });
  await expect(page.getByTestId('report-made')).toContainText('.pdf');
});
