import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { limits } from '../../../counter/limits.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import {
  enrolTestCounter,
  packBatch,
  type ReferenceCounter,
  testCode,
} from '../../harness/reference-counter.ts';
import { restoreFrom } from '../../harness/restored-journal.ts';

const division = generateRecoveryKey();
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;

beforeAll(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: () => ({ meter: null, meterKind: 'managed' }),
    recoveryKey: division.publicKey,
  });
  counter = await enrolTestCounter(headEnd);
  for (let n = 1; n <= 4; n += 1) counter.journal.recharge('100000001', n * 100_00);
});

afterAll(async () => {
  await counter.client.close();
  await headEnd.stop();
});

async function post(body: unknown): Promise<{ readonly status: number; readonly type: unknown }> {
  const reply = await fetch(`${headEnd.url}/v1/recoveries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- compared below
  const { type } = (await reply.json()) as { type?: unknown };
  return { status: reply.status, type };
}

describe('a recovery that is', () => {
  const spare = () => restoreFrom(counter.journal.entries, division);
  const request = () => {
    const { body, prevHash, hash, signature } = spare().recovery;
    return { v: 1, entry: { body, prevHash, hash, signature } };
  };
  const malformed = { status: 422, type: 'malformed' };

  it.each([
    ['no JSON', () => 'recovery'],
    ['empty', () => ''],
    ['of another version', () => ({ ...request(), v: 2 })],
    ['more than it may be', () => ({ ...request(), extra: 1 })],
    ['without its hash', () => ({ v: 1, entry: { ...request().entry, hash: '' } })],
    [
      'too long',
      () => ({ v: 1, entry: { ...request().entry, body: 'x'.repeat(limits.journalBodyBytesMax + 1) } }),
    ],
    ['no entry', () => ({ v: 1, entry: { ...request().entry, body: '{}' } })],
    [
      'a sale',
      () => {
        const [{ body, prevHash, hash, signature } = request().entry] = counter.journal.entries;
        return { v: 1, entry: { body, prevHash, hash, signature } };
      },
    ],
  ])('%s is refused', async (_, body) => {
    expect(await post(body())).toEqual(malformed);
  });

  it('changed in one field proves nothing', async () => {
    const { entry } = request();
    for (const [from, to] of [
      ['"epoch":2', '"epoch":3'],
      ['"oldSeq":4', '"oldSeq":3'],
      ['"counter":"C02"', '"counter":"C03"'],
    ] as const) {
      expect(entry.body).toContain(from);
      const changed = await post({ v: 1, entry: { ...entry, body: entry.body.replace(from, to) } });
      expect(changed).toEqual({ status: 422, type: 'chain' });
    }
  });

  it('for a counter that nobody enrolled, or of a later epoch, waits', async () => {
    const strange = restoreFrom(
      counter.journal.entries.map((entry) => ({ ...entry, counter: 'C77' })),
      division,
    );
    const { body, prevHash, hash, signature } = strange.recovery;
    expect(await post({ v: 1, entry: { body, prevHash, hash, signature } })).toEqual({
      status: 404,
      type: 'unknown-counter',
    });
    const second = restoreFrom(spare().entries, division).recovery;
    expect(
      await post({
        v: 1,
        entry: {
          body: second.body,
          prevHash: second.prevHash,
          hash: second.hash,
          signature: second.signature,
        },
      }),
    ).toEqual({ status: 409, type: 'epoch' });
  });

  it('true ends the old token’s epoch and nobody else’s', async () => {
    const before = await counter.client.state();
    expect(before).toMatchObject({ kind: 'answered', value: { fenced: null } });
    const good = spare();
    const { body, prevHash, hash, signature } = good.recovery;
    expect((await post({ v: 1, entry: { body, prevHash, hash, signature } })).status).toBe(200);
    expect(await counter.client.state()).toMatchObject({
      kind: 'answered',
      value: { fenced: { epoch: 2, oldSeq: 4 } },
    });
    // Its batch of the epoch that goes on is refused: it has no key for it.
    const beyond = good.entries.slice(4);
    const batch = await packBatch(counter.key, beyond);
    expect(await counter.client.sendBatch(batch, beyond)).toMatchObject({
      kind: 'refused',
      problem: { type: 'epoch' },
    });
  });
});
