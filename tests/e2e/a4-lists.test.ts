import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { repositoryFolder } from '../../build/repository.ts';
import { formatRupees } from '../../counter/money.ts';
import type { Input, Output } from '../../electron/contract/schemas.ts';
import { backAtSearch, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';
import { isPdf, picturesOfPdf, sheetsOfPdf, squeezed, textOfPdf } from '../harness/pdf.ts';

/** Lists as a real Electron draws them: every word is there, on sheets of A4, each with its number. */
let counter: CounterAtWork;
const sold: { readonly consumer: string; readonly name: string; readonly meter: string }[] = [];
const kept = join(repositoryFolder, 'out', 'a4-lists');

test.beforeAll(async () => {
  test.setTimeout(240_000);
  mkdirSync(kept, { recursive: true });
  counter = await openSellingCounter('hi');
  const page = counter.page();
  await counter.office.headEnd.setFault('503');
  await cashier.headEndDown(page);
  await cashier.declareOutage(page, 'EESL server');
  for (let sale = 0; sale < 14; sale += 1) {
    const { consumer, name, meter } = counter.nextConsumer();
    await backAtSearch(page);
    await cashier.sell(page, { find: consumer, amountRupees: 400, tenderedRupees: 500 });
    sold.push({ consumer, name, meter });
  }
});
test.afterAll(() => counter.end());

/** Makes a list through the channel; gives what was made. */
async function make(wanted: Input<'lists.make'>): Promise<Output<'lists.make'>> {
  const reply = await counter.page().evaluate((input) => window.counter['lists.make'](input), wanted);
  if (!reply.ok) throw new Error(`lists.make: ${reply.error.code}\n${counter.window().log()}`);
  return reply.value;
}

async function makePdf(wanted: Input<'lists.make'>): Promise<string> {
  const made = await make(wanted);
  expect(made.noPdf).toBeNull();
  return join(made.folder, made.pdf ?? '');
}

function keep(file: string, name: string): string {
  const copy = join(kept, name);
  copyFileSync(file, copy);
  return copy;
}

test('the do-not-disconnect list names every consumer who paid, on numbered sheets', async () => {
  const made = await make({ list: 'do-not-disconnect' });
  expect(made).toMatchObject({ rows: 14, sumPaise: 14 * 400_00, noPdf: null });
  const pdf = keep(join(made.folder, made.pdf ?? ''), 'do-not-disconnect.pdf');
  expect(isPdf(pdf)).toBe(true);
  const text = await textOfPdf(pdf);
  for (const { consumer, meter } of sold) {
    expect(text).toContain(consumer);
    expect(text).toContain(meter);
  }
  const { outage } = await counter.state();
  const seal = JSON.parse(readFileSync(join(made.folder, made.seal), 'utf8')) as Record<string, string>;
  const parts = [
    'बिजली न काटें',
    'Do-not-disconnect list',
    'South Bihar Power Distribution',
    'PTC-C02',
    outage?.name ?? '?',
    formatRupees(14 * 400_00),
    seal['headHash']?.slice(0, 8) ?? '?',
    seal['signature']?.slice(0, 8) ?? '?',
  ];
  for (const part of parts) expect(text).toContain(squeezed(part));
  const sheets = await sheetsOfPdf(pdf);
  expect(sheets.length).toBeGreaterThan(1);
  for (const [index, sheet] of sheets.entries()) {
    expect(sheet).toEqual({ widthMm: 297, heightMm: 210 });
    expect(text).toContain(`Page${index + 1}of${sheets.length}`);
  }
  // The heading of the table stands on each.
  expect(text.split('Lastbalance')).toHaveLength(sheets.length + 1);
  await picturesOfPdf(pdf, 2);
});

test('the paid-in-outage list says what has become of each receipt', async () => {
  const pdf = keep(await makePdf({ list: 'paid-in-outage' }), 'paid-in-outage.pdf');
  const text = await textOfPdf(pdf);
  const receipts = counter.journal().recharges.map(({ receiptNumber }) => receiptNumber);
  expect(receipts).toHaveLength(sold.length);
  for (const receipt of receipts) expect(text).toContain(receipt);
  expect(text.split('Unsent')).toHaveLength(sold.length + 2);
  expect(await sheetsOfPdf(pdf)).toContainEqual({ widthMm: 210, heightMm: 297 });
  await picturesOfPdf(pdf, 2);
});

test('twenty papers out of twenty have their text', async () => {
  test.setTimeout(180_000);
  for (let paper = 0; paper < 20; paper += 1) {
    const text = await textOfPdf(await makePdf({ list: 'paid-in-day', businessDate: null }));
    expect({
      paper,
      chars: text.length > 1_000,
      total: text.includes(squeezed(formatRupees(14 * 400_00))),
    }).toEqual({
      paper,
      chars: true,
      total: true,
    });
  }
});

test('a supervisor makes a list with few keys from the sale and goes back by Escape', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await page.keyboard.press('F6');
  await page.getByTestId('office-lists').click();
  await expect(page.getByTestId('lists-row')).toHaveCount(14);
  await page.keyboard.press('2');
  await expect(page.getByTestId('lists-state-unsent')).toContainText('14');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lists-made')).toContainText('.pdf', { timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('lists')).toHaveCount(0);
});

test('the window that draws is gone afterwards, and nobody else gets a paper from its gate', async () => {
  const windows = await counter
    .window()
    .app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  expect(await counter.page().evaluate(() => 'paper' in window)).toBe(false);
});
