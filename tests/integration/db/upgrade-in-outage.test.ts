import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assert } from '../../../counter/result.ts';
import { ackedSeq } from '../../../db/answer-reads.ts';
import { unsentSummary } from '../../../db/day-reads.ts';
import { entriesFrom, lastSeq } from '../../../db/entries.ts';
import { closeJournal, createJournal, type Journal, openJournal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { journalKeeper } from '../../../electron/service/journal-keeper.ts';
import { journalOutbox } from '../../../electron/service/journal-outbox.ts';
import { lineLog } from '../../../electron/service/log.ts';
import { createHeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { enrolCounter } from '../../../headend/enrolment-calls.ts';
import { nodeGzip } from '../../../headend/compression.ts';
import { createHttpTransport } from '../../../headend/http-transport.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import type { Enrolment } from '../../../headend/schemas.ts';
import { keyIdOf, sha256Hex, verifyHashLater } from '../../../headend/signatures.ts';
import { afterByTimer, createUploadDriver } from '../../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../../headend/uploader-settings.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { enrolment, freshOptions, must, openCounter, sell } from '../../harness/journal.ts';
import { concludeFault } from '../../harness/planned-fault.ts';
import { laterSchema } from '../../harness/made-up-migrations.ts';
import { testCode } from '../../harness/reference-counter.ts';

const days = 5;
const salesPerDay = 400;
const dayMs = 86_400_000;
const takingsPaise = days * salesPerDay * 500_00;

let headEnd: ReferenceHeadEnd;
beforeAll(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: () => ({ meter: '1234567890', meterKind: 'managed' }),
  });
});
afterAll(() => headEnd.stop());

const chainOf = ({ db }: Journal) =>
  entriesFrom(db, 1, 10_000, 100_000_000).map(({ seq, body, hash, signature }) => [
    seq,
    body,
    hash,
    signature,
  ]);

/** Sends all that is unsent, as the service does, from a journal that a keeper holds. */
async function upload(
  open: Parameters<typeof openJournal>[0],
  enrolled: Enrolment,
): Promise<{ ackedSeq: number; lastSeq: number; unsent: number }> {
  const clock = { wallMs: () => Date.now(), monotonicMs: () => Math.floor(performance.now()) };
  const keeper = journalKeeper(
    lineLog(clock, () => undefined),
    () => undefined,
    () => undefined,
  );
  const opened = await keeper.open(open);
  assert(opened.ok, 'the upgraded journal opens');
  const { db } = opened.value;
  const driver = createUploadDriver({
    client: createHeadEndClient({
      transport: createHttpTransport({ baseUrl: headEnd.url }),
      deadlines: defaultDeadlines,
      identity: enrolled,
      sha256: sha256Hex,
      verify: verifyHashLater,
    }),
    outbox: journalOutbox(keeper, opened.value, open.folder),
    clock,
    after: afterByTimer,
    random: Math.random,
    gzip: nodeGzip,
    keyId: keyIdOf(open.signer.publicKey),
    sw: 'test',
    newBatchId: () => randomUUID(),
    nextTurn,
    settings: { ...defaultUploaderSettings, spreadWindowMs: 0 },
    onFault: (error) => {
      throw error;
    },
  });
  driver.start();
  await expect.poll(() => ackedSeq(db), { timeout: 40_000, interval: 100 }).toBe(lastSeq(db));
  await driver.stop();
  const ended = { ackedSeq: ackedSeq(db), lastSeq: lastSeq(db), unsent: unsentSummary(db).count };
  await keeper.close();
  return ended;
}

it(`${days} days of ${salesPerDay} unsent sales are upgraded, unchanged, uploaded, and not downgraded`, async () => {
  const { options, clock } = freshOptions({ mirrorFolder: null });
  const transport = createHttpTransport({ baseUrl: headEnd.url });
  const asked = { v: 1, code: testCode.code, alg: 'ed25519', publicKey: options.signer.publicKey } as const;
  const verdict = await enrolCounter(transport, asked);
  await transport.close();
  assert(verdict.kind === 'answered', 'the head end enrols the counter');

  const created = await createJournal(options, 'C02', enrolment(options.signer.publicKey));
  assert(created.ok, 'a new journal');
  const open = await openCounter(created.value, clock.wallMs());
  for (let day = 0; day < days; day += 1) {
    for (let sold = 0; sold < salesPerDay; sold += 1) must(await sell(created.value, open));
    clock.pass(dayMs);
  }
  const before = chainOf(created.value);
  await closeJournal(created.value);

  const upgraded = await openJournal({ ...options, known: laterSchema });
  assert(upgraded.ok, 'the upgraded journal opens');
  expect(chainOf(upgraded.value)).toEqual(before);
  expect(verifyJournal(upgraded.value.db, 'every')).toMatchObject({ ok: true, value: { takingsPaise } });
  expect(unsentSummary(upgraded.value.db)).toMatchObject({ count: days * salesPerDay });
  await closeJournal(upgraded.value);

  // The older program must not write by rules that are not these.
  expect(await openJournal(options)).toMatchObject({ ok: false, error: { code: 'newer-version' } });

  expect(await upload({ ...options, known: laterSchema }, verdict.value)).toEqual({
    ackedSeq: before.length,
    lastSeq: before.length,
    unsent: 0,
  });
  const ledger = await headEndLedger(headEnd);
  expect(ledger).toHaveLength(days * salesPerDay);
  expect(ledger.reduce((sum, { amountPaise }) => sum + amountPaise, 0)).toBe(takingsPaise);
  const times = days * salesPerDay;
  const seen = `${ledger.length} unsent sales: every hash as before, the older program refused, all uploaded and credited once`;
  expect(concludeFault('upgradeInOutage', { times, seen, broken: [] })).toEqual([]);
});
