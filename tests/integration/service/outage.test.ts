import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkList } from '../../../counter/lists/list-seal.ts';
import { kolkataDate } from '../../../counter/time.ts';
import { sha256Hex, verifyHash } from '../../../headend/signatures.ts';
import type { CounterState } from '../../../electron/contract/view-schemas.ts';
import {
  asha,
  enrolWithPeople,
  meena,
  newUid,
  openCounter,
  openDrawer,
  ravi,
  sale,
} from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { counterKeyOfJournal } from '../../harness/paper-of-journal.ts';
import { admin } from '../../harness/reference-counter.ts';

const proposeAfterMs = 600;
const closeAfterMs = 800;
/** True to the form of a consumer number, and in no directory. */
const stranger = '999999999';
let office: Office;
let counter: JsonLinesCounter;

beforeAll(async () => {
  office = await openOffice();
  office.writeConfig({
    outage: { prefix: 'NB', proposeAfterMs, closeAfterMs, call: { hi: 'आईटी 0612', en: 'IT 0612' } },
  });
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await enrolWithPeople(counter);
  await counter.ask('directory.import', { path: null });
  await openDrawer(counter);
  await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
}, 60_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

/** A blocked account would be refused. */
const activeIn = ({ consumers }: Office) => consumers.filter(({ status }) => status === 'active');
const consumer = (index: number) => activeIn(office)[index]?.consumer ?? '';
const isProposed = ({ outageProposal }: CounterState) => outageProposal?.kind === 'due';
const answers = ({ headEnd }: CounterState) => headEnd.link === 'answering';

async function openLine(): Promise<string | null> {
  const { checklist } = await counter.ask('outage.checklist', {});
  return checklist?.items.find(({ state }) => state === 'open')?.line ?? null;
}

function opensWith(name: string) {
  const since = counter.state().outageProposal?.since ?? Date.now();
  return { uid: newUid(), name, cause: 'सर्वर बंद / Server down', since };
}

describe('an outage, from its proposal to its close', () => {
  const today = kolkataDate(Date.now());
  const name = `NB-${today}`;
  const first = { uid: newUid(), name, cause: 'सर्वर बंद / Server down', since: 0 };
  const suspense = newUid();

  it('is not proposed while the head end answers, nor in the first moments without it', async () => {
    expect(counter.state()).toMatchObject({
      outageProposal: { kind: 'not-due', name },
      outageCall: { en: 'IT 0612' },
    });
    await office.headEnd.setFault('down');
    const missed = await counter.until('the silence', ({ headEnd }) => headEnd.link === 'not-answering');
    expect(missed.outageProposal?.kind).toBe('not-due');
  });

  it('is proposed by name after the set time, from when the head end was last heard', async () => {
    const { outageProposal, headEnd } = await counter.until('the proposal', isProposed);
    expect(outageProposal?.name).toBe(name);
    expect(outageProposal?.since).toBeLessThanOrEqual(headEnd.since ?? 0);
    expect(Date.now() - (headEnd.since ?? 0)).toBeGreaterThanOrEqual(proposeAfterMs);
  });

  it('is opened by a supervisor alone, once, whoever asks and however often', async () => {
    await counter.ask('session.signIn', ravi);
    expect(await counter.call('outage.open', opensWith(name))).toMatchObject({
      error: { code: 'NOT_PERMITTED' },
    });
    expect(await counter.call('outage.checklist', {})).toMatchObject({ error: { code: 'NOT_PERMITTED' } });
    await counter.ask('session.signIn', asha);
    const intent = { ...first, since: counter.state().outageProposal?.since ?? 0 };
    const both = [intent, { ...opensWith('NB-OTHER') }, intent].map((each) =>
      counter.ask('outage.open', each),
    );
    expect(await Promise.all(both)).toEqual([{ name }, { name }, { name }]);
    expect(await counter.ask('outage.open', intent)).toEqual({ name });
    const open = await counter.until('the outage', ({ outage }) => outage !== null);
    expect(open).toMatchObject({ outage: { uid: first.uid, name }, outageProposal: null });
  });

  it('stands on every recharge that is taken in it', async () => {
    for (const index of [0, 1]) await counter.ask('recharge.record', sale(consumer(index)));
    const approvals = [{ guard: 'unknown-consumer' as const, approver: meena.person, pin: meena.pin }];
    const taken = await counter.ask('recharge.record', sale(stranger, { uid: suspense, approvals }));
    expect(taken.outage).toBe(name);
    const { recharges } = await counter.ask('recharge.recent', { limit: 10 });
    expect(recharges.map(({ outage }) => outage)).toEqual([name, name, name]);
  });

  it('does not close while the head end is away, for a head cashier or an officer', async () => {
    expect(await counter.call('outage.close', { uid: newUid() })).toMatchObject({
      error: { code: 'OUTAGE_HEAD_END_AWAY', retry: 'after-fix', params: { minutes: 1 } },
    });
    await counter.ask('session.signIn', meena);
    expect(await counter.call('outage.close', { uid: newUid() })).toMatchObject({
      error: { code: 'OUTAGE_HEAD_END_AWAY' },
    });
    expect(await openLine()).toBe('head-end');
    const { checklist } = await counter.ask('outage.checklist', {});
    expect(checklist?.items).toContainEqual({ line: 'unsent', state: 'open', count: 3, sumPaise: 1500_00 });
  });

  it('outlives the day close, a restart of the service and a kill', async () => {
    await counter.ask('session.signIn', asha);
    const counted = { '50000': 5, '10000': 5 };
    await counter.ask('shift.close', { uid: newUid(), counted, differenceReason: null, approver: null });
    await counter.ask('day.close', { uid: newUid() });
    await counter.kill();
    counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
    await counter.until('the silence', ({ headEnd }) => headEnd.link === 'not-answering');
    expect(counter.state()).toMatchObject({ outage: { uid: first.uid, name }, outageProposal: null });
    await counter.ask('session.signIn', asha);
    await openDrawer(counter);
    expect((await counter.ask('recharge.record', sale(consumer(2)))).outage).toBe(name);
  });

  it('does not close the moment the head end is back, nor while a recharge is pending there', async () => {
    await office.headEnd.setFault('none');
    await counter.until('the head end', answers);
    await counter.until('the upload', ({ unsent }) => unsent.count === 0);
    const { checklist } = await counter.ask('outage.checklist', {});
    const isShort = (checklist?.answeringForMs ?? 0) < closeAfterMs;
    expect(checklist?.items[0]).toMatchObject({ line: 'head-end', state: isShort ? 'open' : 'done' });
    await delay(closeAfterMs);
    expect(await counter.call('outage.close', { uid: newUid() })).toMatchObject({
      error: { code: 'OUTAGE_HAS_PENDING', params: { count: 1, sumPaise: 500_00 } },
    });
  });

  it('does not close while a refused recharge is not settled, and an officer cannot force it', async () => {
    await decide(suspense, 'rejected');
    await delay(closeAfterMs);
    await counter.ask('session.signIn', meena);
    expect(await openLine()).toBe('refused');
    expect(await counter.call('outage.close', { uid: newUid() })).toMatchObject({
      error: { code: 'OUTAGE_HAS_REFUSED', params: { count: 1, sumPaise: 500_00 } },
    });
    expect(counter.state().outage).toMatchObject({ name });
  });

  it('closes once the refused recharge is paid back and every rupee is explained', async () => {
    await counter.ask('session.signIn', asha);
    const { recharge } = await counter.ask('recharge.find', { uid: suspense });
    await counter.ask('exceptions.refund', {
      uid: newUid(),
      receiptNumber: recharge?.receiptNumber ?? '',
      about: suspense,
      amountPaise: 500_00,
      reason: 'no such consumer',
      approver: meena,
    });
    expect(await openLine()).not.toBe('refused');
    await counter.until('the upload', (state) => answers(state) && state.unsent.count === 0);
    expect(await counter.ask('outage.close', { uid: newUid() })).toEqual({ name });
  });

  it('leaves a report that adds up, as a signed file; without a window no paper', async () => {
    const report = await counter.ask('outage.report', { outage: first.uid });
    expect(report).toMatchObject({
      name,
      closed: { person: { en: 'Asha Kumari' } },
      total: {
        recharges: 4,
        takingsPaise: 2_000_00,
        confirmed: { count: 3, sumPaise: 1_500_00 },
        refunded: { count: 1, sumPaise: 500_00 },
        refused: { count: 0, sumPaise: 0 },
      },
    });
    const [made, again] = [
      await counter.ask('outage.saveReport', { outage: first.uid }),
      await counter.ask('outage.saveReport', { outage: first.uid }),
    ];
    expect(made).toMatchObject({
      pdf: null,
      noPdf: 'no-window',
      rows: report.days.length,
      sumPaise: 2_000_00,
    });
    expect(again.csv).not.toBe(made.csv);
    const bytes = readFileSync(join(made.folder, made.csv));
    const evidence = {
      file: made.csv,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      seal: readFileSync(join(made.folder, made.seal), 'utf8'),
      counter: 'C02',
      publicKey: counterKeyOfJournal(office.dataFolder),
    };
    const ports = { sha256: sha256Hex, verify: verifyHash };
    expect(checkList(evidence, ports)).toMatchObject({ ok: true });
    expect(checkList({ ...evidence, sha256: '0'.repeat(64) }, ports)).toEqual({
      ok: false,
      error: 'changed',
    });
    expect(bytes.toString('utf8')).toContain(`\n${name},${today},C02,4,200000,3,150000,`);
    expect(await counter.call('outage.report', { outage: newUid() })).toMatchObject({ ok: false });
  });
});

/** What a person at the head end decides about a pending recharge. The counter hears it as it comes back. */
async function decide(uid: string, outcome: 'applied' | 'rejected'): Promise<void> {
  const { recharge } = await counter.ask('recharge.find', { uid });
  const settlement = { counter: 'C02', epoch: 1, seq: recharge?.seq ?? 0, outcome, consumer: consumer(9) };
  expect((await admin(office.headEnd, '/admin/settlements', settlement)).status).toBe(200);
  await office.headEnd.setFault('down');
  await counter.until('the silence', ({ headEnd }) => headEnd.link === 'not-answering');
  await office.headEnd.setFault('none');
  await counter.until('the head end', answers);
  const wanted = outcome === 'applied' ? 'confirmed' : 'rejected';
  for (let asked = 0; asked < 50; asked += 1) {
    const heard = await counter.ask('recharge.find', { uid });
    if (heard.recharge?.credit === wanted) return;
    await delay(100);
  }
  throw new Error(`the counter never heard that ${uid} is ${outcome}`);
}

describe('the close of an outage', () => {
  let other: Office;
  let at: JsonLinesCounter;
  const name = `BR-${kolkataDate(Date.now())}`;

  beforeAll(async () => {
    other = await openOffice();
    other.writeConfig({ outage: { proposeAfterMs: 300, closeAfterMs: 0 } });
    at = await startJsonLinesCounter({ data: other.dataFolder, config: other.configFile });
    await openCounter(at);
  }, 60_000);
  afterAll(async () => {
    await at.end();
    await other.close();
  });

  let sold = 0;
  async function outageWithSales(sales: number): Promise<string> {
    await other.headEnd.setFault('503');
    const { outageProposal } = await at.until('the proposal', isProposed);
    const { since = 0, name: named = '' } = outageProposal ?? {};
    await at.ask('outage.open', { uid: newUid(), name: named, since, cause: 'server' });
    for (const end = sold + sales; sold < end; sold += 1) {
      await at.ask('recharge.record', sale(activeIn(other)[sold]?.consumer ?? ''));
    }
    await other.headEnd.setFault('none');
    await at.until('the upload', (state) => answers(state) && state.unsent.count === 0);
    return named;
  }

  it('comes at zero unexplained, once, whoever asks and however often', async () => {
    expect(await outageWithSales(3)).toBe(name);
    const { checklist } = await at.ask('outage.checklist', {});
    expect(checklist?.items.filter(({ state }) => state === 'open')).toEqual([]);
    const uid = newUid();
    const replies = await Promise.all(
      [uid, newUid(), uid].map((each) => at.call('outage.close', { uid: each })),
    );
    expect(replies).toMatchObject([
      { ok: true, value: { name } },
      { ok: false, error: { code: 'OUTAGE_NOT_OPEN' } },
      { ok: true, value: { name } },
    ]);
    await at.until('the end', ({ outage }) => outage === null);
    expect(await at.ask('outage.checklist', {})).toEqual({ checklist: null });
  });

  it('leaves its name to itself: the next of that date is -2, and the old name is not given again', async () => {
    const twice = { uid: newUid(), name, cause: 'server', since: Date.now() - 1_000 };
    expect(await at.call('outage.open', twice)).toMatchObject({
      error: { code: 'OUTAGE_NAME_TAKEN', params: { name } },
    });
    expect(await outageWithSales(1)).toBe(`${name}-2`);
    const { recharges } = await at.ask('recharge.recent', { limit: 10 });
    expect(recharges.map(({ outage }) => outage)).toEqual([`${name}-2`, name, name, name]);
    await at.ask('outage.close', { uid: newUid() });
  });

  it('takes no beginning that lies ahead, and no uid of another act', async () => {
    const ahead = { uid: newUid(), name: 'BR-AHEAD', cause: 'server', since: Date.now() + 60_000 };
    expect(await at.call('outage.open', ahead)).toMatchObject({ error: { code: 'CONTRACT_VIOLATION' } });
    const { lastRecharge } = at.state();
    const borrowed = { ...ahead, uid: lastRecharge?.uid ?? '', since: 1 };
    expect(await at.call('outage.open', borrowed)).toMatchObject({ error: { code: 'RECHARGE_CHANGED' } });
    expect(await at.call('outage.close', { uid: lastRecharge?.uid ?? '' })).toMatchObject({
      error: { code: 'RECHARGE_CHANGED' },
    });
  });
});
