import { expect, test } from '@playwright/test';
import * as cashier from '../../build/office/cashier.ts';
import type { FaultKind } from '../../headend/reference/faults.ts';
import { backAtSearch, openSellingCounter, slipOf, type CounterAtWork } from '../harness/counter-at-work.ts';

/** Selling while the head end is away in every way it can be. One office for all. */
let counter: CounterAtWork;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  counter = await openSellingCounter('hi');
});
test.afterAll(() => counter.end());

const outages: readonly (readonly [FaultKind, string])[] = [
  ['503', 'says 503'],
  ['hang', 'takes the request and never answers'],
  ['html200', 'answers with a page of a proxy'],
  ['empty200', 'answers with nothing'],
  ['wrong-signature', 'answers with a signature that is not its own'],
  ['down', 'refuses the connection'],
];

for (const [kind, words] of outages) {
  test(`a head end that ${words} is away: the paper says PENDING, the upload follows, credit comes once`, async () => {
    const page = counter.page();
    await backAtSearch(page);
    await cashier.headEndUp(page);
    await counter.office.headEnd.setFault(kind);
    // The counter does not know yet; the first sale finds it out.
    const first = await sellPending();
    await cashier.headEndDown(page);
    const second = await sellPending();
    await counter.office.headEnd.setFault('none');
    await cashier.everythingSent(page);
    await cashier.headEndUp(page);
    const credits = (await counter.ledger()).map(({ uid }) => uid);
    for (const uid of [first, second]) expect(credits.filter((each) => each === uid)).toEqual([uid]);
  });
}

test('an answer lost on its way is asked for again, and the credit stays one', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await cashier.headEndUp(page);
  await counter.office.headEnd.setFault('lost-answer');
  const uid = await sellPending();
  await counter.office.headEnd.setFault('none');
  await cashier.everythingSent(page);
  expect((await counter.ledger()).filter((row) => row.uid === uid)).toHaveLength(1);
});

/** A recharge whose first paper says PENDING. Gives its uid. */
async function sellPending(): Promise<string> {
  const page = counter.page();
  const { consumer } = counter.nextConsumer();
  await cashier.sell(page, { find: consumer, amountRupees: 400, tenderedRupees: 500 });
  await cashier.printed(page);
  const uid = (await page.getByTestId('recorded').getAttribute('data-uid')) ?? '';
  const slip = slipOf(counter, uid);
  expect(slip).toContain('लंबित / PENDING');
  expect(slip).not.toContain('CONFIRMED');
  await cashier.nextSale(page);
  return uid;
}

test('a declared outage stands by name on screen and on the slip', async () => {
  const page = counter.page();
  await backAtSearch(page);
  await counter.office.headEnd.setFault('503');
  await cashier.headEndDown(page);
  await cashier.declareOutage(page, 'EESL server');
  const uid = await sellPending();
  const { outage } = await counter.state();
  expect(slipOf(counter, uid)).toContain(outage?.name);
  await counter.office.headEnd.setFault('none');
  await cashier.everythingSent(page);
  await cashier.endOutage(page);
});

test('after every outage ledger and journal agree', async () => {
  const sold = counter.journal().recharges;
  expect(sold.length).toBeGreaterThanOrEqual(2 * outages.length + 2);
  const credited = (await counter.ledger()).map(({ uid, amountPaise }) => ({ uid, amountPaise }));
  expect(credited).toEqual(sold.map(({ uid, amountPaise }) => ({ uid, amountPaise })));
  expect(sold.map(({ credit }) => credit)).toEqual(sold.map(() => 'applied'));
});
