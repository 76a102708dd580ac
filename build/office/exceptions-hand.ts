import type { Page } from '@playwright/test';
import { gone, seen, typeInto } from './cashier.ts';

/** A head cashier's hands at the exceptions desk: by keyboard alone, each step waiting for the screen. */

/** From the search box to the row of one receipt, by F6 and the arrow keys. */
export async function openException(page: Page, receiptNumber: string): Promise<void> {
  await page.keyboard.press('F6');
  await seen(page, 'office');
  await page.getByTestId('office-exceptions').focus();
  await page.keyboard.press('Enter');
  await seen(page, 'exception-row');
  const row = page.locator(`[data-testid="exception-row"][data-receipt="${receiptNumber}"]`);
  for (let presses = 0; (await row.getAttribute('aria-selected')) !== 'true'; presses += 1) {
    if (presses === rowsMax) throw new Error(`${receiptNumber} is not on the desk`);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await seen(page, 'exception-detail');
}

const rowsMax = 40;

/** The act of that name in the menu, whatever stands before it. */
export async function chooseAct(page: Page, act: string): Promise<void> {
  await page.getByTestId(`act-${act}`).focus();
  await page.keyboard.press('Enter');
}

/** Writes why; what is about to be done then stands on screen, to be read aloud. */
export async function giveReason(page: Page, reason: string): Promise<void> {
  await typeInto(page, 'exception-reason', reason);
  await page.keyboard.press('Enter');
  await seen(page, 'aloud');
  // A second Enter in the same breath does nothing: what is on screen is read aloud first.
  await page.waitForTimeout(700);
}

/** The last Enter, and the word that the row then bears. */
export async function confirmAct(page: Page, standing: string): Promise<void> {
  await page.keyboard.press('Enter');
  await seen(page, 'exception-detail');
  await page.locator(`[data-testid="standing"][data-standing="${standing}"]`).waitFor({ timeout: 60_000 });
}

export async function chooseConsumer(page: Page, consumer: string): Promise<void> {
  await typeInto(page, 'exception-search', consumer);
  await seen(page, 'hit');
  await page.keyboard.press('Enter');
}

/** Row, list, menu: Escape goes one step back each time, until the hand is at the search box again. */
export async function leaveDesk(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await gone(page, 'exception-detail');
  await page.keyboard.press('Escape');
  await gone(page, 'exceptions');
}
