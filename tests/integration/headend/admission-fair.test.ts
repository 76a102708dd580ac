import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpTransport } from '../../../headend/http-transport.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { type Fleet, fleetCodes, prepareFleet, proveReplies, runFleet } from '../../harness/fleet.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';

const counters = 200;
const shape = { entriesEach: 4, batchEntries: 2 };

let headEnd: ReferenceHeadEnd;
let fleet: Fleet;

beforeEach(async () => {
  const codes = fleetCodes(counters);
  headEnd = await startReferenceHeadEnd({
    codes,
    batchesAtOnce: 2,
    batchesWaiting: 12,
    knownConsumer: () => ({ meter: '12345678', meterKind: 'managed' }),
  });
  fleet = await prepareFleet({ url: headEnd.url, codes, consumers: ['100000001', '100000002'] }, shape);
});

afterEach(async () => {
  await fleet.close();
  await headEnd.stop();
});

it('200 counters at once: many are asked to come later, all are served, each once, none starves', async () => {
  const run = await runFleet(fleet);
  await proveReplies(fleet, run);
  expect(run.turnedAway.size).toBeGreaterThan(counters / 4);
  // Whoever comes back goes before all who knocked since: nobody is asked to come later again and again.
  expect(Math.max(...run.turnedAway.values())).toBeLessThanOrEqual(10);
  const ledger = await headEndLedger(headEnd);
  expect(ledger).toHaveLength(counters * shape.entriesEach);
  expect(new Set(ledger.map(({ uid }) => uid)).size).toBe(ledger.length);
  expect(ledger.reduce((sum, { amountPaise }) => sum + amountPaise, 0)).toBe(fleet.totalPaise);
});

it('selling is not in line: health says accepting while others wait, and a state is read at once', async () => {
  const running = runFleet(fleet);
  const transport = createHttpTransport({ baseUrl: headEnd.url });
  const [first] = fleet.counters;
  const headers = { authorization: `Bearer ${first?.enrolment.accessToken}`, accept: 'application/json' };
  const path = `/v1/counters/${first?.enrolment.counter}/state`;
  const call = { method: 'GET', headers, body: null, timeoutMs: 10_000, maxResponseBytes: 65_536 } as const;
  const reply = await transport.send({ ...call, path });
  expect(reply).toMatchObject({ kind: 'reply', status: 200 });
  await running;
  await transport.close();
});
