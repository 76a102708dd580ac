import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCounter, sale } from '../../harness/counter-day.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../../harness/postgres-server.ts';
import { admin } from '../../harness/reference-counter.ts';

/** A real counter service and a head end whose books are a PostgreSQL server that flushes: money counted on both ends. */
describe.skipIf(!hasPostgres)('the way of the money to a head end on PostgreSQL', () => {
  let server: PostgresServer;
  let folder: string;
  let office: Office;
  let counter: JsonLinesCounter;
  let sold: { uid: string; amountPaise: number }[];

  beforeAll(async () => {
    server = await startPostgres();
    folder = mkdtempSync(join(tmpdir(), 'head-end-'));
    office = await openOffice({
      storage: { kind: 'postgres', databaseUrl: server.databaseUrl, folder },
    });
    counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
    await openCounter(counter);
    sold = [];
  });
  afterAll(async () => {
    await counter.end();
    await office.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const known = () => office.consumers.filter(({ status }) => status === 'active');
  async function sell(count: number): Promise<void> {
    for (let more = count; more > 0; more -= 1) {
      const consumer = known()[sold.length % known().length]?.consumer ?? '';
      const amountPaise = 100_00 + sold.length * 1_00;
      const asked = sale(consumer, { amountPaise, tenderedPaise: amountPaise });
      const { uid } = await counter.ask('recharge.record', asked);
      sold.push({ uid, amountPaise });
    }
  }
  async function allUp(): Promise<void> {
    // The state that is known may still be the one before the last sale; the head end's own books are not.
    await expect
      .poll(async () => (await headEndLedger(office.headEnd)).length, { timeout: 30_000 })
      .toBe(sold.length);
    await counter.until('everything is up', ({ unsent }) => unsent.count === 0, 30_000);
  }
  async function expectTied(): Promise<void> {
    const ledger = await headEndLedger(office.headEnd);
    expect(ledger.map(({ uid, amountPaise }) => ({ uid, amountPaise }))).toEqual(sold);
    expect(new Set(ledger.map(({ reference }) => reference)).size).toBe(sold.length);
  }

  it('credits what is sold while it answers', async () => {
    await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
    await sell(3);
    await allUp();
    await expectTied();
  });

  it('takes an outage in once, though answers are lost and a batch comes twice', async () => {
    await office.headEnd.setFault('down');
    await counter.until('the head end is away', ({ headEnd }) => headEnd.link === 'not-answering');
    await sell(20);
    await office.headEnd.setFault('lost-answer', { times: 2, calls: 'batches' });
    await sell(2);
    await allUp();
    await office.headEnd.setFault('duplicate', { times: 3 });
    await sell(4);
    await allUp();
    await expectTied();
  });

  it('gets back what a restored backup had forgotten, with the references that stand on paper', async () => {
    const ask = (path: string) => admin(office.headEnd, path, {});
    expect((await ask('/admin/backup')).status).toBe(200);
    await sell(5);
    await allUp();
    const before = await headEndLedger(office.headEnd);
    expect((await ask('/admin/restore')).status).toBe(200);
    expect(await headEndLedger(office.headEnd)).toHaveLength(sold.length - 5);
    await office.headEnd.setFault('503');
    await counter.until('the head end is away', ({ headEnd }) => headEnd.link === 'not-answering');
    await office.headEnd.setFault('none');
    await sell(1);
    await allUp();
    await expect.poll(() => headEndLedger(office.headEnd), { timeout: 20_000 }).toHaveLength(sold.length);
    await expectTied();
    const references = (await headEndLedger(office.headEnd)).map(({ reference }) => reference);
    expect(references.slice(0, before.length)).toEqual(before.map(({ reference }) => reference));
  });
});
