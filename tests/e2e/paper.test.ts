import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import { reason } from '../../renderer/text/en/app.ts';
import { backAtSearch, openSellingCounter, type CounterAtWork } from '../harness/counter-at-work.ts';

/** What a printer does to a cashier: paper ends, power goes, and one question is asked. One office for all. */
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter();
});
test.afterAll(() => counter.end());
test.beforeEach(() => backAtSearch(counter.page()));

const midSlipRow = 420;

async function sellOne(): Promise<string> {
  const page = counter.page();
  const { consumer } = counter.nextConsumer();
  await cashier.sell(page, { find: consumer, amountRupees: 250, tenderedRupees: 500 });
  return (await page.getByTestId('recorded').getAttribute('data-uid')) ?? '';
}

function copiesOf(uid: string): readonly number[] {
  return counter
    .paper()
    .matched.filter(({ entry }) => entry === uid)
    .map(({ copy }) => copy);
}

test('paper ends in mid slip: the screen says so, new paper goes in, and the same slip is proven', async () => {
  const page = counter.page();
  counter.office.printer.setFault({ kind: 'paperOut', atRow: midSlipRow });
  const uid = await sellOne();
  await cashier.printed(page, 'stalled');
  await expect(page.getByTestId('print-state')).toContainText(reason.paperOut);
  await expect(page.getByTestId('status-printer')).not.toHaveAttribute('data-level', 'good');
  counter.office.printer.setFault(null);
  await cashier.printed(page);
  await expect(page.getByTestId('status-printer')).toHaveAttribute('data-level', 'good');
  await expect.poll(() => copiesOf(uid)).toEqual([0]);
  const jobs = counter.journal().slips.filter(({ entry }) => entry === uid);
  expect(jobs.map(({ state }) => state)).toEqual(['confirmed']);
});

/** The power of the printer goes in mid slip and comes back: nobody but a person knows what is on paper. */
async function sellWithPowerCut(how: 'reset' | 'silent'): Promise<string> {
  const page = counter.page();
  counter.office.printer.setFault({ kind: 'powerOff', atRow: midSlipRow, how });
  const uid = await sellOne();
  await cashier.seen(page, 'print-question', 60_000);
  counter.office.printer.setFault(null);
  return uid;
}

test('power goes in mid slip and the person says no: a copy is printed that says DUPLICATE', async () => {
  const page = counter.page();
  const uid = await sellWithPowerCut('reset');
  const receipt = (await counter.state()).lastRecharge?.receiptNumber ?? '';
  const question = page.getByTestId('print-question');
  await expect(question).toContainText(receipt);
  // An Enter that was meant for something else answers nothing.
  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await cashier.handAt(page, 'on-paper-no');
  await page.keyboard.press('Enter');
  await cashier.gone(page, 'print-question');
  await expect.poll(() => copiesOf(uid)).toEqual([1]);
  const jobs = counter.journal().slips.filter(({ entry }) => entry === uid);
  expect(jobs.map(({ copy }) => copy)).toEqual([0, 1]);
  expect(jobs[1]?.document).toMatch(/"kind":"duplicate","n":1\b/u);
  expect((await counter.state()).questions).toEqual([]);
});

test('power goes in mid slip and the person says yes: nothing more is printed', async () => {
  const page = counter.page();
  const uid = await sellWithPowerCut('silent');
  await page.keyboard.press('ArrowLeft');
  await cashier.handAt(page, 'on-paper-yes');
  await page.keyboard.press('Enter');
  await cashier.gone(page, 'print-question');
  await cashier.printed(page);
  await expect(page.getByTestId('recorded')).toHaveAttribute('data-uid', uid);
  const print = (await counter.state()).lastRecharge?.print;
  expect(print).toMatchObject({ state: 'confirmed', proof: 'operator', copy: 0 });
  // The next slip comes out, so the printer had its chance to print a copy and did not.
  await cashier.nextSale(page);
  const next = await sellOne();
  await cashier.printed(page);
  expect(copiesOf(next)).toEqual([0]);
  expect(counter.journal().slips.filter(({ entry }) => entry === uid)).toHaveLength(1);
});

test('a printer that is switched off holds up no sale, and prints when it is back', async () => {
  const page = counter.page();
  counter.office.printer.setFault({ kind: 'refuse' });
  const uids = [await sellOne()];
  await cashier.printed(page, 'blocked');
  await cashier.nextSale(page);
  uids.push(await sellOne());
  counter.office.printer.setFault(null);
  await cashier.printed(page, 'confirmed', 60_000);
  for (const uid of uids) await expect.poll(() => copiesOf(uid)).toEqual([0]);
});
