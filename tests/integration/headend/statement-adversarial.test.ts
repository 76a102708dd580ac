import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statementHash } from '../../../counter/journal/chain.ts';
import { limits } from '../../../counter/limits.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import type { CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { settle } from '../../../headend/reference/settle.ts';
import { startReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { readStatement } from '../../../headend/reference/statement.ts';
import type { Store } from '../../../headend/reference/store.ts';
import {
  signedStatementSchema,
  type Statement,
  statementSchema,
} from '../../../headend/statement-schemas.ts';
import {
  generateSigningKey,
  sha256Hex,
  verifyHash,
  type DeviceKeyPair,
} from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { enrolTestCounter, testCode } from '../../harness/reference-counter.ts';

const empty = {
  recharges: 0,
  rechargesPaise: 0,
  credits: 0,
  creditedPaise: 0,
  refused: 0,
  refusedPaise: 0,
  pending: 0,
  pendingPaise: 0,
};

describe.each(everyStore)('the statement of the reference head end on $name', ({ open }) => {
  let store: Store;
  let core: CorePorts;
  let key: DeviceKeyPair;
  let journal: MemoryJournal;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.restore(emptyBackup, 'e-1');
    core = createTestCore(store);
    key = generateSigningKey();
    journal = createMemoryJournal('C02', key);
    await offerCodes(core, [testCode]);
    await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
  });

  const sendAll = () => acceptBatch(core, 'C02', received(key, journal.entries));
  const read = async (from: string, to: string): Promise<Statement> => {
    const { text, signature } = await readStatement(core, 'C02', from, to);
    expect(verifyHash(statementHash(sha256Hex, text), signature, core.publicKey)).toBe(true);
    return statementSchema.parse(JSON.parse(text));
  };
  const on = (businessDate: string) => ({ businessDate });

  it('says day by day what arrived, what was credited, refused, and what waits', async () => {
    journal.recharge('100000001', 100_00, on('2026-11-23'));
    const refused = journal.recharge('900000001', 200_00, on('2026-11-23'));
    journal.recharge('900000002', 400_00, on('2026-11-24'));
    const cancelled = journal.recharge('100000002', 800_00, on('2026-11-24'));
    journal.append('cancellation', { ...on('2026-11-24'), ref: cancelled.uid, amountPaise: 800_00 });
    journal.append('shift opened', on('2026-11-24'));
    await sendAll();
    await settle(core, { counter: 'C02', epoch: 1, seq: 2, outcome: 'rejected', consumer: null });
    const credit = { consumer: '100000003', meter: null, meterKind: null, amountPaise: 200_00, heads: [] };
    journal.append('refusal settled', { ...on('2026-11-26'), ref: refused.uid, outcome: 'moved', credit });
    await sendAll();
    const statement = await read('2026-11-23', '2026-11-26');
    expect(statement).toMatchObject({ counter: 'C02', serverEpoch: 'e-1', throughSeq: 7 });
    expect(statement.days).toEqual([
      {
        ...empty,
        ...on('2026-11-23'),
        recharges: 2,
        rechargesPaise: 300_00,
        credits: 1,
        creditedPaise: 100_00,
        refused: 1,
        refusedPaise: 200_00,
      },
      {
        ...empty,
        ...on('2026-11-24'),
        recharges: 2,
        rechargesPaise: 1_200_00,
        pending: 1,
        pendingPaise: 400_00,
      },
      { ...empty, ...on('2026-11-26'), credits: 1, creditedPaise: 200_00 },
    ]);
    const ledger = await store.transaction((tx) => tx.credits());
    const stated = statement.days.reduce((sum, day) => sum + day.creditedPaise, 0);
    expect(stated).toBe(ledger.reduce((sum, row) => sum + row.amountPaise, 0));
  });

  it('ends at its dates, and counts an entry without a day on the date of its time', async () => {
    for (const date of ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'])
      journal.recharge('100000001', 100_00, on(date));
    const late = Date.parse('2026-11-23T18:30:00Z');
    journal.recharge('100000001', 100_00, { businessDate: null, at: late });
    journal.recharge('100000001', 100_00, { businessDate: 'yesterday', at: late - 1 });
    journal.recharge('100000001', 100_00, { businessDate: null, at: 'noon' });
    await sendAll();
    const { days } = await read('2026-11-23', '2026-11-24');
    expect(days.map(({ businessDate, recharges }) => [businessDate, recharges])).toEqual([
      ['2026-11-23', 2],
      ['2026-11-24', 2],
    ]);
    expect((await read('2026-11-27', '2026-11-27')).days).toEqual([]);
  });

  it('refuses dates that are none, the wrong way round, or too many', async () => {
    const refused = async (from: string, to: string) =>
      expect(readStatement(core, 'C02', from, to)).rejects.toMatchObject({ problem: { status: 422 } });
    await refused('', '');
    await refused('2026-11-31', '2026-12-01');
    await refused("2026-11-23' or '1'='1", '2026-11-24');
    await refused('2026-11-24', '2026-11-23');
    const first = Date.parse('2026-01-01T00:00:00Z');
    const day = (number: number) => new Date(first + (number - 1) * 86_400_000).toISOString().slice(0, 10);
    await refused('2026-01-01', day(limits.statementDaysMax + 1));
    expect((await read('2026-01-01', day(limits.statementDaysMax))).days).toEqual([]);
    await expect(readStatement(core, 'C09', '2026-11-23', '2026-11-23')).rejects.toMatchObject({
      problem: { type: 'unknown-counter' },
    });
  });

  it('tells of one counter alone, and not of what stands beside its chain', async () => {
    await offerCodes(core, [{ ...testCode, code: '471-220-999', counter: 'C03' }]);
    await enrol(core, { v: 1, code: '471-220-999', alg: 'ed25519', publicKey: key.publicKey });
    const other = createMemoryJournal('C03', key);
    other.recharge('100000001', 900_00);
    await acceptBatch(core, 'C03', received(key, other.entries));
    journal.recharge('100000001', 100_00);
    await sendAll();
    expect((await read('2026-11-23', '2026-11-23')).days).toMatchObject([
      { recharges: 1, creditedPaise: 100_00 },
    ]);
  });
});

it('a statement over HTTP is signed text for its counter alone, and its longest one fits', async () => {
  const headEnd = await startReferenceHeadEnd({
    codes: [testCode, { ...testCode, code: '471-220-319', counter: 'C03' }],
  });
  const counter = await enrolTestCounter(headEnd);
  const other = await enrolTestCounter(headEnd, '471-220-319');
  const get = (token: string, query = '?from=2026-11-23&to=2026-11-23') =>
    fetch(`${headEnd.url}/v1/counters/C02/statement${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  const reply = await get(counter.enrolment.accessToken);
  const { text, signature } = signedStatementSchema.parse(await reply.json());
  expect(verifyHash(statementHash(sha256Hex, text), signature, headEnd.publicKey)).toBe(true);
  expect(statementSchema.parse(JSON.parse(text))).toMatchObject({ counter: 'C02', days: [] });
  expect((await get(other.enrolment.accessToken)).status).toBe(401);
  expect((await get(counter.enrolment.accessToken, '')).status).toBe(422);
  const day = { ...empty, businessDate: '2026-11-23', rechargesPaise: limits.amountPaiseMax };
  const days = (count: number) => Array.from({ length: count }, () => day);
  const statement = statementSchema.parse(JSON.parse(text));
  expect(statementSchema.safeParse({ ...statement, days: days(limits.statementDaysMax) }).success).toBe(true);
  expect(statementSchema.safeParse({ ...statement, days: days(limits.statementDaysMax + 1) }).success).toBe(
    false,
  );
  const signed = (chars: number) =>
    signedStatementSchema.safeParse({ text: 'x'.repeat(chars), signature }).success;
  expect(signed(limits.statementTextCharsMax)).toBe(true);
  expect(signed(limits.statementTextCharsMax + 1)).toBe(false);
  await counter.client.close();
  await other.client.close();
  await headEnd.stop();
});
