import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kolkataDate } from '../../../counter/time.ts';
import type { Output } from '../../../electron/contract/schemas.ts';
import { asha, openCounter, sale } from '../../harness/counter-day.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

let office: Office;
let counter: JsonLinesCounter;
let stick: string;
const run = new URL('../../../headend/reference/run.ts', import.meta.url).pathname;

beforeAll(async () => {
  office = await openOffice();
  stick = join(office.folder, 'stick');
  mkdirSync(stick);
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
  await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
  while (!existsSync(join(office.dataFolder, 'head-end-exchange-key.json'))) await delay(20);
}, 60_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

const active = () => office.consumers.filter(({ status }) => status === 'active');
const sell = (index: number, amountPaise: number) =>
  counter.ask('recharge.record', sale(active()[index]?.consumer ?? '', { amountPaise }));
const unsent = async () => (await counter.ask('state.get', {})).unsent.count;
const ledgerPaise = async () =>
  (await headEndLedger(office.headEnd)).reduce((paise, row) => paise + row.amountPaise, 0);

/** `npm run headend -- import`, in a process of its own, beside the head end that runs. */
function imported(folder: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, HEADEND_ADMIN_TOKEN: office.headEnd.adminToken };
  const args = [run, 'import', folder, '--admin-url', office.headEnd.adminUrl];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });
}

describe('a week without any network', () => {
  let exported: Output<'usb.export'>;

  it('has nothing to write while everything is with the head end', async () => {
    while ((await unsent()) > 0) await delay(20);
    await office.headEnd.setFault('down');
    await counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');
    const wrong = await counter.call('usb.export', { folder: join(office.folder, 'not-there') });
    expect(wrong).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^USB_/u) as string } });
  });

  it('writes what is unsent, sealed, with a manifest and eight words, and marks it as offered', async () => {
    const sold = [await sell(0, 300_00), await sell(1, 200_00), await sell(2, 100_00)];
    exported = await counter.ask('usb.export', { folder: stick });
    expect(exported).toMatchObject({
      recharges: 3,
      sumPaise: 600_00,
      firstReceipt: sold[0]?.receiptNumber,
      lastReceipt: sold[2]?.receiptNumber,
    });
    expect(new Set(exported.words).size).toBeGreaterThan(6);
    expect(readdirSync(exported.folder).toSorted()).toEqual(['0001.ppb', 'manifest.json']);
    const all = readdirSync(exported.folder).map((name) =>
      readFileSync(join(exported.folder, name), 'latin1'),
    );
    for (const { consumer } of active().slice(0, 3)) expect(all.join('\n')).not.toContain(consumer);
    expect(await unsent()).toBe(3);
  });

  it('says in words what a person can mend at the stick', async () => {
    const folder = join(office.folder, 'nowhere');
    expect(await counter.call('usb.export', { folder })).toMatchObject({ error: { code: 'USB_ABSENT' } });
    expect(await counter.call('usb.import', { folder })).toMatchObject({ error: { code: 'USB_ABSENT' } });
    expect(await counter.call('usb.import', { folder: stick })).toMatchObject({
      error: { code: 'USB_NO_ANSWER' },
    });
  });

  it('is taken by the head end while it runs, which shows the same words', async () => {
    const { code, stdout, stderr } = await imported(stick);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`words: ${exported.words.join(' ')}`);
    expect(stdout).toContain('3 recharges, ₹600.00');
    expect(existsSync(join(exported.folder, 'answer.ppa'))).toBe(true);
    expect(await ledgerPaise()).toBe(600_00);
    const again = await imported(exported.folder);
    expect(again.code).toBe(0);
    expect(await ledgerPaise()).toBe(600_00);
  });

  it('moves the same watermark and brings the same answers as the wire', async () => {
    const result = await counter.ask('usb.import', { folder: stick });
    expect(result).toMatchObject({ unsent: { count: 0, sumPaise: 0 } });
    expect(result.ackedSeq).toBe(exported.to);
    const receiptNumber = exported.lastReceipt ?? '';
    const recharge = await counter.ask('recharge.byReceipt', { receiptNumber });
    expect(recharge).toMatchObject({ credit: 'confirmed' });
    expect(recharge.reference).toMatch(/^HE-/u);
    const today = kolkataDate(Date.now());
    const scope = { kind: 'dates', from: today, to: today } as const;
    expect(await counter.ask('tieOut.run', { scope, afterSeq: 0 })).toMatchObject({
      ties: true,
      headEndPaise: 600_00,
    });
    expect(await counter.ask('usb.import', { folder: exported.folder })).toMatchObject({
      ackedSeq: exported.to,
      unsent: { count: 0 },
    });
  });

  it('leaves an old answer without effect when newer ones have come', async () => {
    const old = join(office.folder, 'old-stick');
    cpSync(stick, old, { recursive: true });
    await sell(3, 400_00);
    const next = await counter.ask('usb.export', { folder: stick });
    expect(basename(next.folder)).not.toBe(basename(exported.folder));
    expect((await imported(next.folder)).code).toBe(0);
    expect(await counter.ask('usb.import', { folder: stick })).toMatchObject({ ackedSeq: next.to });
    expect(await counter.ask('usb.import', { folder: old })).toMatchObject({
      ackedSeq: next.to,
      unsent: { count: 0 },
    });
  });

  it('races with the wire, both at once, and no rupee is credited twice', async () => {
    for (const index of [4, 5, 6, 7]) await sell(index, 50_00);
    const { folder } = await counter.ask('usb.export', { folder: stick });
    await sell(8, 75_00);
    await office.headEnd.setFault('none');
    const both = await Promise.all([
      imported(folder),
      counter.ask('headEnd.sendNow', {}).then(() => imported(folder)),
      counter.call('usb.import', { folder: stick }),
    ]);
    expect(both.slice(0, 2)).toMatchObject([{ code: 0 }, { code: 0 }]);
    await counter.ask('usb.import', { folder: stick });
    while ((await unsent()) > 0) await delay(20);
    const ledger = await headEndLedger(office.headEnd);
    expect(new Set(ledger.map(({ uid }) => uid)).size).toBe(ledger.length);
    expect(await ledgerPaise()).toBe(600_00 + 400_00 + 200_00 + 75_00);
    expect((await counter.ask('state.get', {})).headEnd.link).not.toBe('frozen');
  });

  it('goes on after a kill in the middle of either half', async () => {
    await office.headEnd.setFault('down');
    await counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');
    for (let index = 9; index < 15; index += 1) await sell(index, 60_00);
    for (const waitMs of [5, 40]) {
      counter.raw('usb.export', { folder: stick }).catch(() => undefined);
      await delay(waitMs);
      await restarted();
    }
    const last = await counter.ask('usb.export', { folder: stick });
    expect(last.recharges).toBe(6);
    await imported(stick);
    expect(await ledgerPaise()).toBe(1_275_00 + 360_00);
    for (const waitMs of [5, 40]) {
      counter.raw('usb.import', { folder: stick }).catch(() => undefined);
      await delay(waitMs);
      await restarted();
    }
    expect(await counter.ask('usb.import', { folder: stick })).toMatchObject({ unsent: { count: 0 } });
  });
});

async function restarted(): Promise<void> {
  await counter.kill();
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await counter.ask('session.signIn', asha);
}
