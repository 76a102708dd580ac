import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entriesFrom } from '../../../db/entries.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { faultPlan } from '../../crash/fault-plan.ts';
import { type CallName, startChaosProxy, type ChaosProxy, type Mischief } from '../../harness/chaos-proxy.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { concludeFault, tallied } from '../../harness/planned-fault.ts';
import { testCode } from '../../harness/reference-counter.ts';
import { openUploadingCounter, type UploadingCounter } from '../../harness/uploading-counter.ts';

/** F14: whatever the network does, each sale is recorded and credited once. */
let headEnd: ReferenceHeadEnd;
let proxy: ChaosProxy;
let counter: UploadingCounter;

beforeEach(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
  });
  proxy = await startChaosProxy(headEnd.url);
  counter = await openUploadingCounter(proxy.url, headEnd);
});
afterEach(async () => {
  await counter.close();
  await proxy.stop();
  await headEnd.stop();
});

const mischiefs: readonly Mischief[] = [
  { kind: 'drop' },
  { kind: 'hang' },
  { kind: 'half-answer' },
  { kind: 'lost-answer' },
  { kind: 'late', ms: 150 },
  { kind: 'twice' },
  { kind: 'held-up', ms: 600 },
  { kind: 'page' },
  { kind: 'no-http' },
  { kind: 'gzip-bomb' },
  { kind: 'endless' },
];
const calls: readonly CallName[] = ['state', 'batches', 'results'];
const strikesOfEach = 3;

/** Three strikes on one call, with a sale before each; then what is broken of the promises. */
async function strike(mischief: Mischief, call: CallName): Promise<string[]> {
  const name = `${mischief.kind} on ${call}`;
  const before = proxy.struck();
  proxy.strike(mischief, strikesOfEach, [call]);
  while (proxy.struck() < before + strikesOfEach) {
    await counter.sell();
    // The state is read again only after a failure: a health answer that is lost makes one.
    if (call === 'state') await reconnect();
    await counter.until(() => proxy.struck() > before, 20_000);
    counter.driver.sendNow();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await counter.until(({ link, ackedSeq }) => link === 'answering' && ackedSeq === lastSeq(), 30_000);
  const credited = (await headEndLedger(headEnd)).map(({ uid }) => uid);
  const sold = entriesFrom(counter.journal.db, 1, 10_000, 50_000_000)
    .filter(({ kind }) => kind === 'recharge')
    .map(({ uid }) => uid);
  return credited.join() === sold.join() ? [] : [`${name}: ${credited.length} of ${sold.length} credited`];
}

function lastSeq(): number {
  return entriesFrom(counter.journal.db, 1, 10_000, 50_000_000).at(-1)?.seq ?? 0;
}

async function reconnect(): Promise<void> {
  await headEnd.setFault('down');
  await counter.until(({ link }) => link === 'not-answering');
  await headEnd.setFault('none');
}

describe('a network that does everything a network can do', () => {
  it(
    'loses nothing, credits nothing twice, and leaves both sides at the same entry',
    { timeout: 300_000 },
    async () => {
      const broken: string[] = [];
      await counter.until(({ link }) => link === 'answering');
      for (const mischief of mischiefs) {
        for (const call of calls) broken.push(...(await strike(mischief, call)));
      }
      const proof = counter.proof();
      if (proof !== null) broken.push(`the journal is not whole: ${proof}`);
      broken.push(...counter.faults);
      const sales = (await headEndLedger(headEnd)).length;
      const seen = `${sales} sales, each credited once, both sides at the same entry after each; ${tallied(
        mischiefs.flatMap(({ kind }) => Array<string>(calls.length * strikesOfEach).fill(kind)),
      )}`;
      expect(proxy.struck()).toBe(faultPlan.networkMischief.times);
      expect(concludeFault('networkMischief', { times: proxy.struck(), seen, broken })).toEqual([]);
    },
  );
});
