import { expect, test, type Page } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { errorText } from '../../counter/text/error-text.ts';
import { sell as sellEn } from '../../renderer/text/en/sell.ts';
import { sell as sellHi } from '../../renderer/text/hi/sell.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { backAtSearch, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/** What must not be sold is said in a clear sentence in both languages, and changes nothing. */
let counter: CounterAtWork;
let entriesBefore: number;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter('hi');
});
test.afterAll(() => counter.end());
test.beforeEach(async () => {
  await backAtSearch(counter.page());
  entriesBefore = (await counter.state()).secondCopy.entries;
});
test.afterEach(async () => {
  const { secondCopy, lastRecharge } = await counter.state();
  expect({ entries: secondCopy.entries, lastRecharge }).toEqual({
    entries: entriesBefore,
    lastRecharge: null,
  });
});

/** The sentence of this code stands on the screen, then in the other language, then as before. */
async function saidInBothLanguages(page: Page, code: ErrorCode): Promise<void> {
  const fault = page.locator(`[data-testid="fault"][data-code="${code}"]`);
  for (const language of ['hi', 'en'] as const) {
    await expect(fault).toContainText(errorText[code][language].what);
    await expect(fault).toContainText(withoutParams(errorText[code][language].now));
    await cashier.switchLanguage(page);
  }
}

/** A sentence up to the part that is filled in. */
function withoutParams(sentence: string): string {
  return sentence.split(/[[{]/u)[0] ?? sentence;
}

const amounts: readonly (readonly [typed: string, ErrorCode])[] = [
  ['0', 'AMOUNT_ZERO'],
  ['-500', 'AMOUNT_NEGATIVE'],
  ['500.50', 'AMOUNT_HAS_PAISE'],
  ['five', 'AMOUNT_NOT_A_NUMBER'],
  ['5000000000000', 'CASH_CAP_OF_DAY'],
  ['500000000000000', 'AMOUNT_TOO_LARGE'],
];
for (const [typed, code] of amounts) {
  test(`an amount of "${typed}" is not taken`, async () => {
    const page = counter.page();
    await cashier.typeInto(page, 'search', counter.nextConsumer().consumer);
    await cashier.seen(page, 'hit');
    await page.keyboard.press('Enter');
    await cashier.typeInto(page, 'amount', typed);
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Enter');
    await saidInBothLanguages(page, code);
    await expect(page.getByTestId('recorded')).toHaveCount(0);
  });
}

test('cash that is less than the amount is not taken', async () => {
  const page = counter.page();
  const { consumer } = counter.nextConsumer();
  await cashier.typeSale(page, { find: consumer, amountRupees: 500, tenderedRupees: 499 });
  await page.keyboard.press('Enter');
  await saidInBothLanguages(page, 'TENDERED_TOO_LITTLE');
  await cashier.handAt(page, 'tendered');
});

const strangers: readonly (readonly [what: string, typed: string])[] = [
  ['a name that nobody has', 'qqxzzw'],
  ['a number too short for an account', '99999999'],
  ['a number too long for an account', '99999999999999'],
];
for (const [what, typed] of strangers) {
  test(`${what} is found nowhere, and Enter takes nobody`, async () => {
    const page = counter.page();
    await cashier.typeInto(page, 'search', typed);
    const nobody = page.getByTestId('nobody');
    await expect(nobody).toContainText(sellHi.none.replace('{{text}}', typed));
    await page.keyboard.press('Enter');
    await cashier.handAt(page, 'search');
    await cashier.switchLanguage(page);
    await expect(nobody).toContainText(sellEn.none.replace('{{text}}', typed));
    await cashier.switchLanguage(page);
    await expect(page.getByTestId('read-back')).toHaveCount(0);
  });
}

test('a true account number that the list does not know is taken into suspense only with approval', async () => {
  const page = counter.page();
  await cashier.typeInto(page, 'search', '9999999999');
  await cashier.seen(page, 'suspense-offer');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'suspense-notice');
  await cashier.typeInto(page, 'amount', '500');
  await page.keyboard.press('Enter');
  await cashier.handAt(page, 'tendered');
  await cashier.seen(page, 'approval-ahead');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'approval');
  await page.keyboard.press('Escape');
  await cashier.gone(page, 'approval');
  await cashier.handAt(page, 'tendered');
});
