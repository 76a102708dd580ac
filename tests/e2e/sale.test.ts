import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { dotsOfAnswer, dotsOfSlip, inkDifference } from '../harness/paper-dots.ts';
import { backAtSearch, openSellingCounter, slipOf, type CounterAtWork } from '../harness/counter-at-work.ts';

/** Selling in the real window while the head end answers. One office for all. */
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter();
});
test.afterAll(() => counter.end());
test.beforeEach(async () => {
  await backAtSearch(counter.page());
});

/** Company and office: the rows above the first line, the same on every slip. */
const paperTopBytes = 72 * 90;
/** Shrinking blurs each dot into its neighbours; a missing line of text differs by far more. */
const sameInk = 0.06;

function typed({ consumer }: Consumer): cashier.SaleKeys {
  return { find: consumer, amountRupees: 500, tenderedRupees: 600 };
}

test('a sale online: CONFIRMED on screen and paper, with at most four keys beside account and amount', async () => {
  const page = counter.page();
  const { consumer } = counter.nextConsumer();
  await page.evaluate(() => {
    const keys: string[] = [];
    Reflect.set(window, 'pressed', keys);
    addEventListener('keydown', ({ key }) => keys.push(key), true);
  });
  await cashier.typeInto(page, 'search', consumer);
  await page.keyboard.press('Enter');
  await cashier.typeInto(page, 'amount', '1500');
  await page.keyboard.press('Enter');
  await cashier.handAt(page, 'tendered');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'recorded');
  const pressed = await page.evaluate(() => Reflect.get(window, 'pressed') as string[]);
  expect(pressed.length - consumer.length - '1500'.length).toBeLessThanOrEqual(4);

  await expect(page.getByTestId('credit-state')).toHaveAttribute('data-credit', 'confirmed');
  await cashier.printed(page);
  const recharge = (await counter.state()).lastRecharge;
  expect(recharge).toMatchObject({ consumer, amountPaise: 1500_00, credit: 'confirmed', copies: 'two' });
  const slip = slipOf(counter, recharge?.uid);
  expect(slip).toContain('जमा हो गया / CONFIRMED');
  expect(slip).toContain(`Ref ${recharge?.reference}`);
  await screenShowsThePaper(recharge?.print?.job);
});

test('a keypad meter: its token stands on screen in groups of four and on paper', async () => {
  const page = counter.page();
  const { consumer } = counter.nextConsumer('sts');
  await cashier.sell(page, { find: consumer, amountRupees: 300, tenderedRupees: 300 });
  await cashier.printed(page);
  const recharge = (await counter.state()).lastRecharge;
  const [token] = recharge?.tokens ?? [];
  expect(token).toMatch(/^\d{20}$/u);
  await expect(page.getByTestId('token').first()).toHaveText(token?.match(/\d{4}/gu)?.join(' ') ?? '');
  expect(slipOf(counter, recharge?.uid).replaceAll(/[ -]/gu, '')).toContain(token);
  await screenShowsThePaper(recharge?.print?.job);
});

/** The dots of the job are those on the last slip, bit by bit, and the picture on screen is drawn from them. */
async function screenShowsThePaper(job: string | undefined): Promise<void> {
  const page = counter.page();
  const dots = await page.evaluate((id) => window.counter['print.show']({ job: id }), job ?? '');
  expect(dotsOfAnswer(dots) === dotsOfSlip(counter.slipFiles().at(-1))).toBe(true);
  await expect.poll(() => inkDifference(page, dots)).toBeLessThan(sameInk);
}

test('the preview is drawn from the dots that the printer would get now', async () => {
  const page = counter.page();
  const { consumer } = counter.nextConsumer();
  await cashier.typeSale(page, { find: consumer, amountRupees: 500, tenderedRupees: 600 });
  await cashier.seen(page, 'paper-dots');
  const asked = { consumer, amountPaise: 500_00, tenderedPaise: 600_00 };
  const dots = await page.evaluate((sale) => window.counter['recharge.preview'](sale), asked);
  expect(dots.ok && dots.value.widthDots).toBe(576);
  await expect.poll(() => inkDifference(page, dots)).toBeLessThan(sameInk);
  // Company and office stand first, the same on the preview as on every slip.
  const slip = dotsOfSlip(counter.slipFiles().at(-1));
  expect(dotsOfAnswer(dots).slice(0, paperTopBytes) === slip.slice(0, paperTopBytes)).toBe(true);
});

test('two Enters in one breath and an Enter held down are one sale each', async () => {
  const page = counter.page();
  for (const press of ['double', 'held'] as const) {
    const before = counter.journal().recharges.length;
    await cashier.typeSale(page, typed(counter.nextConsumer()));
    if (press === 'double') {
      await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
    } else {
      for (let repeats = 0; repeats < 25; repeats += 1) await page.keyboard.down('Enter');
    }
    await cashier.seen(page, 'recorded');
    await cashier.printed(page);
    if (press === 'held') {
      for (let repeats = 0; repeats < 25; repeats += 1) await page.keyboard.down('Enter');
      await page.keyboard.up('Enter');
    }
    await cashier.seen(page, 'recorded');
    expect(counter.journal().recharges).toHaveLength(before + 1);
    await cashier.nextSale(page);
  }
});

test('Enter held down from the first field on goes no further than its own field', async () => {
  const page = counter.page();
  const before = counter.journal().recharges.length;
  await cashier.typeInto(page, 'search', counter.nextConsumer().consumer);
  await cashier.seen(page, 'hit');
  for (let repeats = 0; repeats < 10; repeats += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await cashier.handAt(page, 'amount');
  await expect(page.getByTestId('fault')).toHaveCount(0);
  expect(counter.journal().recharges).toHaveLength(before);
});

test('Escape goes back one step at a time, and the hand goes with it', async () => {
  const page = counter.page();
  const { consumer } = counter.nextConsumer();
  await cashier.typeSale(page, { find: consumer, amountRupees: 700, tenderedRupees: 1000 });
  await expect(page.getByTestId('change')).toHaveText('300');
  await page.keyboard.press('Escape');
  await cashier.handAt(page, 'amount');
  await expect(page.getByTestId('amount')).toHaveValue('700');
  await page.keyboard.press('Escape');
  await cashier.handAt(page, 'search');
  await expect(page.getByTestId('search')).toHaveValue(consumer);
  await expect(page.getByTestId('amount')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await cashier.handAt(page, 'search');
  await expect(page.getByTestId('search')).toHaveValue('');
});

test('Escape leaves every dialog, and the hand is back at the search box', async () => {
  const page = counter.page();
  for (const [key, dialog] of [
    ['F1', 'help'],
    ['F3', 'receipt-status'],
    ['F4', 'reprint'],
    ['F8', 'unsent'],
    ['F11', 'outage'],
  ] as const) {
    await page.keyboard.press(key);
    await cashier.seen(page, dialog);
    await page.keyboard.press('Escape');
    await cashier.gone(page, dialog);
    await cashier.handAt(page, 'search');
  }
});

test('the other language keeps what was typed, and the hand where it was', async () => {
  const page = counter.page();
  await cashier.typeSale(page, typed(counter.nextConsumer()));
  for (const [language, words] of [
    ['hi', 'पाँच सौ रुपये'],
    ['en', 'Five hundred rupees'],
  ] as const) {
    await cashier.switchLanguage(page);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByTestId('amount-words')).toContainText(words);
    await expect(page.getByTestId('amount')).toHaveValue('500');
    await expect(page.getByTestId('tendered')).toHaveValue('600');
    await cashier.handAt(page, 'tendered');
  }
});

test('after the sale the next number may simply be typed', async () => {
  const page = counter.page();
  await cashier.sell(page, typed(counter.nextConsumer()));
  const { consumer } = counter.nextConsumer();
  await page.keyboard.type(consumer);
  await expect(page.getByTestId('search')).toHaveValue(consumer);
  await cashier.seen(page, 'hit');
});

test('ledger, journal and paper agree on every sale of this file', async () => {
  await cashier.everythingSent(counter.page());
  const sold = counter.journal().recharges;
  await expect.poll(() => counter.paper().matched.length).toBe(sold.length);
  expect(counter.paper().torn).toEqual([]);
  const credited = (await counter.ledger()).map(({ uid, amountPaise }) => ({ uid, amountPaise }));
  expect(credited).toEqual(sold.map(({ uid, amountPaise }) => ({ uid, amountPaise })));
});
