import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkList } from '../../../counter/lists/list-seal.ts';
import { kolkataDate } from '../../../counter/time.ts';
import { sha256Hex, verifyHash } from '../../../headend/signatures.ts';
import { newUid, openCounter, sale } from '../../harness/counter-day.ts';
import { type CommandResult, runCounter } from '../../harness/counter-command.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';
import { counterKeyOfJournal } from '../../harness/paper-of-journal.ts';
import { admin } from '../../harness/reference-counter.ts';

let office: Office;
let counter: JsonLinesCounter;
const outage = newUid();
const today = kolkataDate(Date.now());
const dates = { kind: 'dates', from: today, to: today } as const;

beforeAll(async () => {
  office = await openOffice();
  counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  await openCounter(counter);
  await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
}, 60_000);

afterAll(async () => {
  await counter.end();
  await office.close();
});

const sell = (index: number, amountPaise: number) =>
  counter.ask('recharge.record', sale(active()[index]?.consumer ?? '', { amountPaise }));
/** The head end refuses a recharge of a connection that is closed or blocked. */
const active = () => office.consumers.filter(({ status }) => status === 'active');
/** Asked, not told: the last state that was told may be of before the sale. */
async function allSent(): Promise<void> {
  while ((await counter.ask('state.get', {})).unsent.count > 0) await delay(50);
}
const run = (scope: typeof dates | { kind: 'outage'; outage: string }, afterSeq = 0) =>
  counter.ask('tieOut.run', { scope, afterSeq });
const command = (...args: readonly string[]): Promise<CommandResult> =>
  runCounter('tie-out', '--data', office.dataFolder, ...args);

describe('the tie-out of a counter at work', () => {
  it('ties against the statement that the head end signs at that moment', async () => {
    for (const index of [0, 1, 2]) await sell(index, 300_00);
    await allSent();
    const report = await run(dates);
    expect(report).toMatchObject({
      ties: true,
      recharges: 3,
      counterPaise: 900_00,
      headEndPaise: 900_00,
      differencePaise: 0,
      unexplainedRows: 0,
      statement: { is: 'fresh', from: today, to: today, missingDates: 0, differing: [] },
      rows: [],
    });
    expect(report.states.find(({ state }) => state === 'credited')).toMatchObject({ rows: 3, paise: 900_00 });
  });

  it('names every receipt of an outage while it waits, beside the last good statement', async () => {
    await office.headEnd.setFault('html200');
    await counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');
    const open = { uid: outage, name: 'OUT-1', cause: 'head end down', since: Date.now() };
    await counter.ask('outage.open', open);
    const sold = [await sell(3, 250_00), await sell(4, 150_00)];
    const report = await run({ kind: 'outage', outage });
    expect(report).toMatchObject({
      outage: 'OUT-1',
      ties: false,
      counterPaise: 400_00,
      headEndPaise: 0,
      differencePaise: 400_00,
      unexplainedRows: 2,
      unexplainedPaise: 400_00,
      statement: { is: 'kept' },
      more: false,
    });
    expect(report.rows.map(({ receiptNumber, state, reason }) => [receiptNumber, state, reason])).toEqual(
      sold.map(({ receiptNumber }) => [receiptNumber, 'unsent', 'not-sent']),
    );
    const [first] = report.rows;
    expect((await run({ kind: 'outage', outage }, first?.seq)).rows).toHaveLength(1);
    const asked = await command('--outage', 'OUT-1', '--json');
    expect([asked.code, JSON.parse(asked.stdout)]).toMatchObject([1, { unexplainedPaise: 400_00 }]);
  });

  it('ties again when the head end is back, from the command line too, with its ledger', async () => {
    await office.headEnd.setFault('none');
    await allSent();
    expect(await run({ kind: 'outage', outage })).toMatchObject({ ties: true, counterPaise: 400_00 });
    expect(await run(dates)).toMatchObject({
      ties: true,
      counterPaise: 1300_00,
      statement: { is: 'fresh', differing: [] },
    });
    const ledger = join(office.folder, 'headend-ledger.csv');
    writeFileSync(ledger, await (await admin(office.headEnd, '/admin/ledger.csv')).text());
    const statement = join(office.dataFolder, 'head-end-statement.json');
    const tied = await command('--ledger', ledger, '--statement', statement);
    expect([tied.code, tied.stderr]).toEqual([0, '']);
    expect(tied.stdout).toMatch(/^TIES: every rupee is accounted for\./u);
    const named = await command('--outage', 'OUT-1', '--ledger', ledger);
    expect([named.code, named.stderr]).toEqual([0, '']);
  });

  it('leaves a signed file that adds up to the tie-out, each time one of its own; without a window no paper', async () => {
    const scope = { kind: 'outage', outage } as const;
    const report = await run(scope);
    const made = await counter.ask('tieOut.save', { scope });
    expect(made).toMatchObject({
      csv: 'TIEOUT_OUT-1_PTC-C02.csv',
      pdf: null,
      noPdf: 'no-window',
      sumPaise: report.takingsPaise,
    });
    const bytes = readFileSync(join(made.folder, made.csv));
    const evidence = {
      file: made.csv,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      seal: readFileSync(join(made.folder, made.seal), 'utf8'),
      counter: 'C02',
      publicKey: counterKeyOfJournal(office.dataFolder),
    };
    const ports = { sha256: sha256Hex, verify: verifyHash };
    expect(checkList(evidence, ports)).toMatchObject({
      ok: true,
      value: { rows: made.rows, sumPaise: report.takingsPaise, seq: report.throughSeq },
    });
    const changed = Buffer.from(bytes.toString('utf8').replace('40000', '40001'));
    const sha256 = createHash('sha256').update(changed).digest('hex');
    expect(checkList({ ...evidence, sha256 }, ports)).toEqual({ ok: false, error: 'changed' });
    const [heading = '', ...lines] = bytes.toString('utf8').trimEnd().split('\r\n');
    const takings = heading.split(',').indexOf('takingsPaise');
    expect(lines).toHaveLength(made.rows);
    expect(lines.reduce((sum, line) => sum + Number(line.split(',')[takings]), 0)).toBe(report.takingsPaise);
    const again = await counter.ask('tieOut.save', { scope });
    expect(again.csv).toBe('TIEOUT_OUT-1_PTC-C02_2.csv');
    expect(readFileSync(join(made.folder, made.csv))).toEqual(bytes);
  });

  it('believes no statement that another hand changed', async () => {
    const path = join(office.dataFolder, 'head-end-statement.json');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.replace(/\\"creditedPaise\\":\d+/u, '\\"creditedPaise\\":1'));
    await office.headEnd.setFault('html200');
    await counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');
    expect((await run(dates)).statement).toBeNull();
    expect((await command('--statement', path)).code).toBe(3);
    writeFileSync(path, good);
    expect((await run(dates)).statement).toMatchObject({ is: 'kept', differing: [] });
    expect((await command('--statement', path)).code).toBe(0);
  });

  it('refuses an outage that nobody opened, and dates that are none', async () => {
    for (const scope of [
      { kind: 'outage', outage: newUid() },
      { ...dates, from: '2026-02-30' },
      { ...dates, from: '2027-01-01', to: '2026-01-01' },
      { ...dates, from: '2026-01-01', to: '2026-12-31' },
    ]) {
      expect(await counter.raw('tieOut.run', { scope, afterSeq: 0 })).toMatchObject({
        ok: false,
        error: { code: 'CONTRACT_VIOLATION' },
      });
      expect(await counter.raw('tieOut.save', { scope })).toMatchObject({
        ok: false,
        error: { code: 'CONTRACT_VIOLATION' },
      });
    }
  });
});
