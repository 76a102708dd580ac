import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asha, newUid, openCounter, openDrawer, sale } from '../../harness/counter-day.ts';
import { flipBit } from '../../harness/care.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

let office: Office;
let counter: JsonLinesCounter;
const copies = () =>
  readdirSync(join(office.dataFolder, 'copies')).filter((name) => name.endsWith('.journal'));

beforeAll(async () => {
  office = await openOffice();
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
  await counter.ask('recharge.record', sale(office.consumers[0]?.consumer ?? ''));
}, 60_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

async function closeShiftAndDay(): Promise<void> {
  const counted = { '50000': 3, '10000': 5 };
  const close = { uid: newUid(), counted, differenceReason: null, approver: null };
  await counter.ask('shift.close', close);
  await counter.ask('day.close', { uid: newUid() });
}

function careEvents(): string[] {
  const db = new Database(join(office.dataFolder, 'journal.db'), { readonly: true });
  try {
    return db.prepare<[], string>('SELECT event FROM care_event ORDER BY n').pluck().all();
  } finally {
    db.close();
  }
}

describe('a counter that closed its day', () => {
  it('makes a proved copy when nobody asks anything of it', async () => {
    await closeShiftAndDay();
    await counter.until('the proof', ({ care }) => care.proof === 'passed', 30_000);
    expect(copies()).toHaveLength(1);
    expect(counter.state().care.copiedAt).not.toBeNull();
  });

  it('finds a flipped bit at the next close, mends it, and sells on', async () => {
    await openDrawer(counter);
    await counter.ask('recharge.record', sale(office.consumers[1]?.consumer ?? ''));
    flipBit(join(office.dataFolder, 'journal.db'), '"receiptNumber":"PTC-C02-2627-000001"');
    await closeShiftAndDay();
    const mended = await counter.until('the mending', ({ care }) => care.mendedAt !== null, 20_000);
    expect(mended).toMatchObject({ setup: 'ready', session: null, selling: { state: 'open' } });
    expect(readdirSync(office.dataFolder).filter((name) => name.includes('damaged'))).toHaveLength(1);
    await counter.ask('session.signIn', asha);
    await openDrawer(counter);
    const sold = await counter.ask('recharge.record', sale(office.consumers[2]?.consumer ?? ''));
    expect(sold).toMatchObject({ receiptNumber: expect.stringMatching(/000003$/u), copies: 'two' });
    expect(await counter.end()).toBe(0);
    expect(careEvents()).toEqual(expect.arrayContaining(['proof-failed', 'journal-mended', 'copy-made']));
  });
});
