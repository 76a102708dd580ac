import axe, { type AxeResults } from 'axe-core';
import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { backAtSearch, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/** The page behind the status, by keyboard alone, through an outage and out of it. */
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter('en');
});
test.afterAll(() => counter.end());

const states = () =>
  counter
    .page()
    .getByTestId('row-state')
    .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-state')));

test('in an outage every row says that it is unsent, why, and what came of "send now"', async () => {
  const page = counter.page();
  await counter.office.headEnd.setFault('html200');
  await cashier.headEndDown(page);
  for (let sales = 0; sales < 2; sales += 1) {
    const { consumer } = counter.nextConsumer();
    await cashier.sell(page, { find: consumer, amountRupees: 300 + sales, tenderedRupees: 500 });
    await cashier.nextSale(page);
  }
  await page.keyboard.press('F8');
  await cashier.seen(page, 'row');
  await expect(page.getByTestId('rows')).toBeFocused();
  expect(await states()).toEqual(['unsent', 'unsent']);
  await expect(page.getByTestId('upload-fault')).toContainText('A web page came instead');
  await page.keyboard.press('F8');
  await expect(page.getByTestId('send-now-outcome')).toHaveAttribute('data-outcome', 'silent', {
    timeout: 30_000,
  });
  await expect(page.getByTestId('send-now-outcome')).toContainText('still silent');
});

test('a state, a search and a row’s history are reached by keys, and Escape goes back one step', async () => {
  const page = counter.page();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('state-unsent')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('state-refused')).toHaveAttribute('aria-pressed', 'true');
  await cashier.seen(page, 'no-rows');
  for (let back = 0; back < 5; back += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('F2');
  await page.keyboard.type('301');
  await expect(page.getByTestId('row')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('rows')).toBeFocused();
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'row-history');
  const steps = page.getByTestId('row-step');
  await expect(steps.first()).toContainText('Taken by');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('rows')).toBeFocused();
  await expect(page.getByTestId('row-search')).toHaveValue('301');
});

test('the page is fit for a screen reader, and nothing sticks out', async () => {
  const page = counter.page();
  await page.evaluate(axe.source);
  const result = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  expect(result.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
});

test('when the head end is back "send now" sends, the rows say so while they are looked at', async () => {
  const page = counter.page();
  await page.keyboard.press('F2');
  await page.getByTestId('row-search').fill('');
  await page.keyboard.press('ArrowDown');
  await counter.office.headEnd.setFault('none');
  await page.keyboard.press('F8');
  await expect(page.getByTestId('send-now-outcome')).toHaveAttribute('data-outcome', 'sent', {
    timeout: 60_000,
  });
  await expect.poll(states, { timeout: 30_000 }).toEqual(['credited', 'credited']);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('row-step').filter({ hasText: 'Answer 1: credited' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('unsent')).toHaveCount(0);
  await backAtSearch(page);
});
