import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { enrolWithPeople, newUid, sale } from '../../harness/counter-day.ts';
import { kolkataDate } from '../../../counter/time.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

/** Selling is never slowed: what a sale brings with it for the head end begins after its reply. */
const sales = 60;
let office: Office;
let counter: ServiceInProcess;
const acts = vi.hoisted((): string[] => []);
/** Reading and packing the entries is where the work of a batch begins, long before its first byte goes out. */
vi.mock(import('../../../headend/compression.ts'), async (original) => {
  const { nodeGzip, ...rest } = await original();
  return {
    ...rest,
    nodeGzip: (bytes) => {
      acts.push('pack a batch');
      return nodeGzip(bytes);
    },
  };
});

beforeAll(async () => {
  office = await openOffice();
  counter = await startServiceInProcess(office, { watch: (act) => void acts.push(act) });
  await enrolWithPeople(counter);
  await counter.ask('directory.import', { path: null });
  await counter.ask('day.open', { uid: newUid(), businessDate: kolkataDate(counter.clock.wallMs()) });
  await counter.ask('shift.open', { uid: newUid(), float: { '10000': 10 } });
}, 60_000);
afterAll(async () => {
  await counter.stop();
  await office.close();
});

const unsent = async () => (await counter.ask('state.get', {})).unsent.count;

/** What the opening of day and shift brought with it has gone up. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== acts.length; await new Promise((resolve) => setTimeout(resolve, 500))) {
    before = acts.length;
  }
}

it('between the request of a sale and its reply nothing is sent on its behalf', async () => {
  await expect
    .poll(async () => (await counter.ask('state.get', {})).headEnd.link, { timeout: 10_000 })
    .toBe('answering');
  await expect
    .poll(() => acts.filter((act) => act.endsWith('/results')).length, { timeout: 10_000 })
    .toBeGreaterThan(0);
  await quiet();
  for (let sold = 0; sold < sales; sold += 1) {
    // The sale before has its answer: what is sent from here on is this one's.
    await expect.poll(unsent, { timeout: 10_000, interval: 5 }).toBe(0);
    const from = acts.length;
    await counter.ask('recharge.record', sale(office.consumers[sold]?.consumer ?? ''));
    const during = acts.slice(from, acts.indexOf('reply', from));
    // A page of results may fall into it; of batches there is only its own.
    expect(during.filter((act) => /batch/u.test(act))).toEqual([]);
    await expect
      .poll(() => acts.slice(from).includes('POST /v1/counters/C02/batches'), {
        timeout: 10_000,
        interval: 5,
      })
      .toBe(true);
  }
  await expect.poll(unsent, { timeout: 10_000 }).toBe(0);
  const batches = acts.filter((act) => act.endsWith('/batches')).length;
  console.log(`${sales} sales, ${batches} batches, each after the reply of its sale`);
  expect(batches).toBeGreaterThanOrEqual(sales);
}, 60_000);
