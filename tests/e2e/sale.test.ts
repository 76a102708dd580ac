import { expect, test, type Page } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { dotsOfCanvas, dotsOfSlip } from '../harness/paper-dots.ts';
import { openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

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

/** Whatever the test before left on screen, the next one begins at the empty search box. */
async function backAtSearch(page: Page): Promise<void> {
  for (let presses = 0; presses < 4; presses += 1) {
    const free = await page.evaluate(
      () =>
        document.activeElement?.getAttribute('data-testid') === 'search' &&
        (document.activeElement as HTMLInputElement).value === '',
    );
    if (free) return;
    await page.keyboard.press('Escape');
  }
  await cashier.handAt(page, 'search');
}

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
  const slip = slipOf(recharge?.uid);
  console.log(slip);
  expect(await dotsOfCanvas(page)).toBe(dotsOfSlip(counter.slipFiles().at(-1)));
});

function slipOf(uid: string | undefined): string {
  return counter.journal().slips.find(({ entry }) => entry === uid)?.document ?? '';
}
