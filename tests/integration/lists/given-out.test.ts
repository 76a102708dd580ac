import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { checkList } from '../../../counter/lists/list-seal.ts';
import { err, ok } from '../../../counter/result.ts';
import { sha256Hex, verifyHash } from '../../../db/crypto.ts';
import type { A4Document } from '../../../electron/contract/a4-schemas.ts';
import type { Output } from '../../../electron/contract/schemas.ts';
import { asha, enrolWithPeople, meena, newUid, ravi, sale } from '../../harness/counter-day.ts';
import { handClock } from '../../harness/journal.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import {
  startServiceInProcess,
  type DrawA4,
  type ServiceInProcess,
} from '../../harness/service-in-process.ts';

const hour = 3_600_000;
const clock = handClock();
const drawn: A4Document[] = [];
const drawAtOnce: DrawA4 = (document) => {
  drawn.push(document);
  return Promise.resolve(ok(Buffer.from('%PDF-1.4 a paper')));
};
let draw: DrawA4 = drawAtOnce;
let office: Office;
let counter: ServiceInProcess;
let documents: string;
let outage: string;

beforeAll(async () => {
  office = await openOffice({ consumers: 40 });
  documents = join(office.dataFolder, 'documents');
  counter = await startServiceInProcess(office, { clock, drawA4: (document) => draw(document) });
  await enrolWithPeople(counter);
  await counter.ask('directory.import', { path: null });
  await counter.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await counter.ask('shift.open', { uid: newUid(), float: { '10000': 10 } });
  await sell(0, 300_00);
  await vi.waitFor(
    async () => {
      const { recharges } = await counter.ask('recharge.recent', { limit: 1 });
      if (recharges[0]?.credit !== 'confirmed') throw new Error('not credited yet');
    },
    { timeout: 20_000, interval: 50 },
  );
  await office.headEnd.setFault('503');
  const cause = { cause: 'EESL server', name: 'BR-2026-11-23', since: clock.wallMs() };
  outage = (await counter.ask('outage.open', { uid: newUid(), ...cause })).name;
  for (const [index, rupees] of [500, 200, 700, 100].entries()) {
    clock.pass(60_000);
    await sell(index + 1, rupees * 100);
  }
  clock.pass(11 * 60_000);
  await sell(2, 250_00);
}, 60_000);

afterAll(async () => {
  await counter.stop();
  await office.close();
});

beforeEach(() => {
  drawn.length = 0;
  draw = drawAtOnce;
});

function numberOf(index: number): string {
  return office.consumers[index]?.consumer ?? '';
}

async function sell(index: number, amountPaise: number): Promise<string> {
  const wanted = sale(numberOf(index), { amountPaise, tenderedPaise: amountPaise });
  return (await counter.ask('recharge.record', wanted)).receiptNumber;
}

function keyOfCounter(): string {
  const text = readFileSync(join(office.dataFolder, 'journal.db'), 'latin1');
  return /"publicKey":"([\w-]{43})"/u.exec(text)?.[1] ?? '';
}

/** As the office checks a list that came on a stick. */
function checked(made: Output<'lists.make'>) {
  const text = readFileSync(join(made.folder, made.csv), 'utf8');
  const seal = readFileSync(join(made.folder, made.seal), 'utf8');
  const evidence = {
    file: made.csv,
    sha256: sha256Hex(text),
    seal,
    counter: 'C02',
    publicKey: keyOfCounter(),
  };
  return { text, verdict: checkList(evidence, { sha256: sha256Hex, verify: verifyHash }) };
}

describe('the do-not-disconnect list', () => {
  it('holds who paid and is not credited, with what the consumer list says, nearest to danger first', async () => {
    const preview = await counter.ask('lists.preview', { list: 'do-not-disconnect' });
    expect(preview).toMatchObject({
      list: 'do-not-disconnect',
      outage,
      consumers: 4,
      receipts: 5,
      paidPaise: 1750_00,
    });
    if (preview.list !== 'do-not-disconnect') throw new Error('another list came');
    expect(preview.rows.map(({ consumer }) => consumer).toSorted()).toEqual(
      [1, 2, 3, 4].map(numberOf).toSorted(),
    );
    const below = preview.rows.map(({ balance }) => Math.min(0, balance?.amountPaise ?? 0));
    expect(below).toEqual(below.toSorted((one, other) => one - other));
    const twice = preview.rows.find(({ consumer }) => consumer === numberOf(2));
    expect(twice).toMatchObject({
      paidPaise: 450_00,
      name: office.consumers[2]?.name,
      meter: office.consumers[2]?.meter,
    });
    expect(twice).toMatchObject({
      address: office.consumers[2]?.address,
      mobile: office.consumers[2]?.mobile,
    });
    expect(twice?.receipts).toHaveLength(2);
    expect((twice?.lastPaidAt ?? 0) - (twice?.firstPaidAt ?? 0)).toBe(13 * 60_000);
  });

  it('is made as a signed file that Excel opens and the office can check', async () => {
    const made = await counter.ask('lists.make', { list: 'do-not-disconnect' });
    expect(made).toMatchObject({ folder: documents, rows: 4, sumPaise: 1750_00, noPdf: null });
    expect(made.csv).toBe('DND_PTC-C02_2026-11-23.csv');
    expect(new Set(readdirSync(documents))).toEqual(new Set([made.csv, made.seal, made.pdf]));
    const { text, verdict } = checked(made);
    expect(verdict).toMatchObject({
      ok: true,
      value: { counter: 'C02', epoch: 1, rows: 4, sumPaise: 1750_00 },
    });
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const lines = text.slice(1).split('\r\n');
    expect(lines[0]).toMatch(/^consumer,name,meter,address,mobile,/u);
    expect(lines).toHaveLength(4 + 2);
    expect(lines.at(-1)).toBe('');
  });

  it('stands on an A4 paper with the same head, outage and signature', async () => {
    const made = await counter.ask('lists.make', { list: 'do-not-disconnect' });
    const seal = JSON.parse(readFileSync(join(made.folder, made.seal), 'utf8')) as Record<string, unknown>;
    expect(drawn).toHaveLength(1);
    expect(drawn[0]).toMatchObject({
      kind: 'do-not-disconnect',
      outage,
      signature: seal['signature'],
      head: { epoch: 1, seq: seal['seq'], hash: seal['headHash'] },
      heading: { office: 'PTC', counter: 'C02', companyEn: 'South Bihar Power Distribution Co. Ltd.' },
    });
    expect(readFileSync(join(made.folder, made.pdf ?? ''), 'utf8')).toBe('%PDF-1.4 a paper');
  });

  it('never writes over one that was given out', async () => {
    const before = readFileSync(join(documents, 'DND_PTC-C02_2026-11-23.csv'));
    const made = await counter.ask('lists.make', { list: 'do-not-disconnect' });
    expect(made.csv).toBe('DND_PTC-C02_2026-11-23_3.csv');
    expect(readFileSync(join(documents, 'DND_PTC-C02_2026-11-23.csv'))).toEqual(before);
    expect(checked(made).verdict.ok).toBe(true);
  });
});

describe('the lists of what was paid', () => {
  it('in the outage leave out what was paid before it', async () => {
    const preview = await counter.ask('lists.preview', { list: 'paid-in-outage' });
    expect(preview).toMatchObject({
      list: 'paid',
      outage,
      businessDate: null,
      receipts: 5,
      paidPaise: 1750_00,
    });
    if (preview.list !== 'paid') throw new Error('another list came');
    expect(preview.states).toEqual([{ state: 'unsent', receipts: 5, amountPaise: 1750_00 }]);
    expect(preview.rows.map(({ takenAt }) => takenAt)).toEqual(
      preview.rows.map(({ takenAt }) => takenAt).toSorted((one, other) => one - other),
    );
  });

  it('in the day hold everything, each with its state and the reference of its credit', async () => {
    const preview = await counter.ask('lists.preview', { list: 'paid-in-day', businessDate: null });
    expect(preview).toMatchObject({ list: 'paid', outage: null, businessDate: '2026-11-23', receipts: 6 });
    if (preview.list !== 'paid') throw new Error('another list came');
    expect(preview.states.map(({ state, receipts }) => [state, receipts])).toEqual([
      ['credited', 1],
      ['unsent', 5],
    ]);
    expect(preview.rows[0]?.reference).toMatch(/\w/u);
    const made = await counter.ask('lists.make', { list: 'paid-in-day', businessDate: '2026-11-23' });
    expect(made).toMatchObject({ csv: 'PAID_2026-11-23_PTC-C02_2026-11-23.csv', rows: 6, sumPaise: 2050_00 });
    const cells = checked(made).text.split('\r\n')[1]?.split(',') ?? [];
    expect(cells).toContain('credited');
  });

  it('of a day that never was are empty, and are made all the same', async () => {
    const made = await counter.ask('lists.make', { list: 'paid-in-day', businessDate: '2026-01-01' });
    expect(made).toMatchObject({ rows: 0, sumPaise: 0 });
    expect(checked(made).verdict.ok).toBe(true);
  });
});

describe('while a list is made', () => {
  it('the next sale does not wait for it', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    draw = () => held.then(() => err('too-slow'));
    const order: string[] = [];
    const making = counter.ask('lists.make', { list: 'paid-in-outage' }).then((made) => {
      order.push('list');
      return made;
    });
    await sell(9, 900_00);
    order.push('sale');
    release();
    expect(await making).toMatchObject({ pdf: null, noPdf: 'too-slow' });
    expect(order).toEqual(['sale', 'list']);
    expect(existsSync(join(documents, `PAID_${outage}_PTC-C02_2026-11-23.csv.sig.json`))).toBe(true);
  });
});

describe('what cannot be made', () => {
  it('without a window is the paper, and the file is whole', async () => {
    draw = () => Promise.resolve(err('no-window'));
    const made = await counter.ask('lists.make', { list: 'do-not-disconnect' });
    expect(made).toMatchObject({ pdf: null, noPdf: 'no-window' });
    expect(checked(made).verdict.ok).toBe(true);
  });

  it('in a folder that cannot be written says so, and leaves nothing half-written', async () => {
    const aside = `${documents}-aside`;
    mkdirSync(aside);
    for (const name of readdirSync(documents))
      writeFileSync(join(aside, name), readFileSync(join(documents, name)));
    rmSync(documents, { recursive: true });
    writeFileSync(documents, 'a file in the place of the folder');
    const reply = await counter.call('lists.make', { list: 'do-not-disconnect' });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'DOCUMENTS_FOLDER_UNWRITABLE', retry: 'after-fix' },
    });
    rmSync(documents);
    expect(await counter.ask('lists.make', { list: 'do-not-disconnect' })).toMatchObject({
      csv: 'DND_PTC-C02_2026-11-23.csv',
    });
  });

  it('more often than the limit on one date is refused, the last one before it is made', async () => {
    const name = (number: number) => `DND_PTC-C02_2026-11-23${number === 1 ? '' : `_${number}`}.csv`;
    for (let number = 1; number < limits.listsPerDateMax; number += 1)
      writeFileSync(join(documents, name(number)), 'made before');
    const last = await counter.ask('lists.make', { list: 'do-not-disconnect' });
    expect(last.csv).toBe(name(limits.listsPerDateMax));
    const reply = await counter.call('lists.make', { list: 'do-not-disconnect' });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'LISTS_TOO_MANY', params: { max: limits.listsPerDateMax } },
    });
    clock.pass(13 * hour);
    expect(await counter.ask('lists.make', { list: 'do-not-disconnect' })).toMatchObject({
      csv: 'DND_PTC-C02_2026-11-24.csv',
    });
  });

  it('by a cashier is refused, and an officer may', async () => {
    await counter.ask('session.signIn', ravi);
    for (const channel of ['lists.preview', 'lists.make'] as const) {
      const reply = await counter.call(channel, { list: 'do-not-disconnect' });
      expect(reply).toMatchObject({ ok: false, error: { code: 'NOT_PERMITTED' } });
    }
    await counter.ask('session.signIn', meena);
    expect(await counter.ask('lists.preview', { list: 'paid-in-outage' })).toMatchObject({ receipts: 6 });
    await counter.ask('session.signIn', asha);
  });
});
