import type { Page } from '@playwright/test';

/**
 * A cashier's hands: everything goes through the keyboard of the real window, and each step waits for
 * what the screen then shows, as a person does.
 */
export interface PersonAtCounter {
  readonly nameHi: string;
  readonly nameEn: string;
  readonly pin: string;
}

/** Notes and coins by rupees: `{ 500: 4 }` is four five-hundreds. */
export type Cash = Readonly<Record<number, number>>;

const denominationsRupees = [500, 200, 100, 50, 20, 10, 5, 2, 1] as const;
const patienceMs = 30_000;
/** An Enter sooner than this after the one before is an excited hand, and not heard. */
const hastyMs = 450;

export async function seen(page: Page, testId: string, withinMs = patienceMs): Promise<void> {
  await page.getByTestId(testId).first().waitFor({ state: 'visible', timeout: withinMs });
}

export async function gone(page: Page, testId: string, withinMs = patienceMs): Promise<void> {
  await page.getByTestId(testId).first().waitFor({ state: 'hidden', timeout: withinMs });
}

/** Waits until the element that has the focus carries this test id, so that keys go where they should. */
export async function handAt(page: Page, testId: string): Promise<void> {
  await page.waitForFunction((id) => document.activeElement?.getAttribute('data-testid') === id, testId, {
    timeout: patienceMs,
  });
}

export async function typeInto(page: Page, testId: string, text: string): Promise<void> {
  await handAt(page, testId);
  // Devanagari comes from an input method, as on the counter's own keyboard.
  if (/^[\x20-\x7e]*$/u.test(text)) await page.keyboard.type(text);
  else await page.keyboard.insertText(text);
}

export async function enrol(page: Page, code: string): Promise<void> {
  await typeInto(page, 'enrol-code', code);
  await page.keyboard.press('Enter');
  await seen(page, 'name-hi');
}

export async function addFirstPerson(page: Page, person: PersonAtCounter): Promise<void> {
  await typeInto(page, 'name-hi', person.nameHi);
  await page.keyboard.press('Tab');
  await typeInto(page, 'name-en', person.nameEn);
  await page.keyboard.press('Tab');
  await typeInto(page, 'new-pin', person.pin);
  await page.keyboard.press('Tab');
  await typeInto(page, 'new-pin-again', person.pin);
  await page.keyboard.press('Enter');
  await seen(page, 'sign-in');
}

/** One person stands in the list: Enter takes it, and the hand goes to the PIN. */
export async function signIn(page: Page, pin: string): Promise<void> {
  await seen(page, 'sign-in');
  const atPin = page.waitForFunction(
    () => document.activeElement?.getAttribute('data-testid') === 'pin',
    undefined,
    { timeout: 1_000 },
  );
  await atPin.catch(() => page.keyboard.press('Enter'));
  await typeInto(page, 'pin', pin);
  await page.keyboard.press('Enter');
  await gone(page, 'sign-in');
}

/** Takes the consumer list from the head end; the screen goes on by itself when it is whole. */
export async function importList(page: Page): Promise<void> {
  await seen(page, 'list-do');
  await page.keyboard.press('Enter');
  await gone(page, 'list-do', 120_000);
}

export async function openDay(page: Page): Promise<void> {
  await seen(page, 'open-day');
  await page.keyboard.press('Enter');
  await gone(page, 'open-day');
}

export async function openShift(page: Page, float: Cash): Promise<void> {
  await seen(page, 'open-shift');
  await typeCount(page, float);
  await seen(page, 'search');
}

/** From the empty screen of a new PC to the open search box, as on a counter's first morning. */
export async function startFirstDay(
  page: Page,
  first: { readonly enrolmentCode: string; readonly person: PersonAtCounter; readonly float: Cash },
): Promise<void> {
  await seen(page, 'enrol-code', 60_000);
  await enrol(page, first.enrolmentCode);
  await addFirstPerson(page, first.person);
  await signIn(page, first.person.pin);
  await importList(page);
  await openDay(page);
  await seen(page, 'desk-open-shift');
  await page.keyboard.press('Enter');
  await openShift(page, first.float);
}

/** Enter walks down the notes; the last Enter sends. */
async function typeCount(page: Page, cash: Cash): Promise<void> {
  for (const rupees of denominationsRupees) {
    await typeInto(page, `count-${rupees}`, String(cash[rupees] ?? 0));
    await page.keyboard.press('Enter');
  }
}

export interface SaleKeys {
  /** What is typed into the search box: one consumer must come first. */
  readonly find: string;
  readonly amountRupees: number;
  readonly tenderedRupees: number;
}

/** Find, read back, amount, cash, Enter. Gives the receipt number when the screen says recorded. */
export async function sell(page: Page, keys: SaleKeys): Promise<string> {
  await typeSale(page, keys);
  await take(page);
  return (await page.getByTestId('receipt-number').first().textContent())?.trim() ?? '';
}

/** The last Enter. Where something of this consumer is pending the button asks first, and one key more takes it. */
export async function take(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  const asking = page.locator('[data-testid="take"][data-confirming="true"]');
  await page.getByTestId('recorded').or(asking).first().waitFor({ timeout: patienceMs });
  if (await asking.isVisible()) {
    await page.waitForTimeout(hastyMs);
    await page.keyboard.press('Enter');
  }
  await seen(page, 'recorded');
}

/** The sale up to the last Enter, which takes the money. */
export async function typeSale(page: Page, keys: SaleKeys): Promise<void> {
  await typeInto(page, 'search', keys.find);
  await seen(page, 'hit');
  await page.keyboard.press('Enter');
  await typeInto(page, 'amount', String(keys.amountRupees));
  await page.keyboard.press('Enter');
  await typeInto(page, 'tendered', String(keys.tenderedRupees));
}

/** Waits until the slip of the recharge on screen has reached a state, `confirmed` as a rule. */
export async function printed(page: Page, state = 'confirmed', withinMs = patienceMs): Promise<void> {
  await page.locator(`[data-testid="print-state"][data-state="${state}"]`).waitFor({ timeout: withinMs });
}

/** An Enter in the same breath as the last sale's is not heard, so a quick hand presses again. */
export async function nextSale(page: Page): Promise<void> {
  const search = page.getByTestId('search');
  for (let presses = 0; presses < 5 && !(await search.isEnabled()); presses += 1) {
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
  }
  await handAt(page, 'search');
}

/** The status bar says in words, shape and colour how the head end is; the level stands in its class. */
export async function headEndDown(page: Page): Promise<void> {
  await page.locator('[data-testid="status-head-end"].level-warn').waitFor({ timeout: 60_000 });
}

export async function headEndUp(page: Page): Promise<void> {
  await page.locator('[data-testid="status-head-end"].level-good').waitFor({ timeout: 60_000 });
}

export async function everythingSent(page: Page): Promise<void> {
  await page.locator('[data-testid="status-unsent"].level-good').waitFor({ timeout: 120_000 });
}

export async function declareOutage(page: Page, cause: string): Promise<void> {
  await page.keyboard.press('F11');
  await typeInto(page, 'outage-cause', cause);
  await page.keyboard.press('Enter');
  await gone(page, 'outage');
  await seen(page, 'outage-banner');
  await readOutageCard(page);
}

/** It comes by itself once the hand rests, and only once. */
export async function readOutageCard(page: Page): Promise<void> {
  await seen(page, 'outage-card');
  await page.keyboard.press('Escape');
  await gone(page, 'outage-card');
}

/** When every line of its checklist is done: before that the program would refuse. */
export async function endOutage(page: Page): Promise<void> {
  await page.keyboard.press('F11');
  await handAt(page, 'outage-do');
  await page.locator('[data-testid="outage-checklist"][data-ready="true"]').waitFor({ timeout: 60_000 });
  await page.keyboard.press('Enter');
  await gone(page, 'outage-banner');
}

/** A page of the office menu, by F6 and its row. */
export async function openOfficePage(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F6');
  await seen(page, 'office');
  await page.getByTestId(`office-${name}`).focus();
  await page.keyboard.press('Enter');
  await seen(page, name);
}

export async function printAgain(page: Page): Promise<void> {
  await page.keyboard.press('F4');
  await handAt(page, 'reprint-number');
  await page.keyboard.press('Enter');
  await page.getByTestId('reprint').getByText('●').waitFor({ timeout: patienceMs });
  await page.keyboard.press('Escape');
  await gone(page, 'reprint');
}

/** Counts the drawer blind; what was expected is shown only afterwards. */
export async function closeShift(page: Page, cash: Cash): Promise<void> {
  await page.keyboard.press('F10');
  await seen(page, 'close-shift');
  await typeCount(page, cash);
  await seen(page, 'shift-closed');
}

/** Each row of the desk has its number as its key. */
export async function chooseAtDesk(page: Page, choice: string): Promise<void> {
  await seen(page, `desk-${choice}`);
  const position = await page
    .locator('[data-testid^="desk-"]')
    .evaluateAll(
      (rows, id) => rows.findIndex((row) => row.getAttribute('data-testid') === id),
      `desk-${choice}`,
    );
  await page.keyboard.press(String(position + 1));
}

/** From the result of the shift: stay signed in, then close the day from the desk. */
export async function closeDay(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await chooseAtDesk(page, 'close-day');
  await seen(page, 'close-day');
  await page.keyboard.press('Enter');
  await seen(page, 'day-closed');
}

/** The fewest notes and coins that make a sum. */
export function cashOf(rupees: number): Cash {
  const cash: Record<number, number> = {};
  let rest = rupees;
  for (const value of denominationsRupees) {
    cash[value] = Math.floor(rest / value);
    rest %= value;
  }
  return cash;
}

export async function switchLanguage(page: Page): Promise<void> {
  await page.keyboard.press('F9');
}
