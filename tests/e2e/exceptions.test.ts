import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { repositoryFolder } from '../../build/repository.ts';
import { backAtSearch, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';
import { papersOfJournal } from '../harness/paper-of-journal.ts';
import { isPdf, picturesOfPdf, squeezed, textOfPdf } from '../harness/pdf.ts';

/** What the head end refused, settled by keyboard in the real window: moved, paid back, told by letter. */
let counter: CounterAtWork;
const kept = join(repositoryFolder, 'out', 'exceptions');

test.beforeAll(async () => {
  test.setTimeout(180_000);
  mkdirSync(kept, { recursive: true });
  counter = await openSellingCounter('hi');
});
test.afterAll(() => counter.end());

/** Sells to a consumer whose connection is closed: the head end takes no money for it. */
async function sellRefused(amountRupees: number): Promise<string> {
  const page = counter.page();
  await backAtSearch(page);
  const closed = counter.office.consumers.find(({ status }) => status === 'closed' || status === 'blocked');
  const keys = { find: closed?.consumer ?? '', amountRupees, tenderedRupees: amountRupees };
  const receiptNumber = await cashier.sell(page, keys);
  await page.locator('[data-testid="credit-state"][data-credit="rejected"]').first().waitFor();
  await cashier.printed(page);
  return receiptNumber;
}

/** From anywhere to the row of one receipt, by F6 and the arrow keys. */
async function openRow(page: Page, receiptNumber: string): Promise<void> {
  await backAtSearch(page);
  await page.keyboard.press('F6');
  await cashier.seen(page, 'office');
  await page.getByTestId('office-exceptions').focus();
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'exception-row');
  const row = page.locator(`[data-testid="exception-row"][data-receipt="${receiptNumber}"]`);
  for (let presses = 0; (await row.getAttribute('aria-selected')) !== 'true'; presses += 1) {
    expect(presses).toBeLessThan(20);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'exception-detail');
}

/** The act of that number in the menu, whatever stands before it. */
async function choose(page: Page, act: string): Promise<void> {
  await page.getByTestId(`act-${act}`).focus();
  await page.keyboard.press('Enter');
}

async function giveReason(page: Page, reason: string): Promise<void> {
  await cashier.typeInto(page, 'exception-reason', reason);
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'aloud');
  // A second Enter in the same breath does nothing: what is on screen is read aloud first.
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'aloud');
  await page.waitForTimeout(500);
}

const standing = (page: Page, is: string) =>
  page.locator(`[data-testid="standing"][data-standing="${is}"]`).waitFor({ timeout: 20_000 });

/** How the slip of the refund stands, as the journal says. */
async function slipState(page: Page, receiptNumber: string): Promise<string | undefined> {
  const reply = await page.evaluate((input) => window.counter['exceptions.one'](input), { receiptNumber });
  return reply.ok ? reply.value.slip?.state : reply.error.code;
}

test('refused, then moved to the right consumer, whom the head end credits once', async () => {
  const page = counter.page();
  const receiptNumber = await sellRefused(300);
  await openRow(page, receiptNumber);
  await standing(page, 'refused');
  await choose(page, 'moved');
  const right = counter.nextConsumer();
  await cashier.typeInto(page, 'exception-search', right.consumer);
  await cashier.seen(page, 'hit');
  await page.keyboard.press('Enter');
  await giveReason(page, 'ग़लत नंबर लिखा गया था');
  const aloud = (await page.getByTestId('aloud').textContent()) ?? '';
  for (const words of [right.name, right.consumer, `…${right.meter.slice(-4)}`, '₹300'])
    expect(aloud).toContain(words);
  await page.screenshot({ path: join(kept, 'moved-aloud.png') });
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'exception-detail');
  await standing(page, 'settled');
  const credits = (await counter.ledger()).filter(({ amountPaise }) => amountPaise === 300_00);
  expect(credits.map(({ consumer }) => consumer)).toEqual([right.consumer]);
  await page.screenshot({ path: join(kept, 'moved.png') });
});

test('refused, then paid back: the cash leaves the drawer, a slip is printed, a letter says so', async () => {
  const page = counter.page();
  const receiptNumber = await sellRefused(450);
  await openRow(page, receiptNumber);
  await choose(page, 'refunded');
  await giveReason(page, 'उपभोक्ता को नकद चाहिए');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'exception-detail');
  await standing(page, 'refunded');
  await expect.poll(() => slipState(page, receiptNumber)).toBe('confirmed');
  const papers = papersOfJournal(counter.office.dataFolder, 576);
  const slip = JSON.stringify(papers.find(({ document }) => document.kind === 'refund')?.document);
  for (const words of ['₹450.00', 'नकद वापसी', 'हस्ताक्षर', 'उपभोक्ता को नकद चाहिए'])
    expect(slip).toContain(words);
  expect((await counter.ledger()).filter(({ amountPaise }) => amountPaise === 450_00)).toEqual([]);

  await choose(page, 'letter');
  await cashier.handAt(page, 'letter-do');
  await page.keyboard.press('Enter');
  await cashier.seen(page, 'letter-done');
  const told = (await page.getByTestId('letter-done').textContent()) ?? '';
  const name = /LETTER_\S+\.pdf/u.exec(told)?.[0] ?? '';
  const pdf = join(kept, 'letter.pdf');
  copyFileSync(join(counter.office.dataFolder, 'documents', name), pdf);
  expect(isPdf(pdf)).toBe(true);
  const text = await textOfPdf(pdf);
  for (const words of [receiptNumber, '₹450.00', 'आपके भुगतान के बारे में', 'gave ₹450.00 back in cash', '1912'])
    expect(text).toContain(squeezed(words));
  await picturesOfPdf(pdf, 1);
  await page.screenshot({ path: join(kept, 'letter.png') });
  // Letter, row, list: Escape goes one step back each time.
  for (const left of ['letter-do', 'exception-detail', 'exceptions']) {
    await page.keyboard.press('Escape');
    await cashier.gone(page, left);
  }
});

test('the drawer is right to the rupee after what was paid back', async () => {
  const page = counter.page();
  await backAtSearch(page);
  // 2,000 of float and 300 that stayed: 450 came in and went out again.
  await cashier.closeShift(page, { 500: 4, 100: 3 });
  expect(await page.getByTestId('shift-closed').textContent()).toContain('₹2,300');
});
