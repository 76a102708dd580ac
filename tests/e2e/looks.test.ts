import axe, { type AxeResults } from 'axe-core';
import { expect, test, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as cashier from '../../build/office/cashier.ts';
import { repositoryFolder } from '../../build/repository.ts';
import { floatCash, headCashier, openCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/**
 * Every screen of a day at 1366×768, in both languages, light and dark: fit for a screen reader, and
 * nothing sticks out. The pictures lie in out/e2e-screens for the eye.
 */
const pictures = join(repositoryFolder, 'out', 'e2e-screens');
const faults: string[] = [];
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  mkdirSync(pictures, { recursive: true });
  counter = await openCounter('hi');
  await cashier.seen(counter.page(), 'enrol-code', 60_000);
});
test.afterAll(() => counter.end());

test('each screen of a day is whole and accessible', async () => {
  test.setTimeout(240_000);
  const page = counter.page();
  await page.evaluate(axe.source);
  await setUp(page);
  await sell(page);
  await dialogs(page);
  await closeDown(page);
  expect(faults).toEqual([]);
});

async function setUp(page: Page): Promise<void> {
  await look('01-enrol');
  await cashier.enrol(page, counter.office.enrolmentCode);
  await look('02-first-person');
  await cashier.addFirstPerson(page, headCashier);
  await look('03-sign-in');
  await cashier.signIn(page, headCashier.pin);
  await cashier.seen(page, 'list-do');
  await look('04-list');
  await cashier.importList(page);
  await cashier.seen(page, 'open-day');
  await look('05-open-day');
  await cashier.openDay(page);
  await cashier.seen(page, 'desk-open-shift');
  await look('06-desk');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'open-shift');
  await look('07-open-shift');
  await cashier.openShift(page, floatCash);
  await look('08-sell-empty');
}

async function sell(page: Page): Promise<void> {
  const { consumer } = counter.nextConsumer('sts');
  await cashier.typeSale(page, { find: consumer, amountRupees: 1500, tenderedRupees: 2000 });
  await cashier.seen(page, 'paper-dots');
  await look('09-sell-filled');
  await page.keyboard.press('Enter');
  await cashier.printed(page);
  await look('10-recorded');
  await cashier.nextSale(page);
  await cashier.typeSale(page, {
    find: counter.nextConsumer().consumer,
    amountRupees: 500,
    tenderedRupees: 400,
  });
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'fault');
  await look('11-tendered-too-little');
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Escape');
}

async function dialogs(page: Page): Promise<void> {
  for (const [key, dialog] of [
    ['F1', 'help'],
    ['F3', 'receipt-status'],
    ['F4', 'reprint'],
    ['F8', 'unsent'],
    ['F11', 'outage'],
  ] as const) {
    await page.keyboard.press(key);
    await cashier.seen(page, dialog);
    await look(`12-${dialog}`);
    await page.keyboard.press('Escape');
    await cashier.gone(page, dialog);
  }
}

async function closeDown(page: Page): Promise<void> {
  await page.keyboard.press('F10');
  await cashier.seen(page, 'close-shift');
  await look('13-close-shift');
  await page.keyboard.press('Escape');
  await cashier.handAt(page, 'search');
  const rupees = 2_000 + 1_500;
  await cashier.closeShift(page, cashier.cashOf(rupees));
  await look('14-shift-closed');
  await cashier.closeDay(page);
  await look('15-day-closed');
}

/** One screen in both languages and both colours. What is wrong is kept, so that one run tells all of it. */
async function look(name: string): Promise<void> {
  const page = counter.page();
  for (let turn = 0; turn < 2; turn += 1) {
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((chosen) => (document.documentElement.dataset['theme'] = chosen), theme);
      const language = (await page.locator('html').getAttribute('lang')) ?? '';
      const screen = `${name} ${language} ${theme}`;
      faults.push(...(await violations(page)).map((violation) => `${screen}: ${violation}`));
      if (theme === 'light') faults.push(...(await sticksOut(page)).map((part) => `${screen}: ${part}`));
      await page.screenshot({ path: join(pictures, `${screen.replaceAll(' ', '-')}.png`) });
    }
    await cashier.switchLanguage(page);
  }
}

async function violations(page: Page): Promise<string[]> {
  const results = await page.evaluate(async () => {
    const tool = Reflect.get(window, 'axe') as { run: (options: unknown) => Promise<AxeResults> };
    return (await tool.run({ resultTypes: ['violations'] })).violations;
  });
  return results.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Elements that reach over the edge of the window and cannot be scrolled to, and a page that scrolls. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
    const found: string[] = [];
    if (scrollWidth > clientWidth || scrollHeight > clientHeight) {
      found.push(`the page scrolls: ${scrollWidth}×${scrollHeight}`);
    }
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll|hidden|clip/u.test(getComputedStyle(element).overflow) || scrolls(element.parentElement));
    for (const element of document.querySelectorAll('#root *, [role="dialog"] *')) {
      const box = element.getBoundingClientRect();
      const isOut =
        box.right > clientWidth + 1 || box.bottom > clientHeight + 1 || box.left < -1 || box.top < -1;
      if (isOut && box.width > 1 && box.height > 1 && !scrolls(element.parentElement)) {
        found.push(`sticks out: ${element.outerHTML.slice(0, 120)}`);
      }
    }
    return found;
  });
}
