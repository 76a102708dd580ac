import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { readReceiptQr, receiptQrText, type ReceiptQr } from '../../../counter/recharge/receipt-qr.ts';
import type { Input } from '../../../electron/contract/schemas.ts';
import type { ToPrinter } from '../../../printers/printer-messages.ts';
import { asha, enrolWithPeople, newUid, sale } from '../../harness/counter-day.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { startServiceInProcess, type ServiceInProcess } from '../../harness/service-in-process.ts';

/** What somebody can hold before a scanner, at a counter that knows its own key and no other. */
let office: Office;
let service: ServiceInProcess;
let code: string;
let facts: ReceiptQr;

type Print = Extract<ToPrinter, { type: 'print' }>;

beforeAll(async () => {
  office = await openOffice({ consumers: 5 });
  service = await startServiceInProcess(office);
  await enrolWithPeople(service);
  await service.ask('directory.import', { path: null });
  await service.ask('day.open', { uid: newUid(), businessDate: '2026-11-23' });
  await service.ask('shift.open', { uid: newUid(), float: { '10000': 5 } });
  await office.headEnd.setFault('html200');
  await sell();
  code = await codeOnPaper();
  const read = readReceiptQr(code);
  if (read === null) throw new Error('the slip has a code');
  facts = read;
}, 60_000);

afterAll(async () => {
  await service.stop();
  await office.close();
});

const consumer = (index = 0) => office.consumers[index]?.consumer ?? '';
const sell = (changes: Partial<Input<'recharge.record'>> = {}) =>
  service.ask('recharge.record', sale(consumer(), changes));
const scan = (text: string) => service.ask('recharge.scanned', { text });
const readBack = () => service.ask('recharge.readBack', { consumer: consumer(), amountPaise: null });

/** The text of the QR as it goes to the printer. */
async function codeOnPaper(): Promise<string> {
  const isPrint = (message: ToPrinter): message is Print => message.type === 'print';
  await vi.waitFor(() => expect(service.printer.posted.some(isPrint)).toBe(true), { timeout: 10_000 });
  const block = service.printer.posted
    .findLast(isPrint)
    ?.document.blocks.find(({ type }) => type === 'qrCode');
  return block?.type === 'qrCode' ? block.text : '';
}

/** A key that is nobody's, and texts that it signs. */
const stranger = generateKeyPairSync('ed25519').privateKey;
const byStranger = (change: Partial<ReceiptQr>) =>
  receiptQrText({ ...facts, ...change }, (text) =>
    sign(null, Buffer.from(text), stranger).toString('base64url'),
  );

describe('a receipt of this counter', () => {
  it('is known, with its state, its amount and its time, and is not counted twice', async () => {
    expect(await scan(code)).toEqual({
      is: 'known-here',
      receipt: {
        counter: 'C02',
        receiptNumber: facts.receiptNumber,
        consumer: consumer(),
        amountPaise: 500_00,
        takenAt: facts.takenAt,
      },
      state: expect.stringMatching(/^(unsent|offered)$/u),
      counts: false,
    });
    expect((await readBack()).pending).toMatchObject({ count: 1, sumPaise: 500_00 });
  });

  it('is the same however often it is scanned, and scanning records nothing', async () => {
    const before = await service.ask('state.get', {});
    const all = await Promise.all(Array.from({ length: 20 }, () => scan(code)));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    const after = await service.ask('state.get', {});
    expect(after.secondCopy.entries).toBe(before.secondCopy.entries);
  });

  it.each([
    ['dearer', (text: string) => text.replace('|50000|', '|90000|')],
    ['for another consumer', (text: string) => text.replace(`|${facts.consumer}|`, `|${consumer(1)}|`)],
    ['at another place', (text: string) => text.replace(`|${facts.seq}|`, '|1|')],
    ['at another time', (text: string) => text.replace(`|${facts.takenAt}|`, `|${facts.takenAt - 1}|`)],
    ['about another entry', (text: string) => text.replace(facts.hash, 'ab'.repeat(32))],
    ['with one letter of its signature changed', flipSignature],
  ])('%s is forged, whoever shows it', async (_what, spoil) => {
    const spoiled = spoil(code);
    expect(spoiled).not.toBe(code);
    expect(await scan(spoiled)).toEqual({ is: 'forged', receipt: null, state: null, counts: false });
  });

  it('signed by another key is forged', async () => {
    expect((await scan(byStranger({}))).is).toBe('forged');
    expect((await scan(byStranger({ seq: 9_999 }))).is).toBe('forged');
  });
});

describe('a receipt of another counter', () => {
  it('of this office is shown as not checked, and its money is counted as waiting', async () => {
    const other = byStranger({ counter: 'C05', receiptNumber: 'PTC-C05-2627-000007' });
    expect(await scan(other)).toMatchObject({ is: 'unverified', counts: true, state: null });
  });

  it('of another office or another company says nothing here', async () => {
    const foreign = { counter: 'C05', receiptNumber: 'NBP-C05-2627-000007' };
    expect(await scan(byStranger(foreign))).toMatchObject({ is: 'other-office', counts: false });
    // A code that only begins alike is another one.
    const alike = { counter: 'C05', receiptNumber: 'PTCX-C05-2627-000007' };
    expect(await scan(byStranger(alike))).toMatchObject({ is: 'other-office', counts: false });
  });

  it('from the future is told so: five minutes of clock are forgiven, one millisecond more is not', async () => {
    const other = { counter: 'C05', receiptNumber: 'PTC-C05-2627-000007' };
    const now = service.clock.wallMs();
    const at = await scan(byStranger({ ...other, takenAt: now + limits.clockSkewMs }));
    expect(at).toMatchObject({ is: 'unverified', counts: true });
    const past = await scan(byStranger({ ...other, takenAt: now + limits.clockSkewMs + 1 }));
    expect(past).toMatchObject({ is: 'from-the-future', counts: false });
    const absurd = await scan(byStranger({ ...other, takenAt: Number.MAX_SAFE_INTEGER }));
    expect(absurd.is).toBe('from-the-future');
  });
});

describe('what is no receipt', () => {
  it.each([
    ['nothing', () => ''],
    ['half of one', () => code.slice(0, 150)],
    ['one with a field too many', () => `${code}|x`],
    ['two scanned into one', () => `${code.slice(0, 60)}${code.slice(0, 100)}`],
    ['another version', () => code.replace('R1|', 'R2|')],
    ['an address', () => 'https://example.org/pay?to=me'],
    ['control characters', () => 'R1|\u0000|\u001b[2J|||||||'],
    ['a bidi trick', () => `R1|\u202e${code}`],
    ['amounts that are none', () => code.replace('|50000|', '|-1|')],
  ])('%s is told so', async (_what, text) => {
    expect(await scan(text())).toEqual({ is: 'not-a-receipt', receipt: null, state: null, counts: false });
  });

  it('is read at the bound of its length, and not taken past it', async () => {
    const long = 'R1|'.padEnd(limits.scannedTextCharsMax, '9');
    expect((await scan(long)).is).toBe('not-a-receipt');
    expect(await service.call('recharge.scanned', { text: `${long}9` })).toMatchObject({ ok: false });
  });
});

describe('the role', () => {
  it('is that of who may take cash', async () => {
    await service.ask('session.signIn', { person: 'meena', pin: '9157' });
    expect(await service.call('recharge.scanned', { text: code })).toMatchObject({
      ok: false,
      error: { code: 'NOT_PERMITTED' },
    });
    await service.ask('session.signIn', asha);
  });
});

function flipSignature(text: string): string {
  const at = text.length - 40;
  const other = text[at] === 'A' ? 'B' : 'A';
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}
