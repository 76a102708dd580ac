import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersBetween } from '../../../db/answer-reads.ts';
import { entriesFrom } from '../../../db/entries.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import type { ProblemType } from '../../../headend/schemas.ts';
import { faultPlan } from '../../crash/fault-plan.ts';
import { type CallName, startChaosProxy, type ChaosProxy, type Mischief } from '../../harness/chaos-proxy.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { concludeFault } from '../../harness/planned-fault.ts';
import { admin, testCode } from '../../harness/reference-counter.ts';
import { openUploadingCounter, type UploadingCounter } from '../../harness/uploading-counter.ts';

/** F15: a head end that refuses, fails, forgets or is another one. Selling goes on, and all ties out afterwards. */
let headEnd: ReferenceHeadEnd;
let otherTenant: ReferenceHeadEnd;
let proxy: ChaosProxy;
let counter: UploadingCounter;

beforeEach(async () => {
  const knownConsumer = (consumer: string) =>
    consumer.startsWith('9') ? null : ({ meter: '12345678', meterKind: 'managed' } as const);
  headEnd = await startReferenceHeadEnd({ codes: [testCode], knownConsumer });
  otherTenant = await startReferenceHeadEnd({ codes: [testCode], knownConsumer });
  proxy = await startChaosProxy(headEnd.url);
  counter = await openUploadingCounter(proxy.url, headEnd);
  await counter.until(({ link }) => link === 'answering');
});
afterEach(async () => {
  await counter.close();
  await proxy.stop();
  await headEnd.stop();
  await otherTenant.stop();
});

const lastSeq = (): number => entriesFrom(counter.journal.db, 1, 10_000, 50_000_000).at(-1)?.seq ?? 0;
const allSent = () =>
  counter.until(({ link, ackedSeq }) => link === 'answering' && ackedSeq === lastSeq(), 30_000);
const creditedUids = async () => (await headEndLedger(headEnd)).map(({ uid }) => uid);
const soldUids = () =>
  entriesFrom(counter.journal.db, 1, 10_000, 50_000_000)
    .filter(({ kind }) => kind === 'recharge')
    .map(({ uid }) => uid);
const problem = (type: ProblemType, status: number, more: object = {}): Mischief => ({
  kind: 'problem',
  problem: { type, status, title: 'As the proxy says', ...more },
});

interface Case {
  readonly name: string;
  readonly mischief: () => Mischief;
  readonly calls: readonly CallName[];
  /** Told to a person, who sends again; else the counter comes back by itself. */
  readonly ends: 'by itself' | 'by a person';
}

const cases: readonly Case[] = [
  {
    name: '503 with Retry-After',
    mischief: () => ({ ...problem('busy', 503), retryAfterS: 1 }) as Mischief,
    calls: ['batches'],
    ends: 'by itself',
  },
  {
    name: '429 with Retry-After',
    mischief: () => ({ ...problem('busy', 429), retryAfterS: 0 }) as Mischief,
    calls: ['batches', 'state'],
    ends: 'by itself',
  },
  {
    name: 'a storm of 500',
    mischief: () => ({ kind: 'error', status: 500 }),
    calls: ['batches', 'state', 'results', 'health'],
    ends: 'by itself',
  },
  {
    name: '502 of a gateway',
    mischief: () => ({ kind: 'error', status: 502 }),
    calls: ['batches'],
    ends: 'by itself',
  },
  {
    name: '413 of a stricter proxy',
    mischief: () => problem('too-large', 413),
    calls: ['batches'],
    ends: 'by itself',
  },
  {
    name: '409 gap',
    mischief: () => problem('gap', 409, { expectedSeq: 1 }),
    calls: ['batches'],
    ends: 'by itself',
  },
  {
    name: '401',
    mischief: () => problem('unauthorized', 401),
    calls: ['batches'],
    ends: 'by a person',
  },
  {
    name: '422 malformed',
    mischief: () => problem('malformed', 422),
    calls: ['batches'],
    ends: 'by a person',
  },
  {
    name: 'another head end',
    mischief: () => ({ kind: 'elsewhere', url: otherTenant.url }),
    calls: ['health', 'state', 'batches', 'results'],
    ends: 'by itself',
  },
];
const strikesOfEach = 3;

async function meet({ name, mischief, calls, ends }: Case): Promise<string[]> {
  const end = proxy.struck() + strikesOfEach;
  while (proxy.struck() < end) {
    await headEnd.setFault('down');
    await counter.until(({ link }) => link !== 'answering');
    // Several at once, so that a head end which wants smaller batches can be given them.
    for (let sale = 0; sale < 8; sale += 1) await counter.sell();
    const struck = proxy.struck();
    proxy.strike(mischief(), end - struck, calls);
    await headEnd.setFault('none');
    counter.driver.sendNow();
    // What was left of the strikes may have been dealt out while the sales were made.
    const isStruck = (): boolean => struck === end || proxy.struck() > struck;
    await counter.until(
      ({ link }) => isStruck() && (ends === 'by itself' || link === 'frozen' || struck === end),
    );
    counter.driver.sendNow();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  if (ends === 'by a person') {
    // Sold on while nobody has looked yet.
    await counter.sell();
    await counter.until(({ link }) => link === 'frozen' || link === 'answering');
    counter.driver.sendNow();
  }
  await allSent();
  const [credited, sold] = [await creditedUids(), soldUids()];
  return credited.join() === sold.join() ? [] : [`${name}: ${credited.length} of ${sold.length} credited`];
}

describe('a head end that is not well', () => {
  it('is met with patience: every sale is credited once when it is over', { timeout: 300_000 }, async () => {
    const broken: string[] = [];
    for (const each of cases) broken.push(...(await meet(each)));
    const strangers = await headEndLedger(otherTenant);
    if (strangers.length > 0) broken.push('another division has credited our sales');
    const proof = counter.proof();
    if (proof !== null) broken.push(`the journal is not whole: ${proof}`);
    broken.push(...counter.faults);
    const seen = `${soldUids().length} sales, none refused, each credited once; told to a person after 401 and 422 alone`;
    expect(cases.length * strikesOfEach).toBe(faultPlan.headEndRefuses.times);
    expect(concludeFault('headEndRefuses', { times: proxy.struck(), seen, broken })).toEqual([]);
  });

  it(
    'and forgets what people decided, gets it back before it decides anew',
    { timeout: 180_000 },
    async () => {
      const broken: string[] = [];
      const { times } = faultPlan.headEndRestored;
      const decide = (seq: number, outcome: string) =>
        admin(headEnd, '/admin/settlements', {
          counter: 'C02',
          epoch: 1,
          seq,
          outcome,
          consumer: '100000001',
        });
      for (let restore = 1; restore <= times; restore += 1) {
        const kept = await counter.sell({ consumer: '900000001' });
        const refused = await counter.sell({ consumer: '900000002' });
        await allSent();
        await admin(headEnd, '/admin/backup', {});
        await decide(kept.seq, 'applied');
        await decide(refused.seq, 'rejected');
        const isHeard = () =>
          [kept, refused].every(
            ({ seq }) => (answersBetween(counter.journal.db, seq, seq).at(-1)?.answer.turn ?? 0) > 1,
          );
        await counter.until(isHeard);
        // A copy of this batch stays in the network until the head end has forgotten it.
        proxy.strike({ kind: 'held-up', ms: 700 }, 1, ['batches']);
        await counter.sell();
        await allSent();
        const ledger = await creditedUids();
        await admin(headEnd, '/admin/restore', {});
        if ((await decide(refused.seq, 'applied')).status !== 409)
          broken.push('it decided before it had heard');
        await new Promise((resolve) => setTimeout(resolve, 900));
        await allSent();
        await counter.until(() => counter.driver.snapshot().serverEpoch !== null);
        const again = await waitFor(async () => (await creditedUids()).join() === ledger.join());
        if (!again)
          broken.push(`restore ${restore}: ${(await creditedUids()).length} of ${ledger.length} credits`);
        if ((await decide(refused.seq, 'applied')).status !== 422)
          broken.push('what was refused could be credited');
      }
      broken.push(...counter.faults);
      const proof = counter.proof();
      if (proof !== null) broken.push(`the journal is not whole: ${proof}`);
      const seen =
        'each time every credit and every refusal came back as it was, and nobody could decide anew before';
      expect(concludeFault('headEndRestored', { times, seen, broken })).toEqual([]);
    },
  );
});

async function waitFor(holds: () => Promise<boolean>, timeoutMs = 20_000): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
