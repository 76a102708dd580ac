import { afterEach, describe, expect, it } from 'vitest';
import { settlementDraft } from '../../../counter/exception/settlement-drafts.ts';
import { answersBetween } from '../../../db/answer-reads.ts';
import { appendEntry } from '../../../db/append.ts';
import { entriesFrom } from '../../../db/entries.ts';
import { chainOf } from '../../../db/exception-chain.ts';
import { exceptionRecharges } from '../../../db/exceptions.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { faultPlan } from '../../crash/fault-plan.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { must, newUid } from '../../harness/journal.ts';
import { concludeFault } from '../../harness/planned-fault.ts';
import { enrolTestCounter, packBatch, testCode } from '../../harness/reference-counter.ts';
import { openUploadingCounter, type UploadingCounter } from '../../harness/uploading-counter.ts';

let headEnd: ReferenceHeadEnd;
let counter: UploadingCounter | null = null;

afterEach(async () => {
  await counter?.close();
  counter = null;
  await headEnd.stop();
});

function startHeadEnd(codes = [testCode]): Promise<ReferenceHeadEnd> {
  return startReferenceHeadEnd({
    codes,
    knownConsumer: (consumer) => {
      if (consumer.startsWith('9')) return null;
      const status = consumer.startsWith('15') ? 'closed' : 'active';
      return { meter: '12345678', meterKind: 'managed', status };
    },
  });
}

describe('F17: a refused entry in a large batch', () => {
  it(
    'is parked or refused with a reason, seen by the desk, settled, and delays nobody',
    { timeout: 180_000 },
    async () => {
      const { times } = faultPlan.poisonedEntry;
      headEnd = await startHeadEnd();
      await headEnd.setFault('down');
      counter = await openAway();
      const journal = counter.journal;
      const consumers = Array.from({ length: times }, (_, index) => String(100_000_000 + index));
      consumers[99] = '150000001';
      consumers[299] = '900000001';
      for (const [index, consumer] of consumers.entries())
        await counter.sell({ consumer, amountPaise: (index + 1) * 100 });
      await headEnd.setFault('none');
      counter.driver.sendNow();
      await counter.until(({ ackedSeq }) => ackedSeq === lastSeq(journal), 60_000);
      const broken: string[] = [];
      const credited = await headEndLedger(headEnd);
      if (credited.length !== times - 2) broken.push(`${credited.length} credited of ${times - 2}`);
      const troubled = exceptionRecharges(journal.db);
      const codes = troubled.map((uid) => chainOf(journal.db, uid)?.recharge.answer?.code);
      if (codes.join() !== 'account-closed,unknown-consumer') broken.push(`the desk sees ${codes.join()}`);
      for (const [uid, outcome] of [
        [troubled[0], 'moved'],
        [troubled[1], 'matched'],
      ] as const) {
        const chain = chainOf(journal.db, uid ?? '');
        if (chain === null) throw new Error('the desk has a chain');
        const act = { uid: newUid(), day: null, operator: 'asha', reason: 'wrong number' };
        const to = { consumer: '100000001', meter: null, meterKind: null } as const;
        const { recharge } = chain;
        must(await appendEntry(journal, settlementDraft({ ...act, recharge, tip: recharge, outcome, to })));
        counter.driver.noteNewEntry();
      }
      await counter.until(({ ackedSeq }) => ackedSeq === lastSeq(journal));
      const sum = (await headEndLedger(headEnd)).reduce((total, { amountPaise }) => total + amountPaise, 0);
      const taken = consumers.reduce((total, _, index) => total + (index + 1) * 100, 0);
      if (sum !== taken) broken.push(`${taken} paise were taken, ${sum} are credited`);
      const proof = counter.proof();
      if (proof !== null) broken.push(`the journal is not whole: ${proof}`);
      const seen = `${times - 2} credited at once; the two others at the desk with their reasons, settled, credited once`;
      expect(concludeFault('poisonedEntry', { times, seen, broken: [...broken, ...counter.faults] })).toEqual(
        [],
      );
    },
  );
});

describe('F18: after a long outage', () => {
  it('five days of four hundred sales go up in order, each credited once', { timeout: 240_000 }, async () => {
    const { times } = faultPlan.backlog;
    headEnd = await startHeadEnd();
    await headEnd.setFault('down');
    counter = await openAway();
    const journal = counter.journal;
    for (let sale = 1; sale <= times; sale += 1)
      await counter.sell({ consumer: String(100_000_000 + sale), amountPaise: sale * 100 });
    await headEnd.setFault('none');
    const started = performance.now();
    counter.driver.sendNow();
    await counter.until(({ ackedSeq }) => ackedSeq === lastSeq(journal), 120_000);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const broken: string[] = [];
    const credited = (await headEndLedger(headEnd)).map(({ uid }) => uid);
    const sold = entriesFrom(journal.db, 1, 10_000, 50_000_000).filter(({ kind }) => kind === 'recharge');
    if (credited.join() !== sold.map(({ uid }) => uid).join()) broken.push(`${credited.length} credited`);
    const answers = answersBetween(journal.db, 1, lastSeq(journal)).length;
    if (answers !== lastSeq(journal)) broken.push(`${answers} answers of ${lastSeq(journal)}`);
    const proof = counter.proof();
    if (proof !== null) broken.push(`the journal is not whole: ${proof}`);
    console.log(`${times} sales went up in ${seconds} s`);
    const seen = `${times.toLocaleString('en')} sales, each answered and credited once, in the order of their numbers`;
    expect(concludeFault('backlog', { times, seen, broken: [...broken, ...counter.faults] })).toEqual([]);
  });

  it(
    'a thousand counters at once all get through, and nothing is credited twice',
    { timeout: 240_000 },
    async () => {
      const { times } = faultPlan.counterRush;
      const salesOfEach = 4;
      const codes = Array.from({ length: times }, (_, index) => {
        const counterId = `X${String(index).padStart(4, '0')}`;
        return { ...testCode, code: `471-220-${index}`, counter: counterId };
      });
      headEnd = await startHeadEnd(codes);
      const counters = [];
      for (const { code } of codes) counters.push(await enrolTestCounter(headEnd, code));
      const batches = await Promise.all(
        counters.map(async ({ key, journal }) => {
          for (let sale = 1; sale <= salesOfEach; sale += 1) journal.recharge('100000001', sale * 100);
          return packBatch(key, journal.entries);
        }),
      );
      let turnedAway = 0;
      const started = performance.now();
      await Promise.all(
        counters.map(async ({ client, journal }, index) => {
          for (;;) {
            const verdict = await client.sendBatch(batches[index] ?? new Uint8Array(), journal.entries);
            if (verdict.kind === 'answered') return;
            turnedAway += 1;
            // Admission control says how long; the spread of real counters is shortened to stay in the test.
            const waitMs = verdict.kind === 'not-answering' ? (verdict.retryAfterMs ?? 200) : 200;
            await new Promise((resolve) => setTimeout(resolve, waitMs * (0.5 + Math.random())));
          }
        }),
      );
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      console.log(`${times} counters got through in ${seconds} s, turned away ${turnedAway} times`);
      const credited = await headEndLedger(headEnd);
      const broken: string[] = [];
      if (credited.length !== times * salesOfEach) broken.push(`${credited.length} credited`);
      if (new Set(credited.map(({ uid }) => uid)).size !== credited.length) broken.push('a uid twice');
      for (const { client } of counters) await client.close();
      const seen = `every counter got through; ${credited.length.toLocaleString('en')} sales, each credited once`;
      expect(concludeFault('counterRush', { times, seen, broken })).toEqual([]);
    },
  );
});

/** Enrolled before the head end went away. */
async function openAway(): Promise<UploadingCounter> {
  await headEnd.setFault('none');
  const opened = await openUploadingCounter(headEnd.url, headEnd);
  await headEnd.setFault('down');
  return opened;
}

function lastSeq(journal: UploadingCounter['journal']): number {
  return entriesFrom(journal.db, 1, 10_000, 50_000_000).at(-1)?.seq ?? 0;
}
