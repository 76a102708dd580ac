import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { Input } from '../../../electron/contract/schemas.ts';
import type { RowsAsked } from '../../../electron/contract/upload-schemas.ts';
import { asha, meena, newUid, openCounter, ravi, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { admin } from '../../harness/reference-counter.ts';

/** The page behind the status over the real service process, the real journal and a real head end. */
let office: Office;
let counter: JsonLinesCounter;
const consumer = (index: number) => office.consumers[index]?.consumer ?? '';
const unknown = '999888777';

beforeAll(async () => {
  office = await openOffice();
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
}, 60_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

const rows = (asked: Partial<RowsAsked> = {}) =>
  counter.ask('upload.rows', {
    state: null,
    outage: null,
    businessDate: null,
    search: '',
    before: null,
    ...asked,
  });
const sell = (to: string, changes: Partial<Input<'recharge.record'>> = {}) =>
  counter.ask('recharge.record', sale(to, changes));
const stateOf = async (uid: string) => (await rows()).rows.find((row) => row.uid === uid)?.state;
const answering = () => counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
const silent = () => counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');

describe('the rows of a counter through an outage', () => {
  let before: string;
  let unsent: string;
  let suspense: string;

  it('are credited while the head end answers', async () => {
    await answering();
    before = (await sell(consumer(0))).uid;
    await expect.poll(() => stateOf(before)).toBe('credited');
  });

  it('are unsent while it is away, whatever page it shows instead, and say why', async () => {
    await office.headEnd.setFault('html200');
    await silent();
    await counter.ask('outage.open', {
      uid: newUid(),
      name: 'BR-2026-11-23',
      cause: 'head end down',
      since: Date.now(),
    });
    unsent = (await sell(consumer(1), { amountPaise: 730_00, tenderedPaise: 730_00 })).uid;
    const approvals = [{ guard: 'unknown-consumer' as const, approver: meena.person, pin: meena.pin }];
    suspense = (await sell(unknown, { approvals })).uid;
    expect(await stateOf(unsent)).toBe('unsent');
    const { headEnd } = await counter.ask('state.get', {});
    expect(headEnd.why).toEqual({ kind: 'not-answering', reason: 'html' });
    expect(headEnd.triedAt).toBeGreaterThan(0);
    expect((await rows({ state: 'unsent' })).rows.map(({ uid }) => uid)).toEqual([suspense, unsent]);
  });

  it('are found by what a person knows of them', async () => {
    const found = async (search: string) => (await rows({ search })).rows.map(({ uid }) => uid);
    const { receiptNumber } = (await rows()).rows.find(({ uid }) => uid === unsent) ?? { receiptNumber: '' };
    expect(await found(receiptNumber.toLowerCase())).toEqual([unsent]);
    expect(await found(String(Number(receiptNumber.slice(-6))))).toContain(unsent);
    expect(await found('₹730')).toEqual([unsent]);
    expect(await found(unknown)).toEqual([suspense]);
    const name = office.consumers[1]?.name.split(' ')[0] ?? '';
    expect(await found(name)).toContain(unsent);
    expect(await found('PTC-C02-2627-999999')).toEqual([]);
  });

  it('are narrowed to an outage and to a business date', async () => {
    const page = await rows();
    const outage = page.outages[0]?.uid ?? '';
    expect((await rows({ outage })).rows.map(({ uid }) => uid)).toEqual([suspense, unsent]);
    expect((await rows({ outage: newUid() })).rows).toEqual([]);
    expect((await rows({ businessDate: page.dates[0] ?? '' })).rows).toHaveLength(3);
    expect((await rows({ businessDate: '1999-12-31' })).rows).toEqual([]);
  });

  it('go on to their answers when it is back; each answer adds a step and takes none away', async () => {
    const earlier = (await counter.ask('upload.row', { uid: unsent })).steps.map(({ step }) => step);
    expect(earlier).toEqual(expect.arrayContaining(['taken', 'copied']));
    await office.headEnd.setFault('none');
    await counter.ask('headEnd.sendNow', {});
    await expect.poll(() => stateOf(suspense), { timeout: 10_000 }).toBe('suspense');
    expect(await stateOf(unsent)).toBe('credited');
    const history = await counter.ask('upload.row', { uid: unsent });
    const steps = history.steps.map(({ step }) => step);
    for (const step of [...earlier, 'offered', 'acknowledged', 'answered']) expect(steps).toContain(step);
    expect(history.row.triedAt).toBeGreaterThan(0);
    const times = history.steps.flatMap(({ at }) => at ?? []);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
  });

  it('are refused by a later word, with the head end’s own sentence, and the first word stays', async () => {
    const { seq } = (await counter.ask('upload.row', { uid: suspense })).row;
    const settled = await admin(office.headEnd, '/admin/settlements', {
      counter: 'C02',
      epoch: 1,
      seq,
      outcome: 'rejected',
    });
    expect(settled.ok).toBe(true);
    // The next batch tells the counter that there is more to fetch.
    await sell(consumer(2));
    await expect.poll(() => stateOf(suspense), { timeout: 10_000 }).toBe('refused');
    const { steps } = await counter.ask('upload.row', { uid: suspense });
    const answers = steps.filter((step) => step.step === 'answered');
    expect(answers.map(({ turn, credit }) => [turn, credit])).toEqual([
      [1, 'pending'],
      [2, 'rejected'],
    ]);
    expect(answers.every(({ text }) => text !== null && text.hi !== '' && text.en !== '')).toBe(true);
    expect((await rows({ state: 'refused' })).rows.map(({ uid }) => uid)).toEqual([suspense]);
  });
});

describe('the channels', () => {
  it('take a search at its bound and none past it', async () => {
    const at = { ...everything, search: '9'.repeat(limits.searchTextCharsMax) };
    expect((await counter.call('upload.rows', at)).ok).toBe(true);
    const past = await counter.call('upload.rows', { ...at, search: `${at.search}9` });
    expect(past.ok).toBe(false);
  });

  it('know a row by its uid alone, and nothing of a uid that is no row', async () => {
    expect(await counter.call('upload.row', { uid: newUid() })).toMatchObject({
      ok: false,
      error: { code: 'RECEIPT_UNKNOWN' },
    });
    const { day } = await counter.ask('state.get', {});
    expect(await counter.call('upload.row', { uid: day?.uid ?? '' })).toMatchObject({ ok: false });
  });

  it('answer every role, and nobody who has not signed in', async () => {
    for (const person of [ravi, meena, asha]) {
      await counter.ask('session.signIn', person);
      expect((await rows()).rows).toHaveLength(4);
    }
    await counter.ask('session.signOut', {});
    const denied = { ok: false, error: { code: 'NOT_SIGNED_IN' } };
    expect(await counter.call('upload.rows', everything)).toMatchObject(denied);
    expect(await counter.call('upload.row', { uid: newUid() })).toMatchObject(denied);
    await counter.ask('session.signIn', asha);
  });
});

const everything: RowsAsked = { state: null, outage: null, businessDate: null, search: '', before: null };
