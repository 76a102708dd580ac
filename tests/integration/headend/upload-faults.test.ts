import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { nodeGzip } from '../../../headend/compression.ts';
import type { FaultKind } from '../../../headend/reference/faults.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { keyIdOf } from '../../../headend/signatures.ts';
import {
  afterByTimer,
  createUploadDriver,
  type UploadDriver,
  type UploadSnapshot,
} from '../../../headend/upload-driver.ts';
import { defaultUploaderSettings } from '../../../headend/uploader-settings.ts';
import { admin, enrolTestCounter, testCode, type ReferenceCounter } from '../../harness/reference-counter.ts';

/** The whole way over real sockets: driver, client, Fastify, core. Intervals are short so that it ends soon. */
const settings = {
  ...defaultUploaderSettings,
  healthIntervalMs: 150,
  healthAgainMs: 20,
  backoffBaseMs: 40,
  backoffMaxMs: 200,
  spreadWindowMs: 0,
  resultsIntervalMs: 200,
};
const deadlines = { ...defaultDeadlines, healthMs: 300, stateMs: 300, batchMs: 400, resultsMs: 300 };

let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;
let driver: UploadDriver;
let faults: unknown[];

beforeEach(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: (consumer) =>
      consumer.startsWith('1') ? { meter: '12345678', meterKind: 'managed' } : null,
    slowMs: 600,
  });
  counter = await enrolTestCounter(headEnd, testCode.code, deadlines);
  faults = [];
  driver = createUploadDriver({
    client: counter.client,
    outbox: counter.journal.outbox,
    clock: { wallMs: Date.now, monotonicMs: () => Math.floor(performance.now()) },
    after: afterByTimer,
    random: Math.random,
    gzip: nodeGzip,
    keyId: keyIdOf(counter.key.publicKey),
    sw: 'test',
    newBatchId: () => randomUUID(),
    nextTurn,
    settings,
    onFault: (error) => void faults.push(error),
  });
  driver.start();
});

afterEach(async () => {
  await driver.stop();
  await headEnd.stop();
  if (faults.length > 0) throw new Error('the outbox threw', { cause: faults[0] });
});

function until(holds: (snapshot: UploadSnapshot) => boolean, timeoutMs = 8_000): Promise<UploadSnapshot> {
  return new Promise((resolve, reject) => {
    const stopListening = driver.onChange(check);
    const timer = setTimeout(() => {
      stopListening();
      reject(new Error(`still ${JSON.stringify(driver.snapshot())}`));
    }, timeoutMs);
    function check(snapshot: UploadSnapshot): void {
      if (!holds(snapshot)) return;
      clearTimeout(timer);
      stopListening();
      resolve(snapshot);
    }
    check(driver.snapshot());
  });
}

const sell = (amountPaise = 500_00) => {
  const entry = counter.journal.recharge('123456789', amountPaise);
  driver.noteNewEntry();
  return entry;
};

async function ledgerUids(): Promise<string[]> {
  const csv = await (await admin(headEnd, '/admin/ledger.csv')).text();
  return csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[3] ?? '');
}

describe('upload while all is well', () => {
  it('sends a sale at once and gives its answer to the paper', async () => {
    await until(({ link }) => link === 'answering');
    expect(driver.wouldSendAtOnce()).toBe(true);
    const entry = sell();
    const answer = await driver.answerFor(entry.seq, 2_500);
    expect(answer?.answer).toMatchObject({ uid: entry.uid, credit: 'applied', record: 'recorded', turn: 1 });
    expect(answer?.answer.reference).toMatch(/^HE-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/u);
    await until(({ ackedSeq }) => ackedSeq === 1);
    expect(await ledgerUids()).toEqual([entry.uid]);
  });

  it('sends a backlog of 1,200 in growing batches', async () => {
    for (let sale = 0; sale < 1_200; sale += 1) counter.journal.recharge('123456789', 100_00 + sale);
    driver.noteNewEntry();
    await until(({ ackedSeq }) => ackedSeq === 1_200);
    expect(new Set(await ledgerUids()).size).toBe(1_200);
    // On a slow machine a batch may be over its deadline; its answers then come by results.
    await expect.poll(() => counter.journal.answers.length, { timeout: 8_000 }).toBe(1_200);
  });

  it('fetches a later decision of the office about an unknown consumer', async () => {
    const entry = counter.journal.recharge('999999999', 300_00);
    driver.noteNewEntry();
    await until(({ ackedSeq }) => ackedSeq === 1);
    expect(counter.journal.answers.at(-1)?.answer).toMatchObject({
      credit: 'pending',
      code: 'unknown-consumer',
    });
    const settlement = { counter: 'C02', epoch: 1, seq: 1, outcome: 'applied', consumer: '123456789' };
    expect((await admin(headEnd, '/admin/settlements', settlement)).status).toBe(200);
    const later = new Promise((resolve) => driver.onAnswers((answers) => resolve(answers[0]?.answer)));
    expect(await later).toMatchObject({ uid: entry.uid, credit: 'applied', turn: 2 });
    expect(await ledgerUids()).toEqual([entry.uid]);
  });
});

describe('every fault, then back', () => {
  const kinds: readonly (readonly [FaultKind, string])[] = [
    ['down', 'refused'],
    ['503', '5xx'],
    ['hang', 'timeout'],
    ['html200', 'html'],
    ['empty200', 'empty'],
    ['wrong-signature', 'wrong-signature'],
    ['slow', 'timeout'],
  ];
  for (const [kind, reason] of kinds) {
    it(`${kind}: nothing is taken for sent, and everything is sent once it is over`, async () => {
      await until(({ link }) => link === 'answering');
      await headEnd.setFault(kind);
      const entry = sell();
      expect(await driver.answerFor(entry.seq, 2_500)).toBeNull();
      // What was on its way when the fault began may have failed in another way first.
      const down = await until(
        ({ link, lastError }) =>
          link === 'not-answering' && lastError?.kind === 'not-answering' && lastError.reason === reason,
      );
      expect(down.ackedSeq).toBe(0);
      expect(counter.journal.acknowledgements.filter((ack) => ack.acknowledgement.ackedSeq > 0)).toEqual([]);
      sell();
      await headEnd.setFault('none');
      await until(({ ackedSeq, link }) => ackedSeq === 2 && link === 'answering');
      expect(await ledgerUids()).toEqual(counter.journal.entries.map(({ uid }) => uid));
    });
  }

  it('a sale does not wait for an answer that cannot come any more', async () => {
    await until(({ link }) => link === 'answering');
    await headEnd.setFault('down');
    const entry = sell();
    const started = performance.now();
    expect(await driver.answerFor(entry.seq, 60_000)).toBeNull();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(driver.wouldSendAtOnce()).toBe(false);
    expect(await driver.answerFor(sell().seq, 60_000)).toBeNull();
  });

  it('lost-answer: the work was done once, the acknowledgement and answer come by state and results', async () => {
    await until(({ link }) => link === 'answering');
    await headEnd.setFault('lost-answer');
    const entry = sell();
    await until(({ ackedSeq }) => ackedSeq === 1);
    expect(await driver.answerFor(entry.seq, 2_500)).toMatchObject({
      answer: { uid: entry.uid, credit: 'applied' },
    });
    await headEnd.setFault('none');
    expect(await ledgerUids()).toEqual([entry.uid]);
  });

  it('restored backup: what it lost comes again with the answers it gave before', async () => {
    await until(({ link }) => link === 'answering');
    sell();
    await until(({ ackedSeq }) => ackedSeq === 1);
    expect((await admin(headEnd, '/admin/backup', {})).status).toBe(200);
    for (let sale = 0; sale < 5; sale += 1) sell();
    const before = await until(({ ackedSeq }) => ackedSeq === 6);
    const references = counter.journal.answers.map(({ answer }) => answer.reference);
    const restored = (await (await admin(headEnd, '/admin/restore', {})).json()) as { serverEpoch: string };
    expect(await ledgerUids()).toHaveLength(1);
    await headEnd.setFault('503');
    await until(({ link }) => link === 'not-answering');
    await headEnd.setFault('none');
    await until(({ ackedSeq, serverEpoch }) => ackedSeq === 6 && serverEpoch === restored.serverEpoch);
    expect(before.serverEpoch).not.toBe(restored.serverEpoch);
    expect(await ledgerUids()).toEqual(counter.journal.entries.map(({ uid }) => uid));
    expect(counter.journal.answers.map(({ answer }) => answer.reference)).toEqual(references);
    const steps = counter.journal.acknowledgements.map(({ acknowledgement }) => acknowledgement.ackedSeq);
    expect(steps).toContain(1);
  });

  it('restored backup: what a person had decided comes back by itself, with nothing else to send', async () => {
    await until(({ link }) => link === 'answering');
    for (const amountPaise of [300_00, 400_00]) {
      counter.journal.recharge('999999999', amountPaise);
      driver.noteNewEntry();
    }
    await until(({ ackedSeq }) => ackedSeq === 2);
    expect((await admin(headEnd, '/admin/backup', {})).status).toBe(200);
    const decide = (seq: number, outcome: string) =>
      admin(headEnd, '/admin/settlements', { counter: 'C02', epoch: 1, seq, outcome, consumer: '123456789' });
    expect((await decide(1, 'applied')).status).toBe(200);
    expect((await decide(2, 'rejected')).status).toBe(200);
    const held = () => counter.journal.answers.filter(({ answer }) => answer.turn === 2).length;
    while (held() < 2) await new Promise((resolve) => driver.onAnswers(resolve));
    const restored = (await (await admin(headEnd, '/admin/restore', {})).json()) as { serverEpoch: string };
    expect(await ledgerUids()).toEqual([]);
    // Nobody decides anew what the counter holds already.
    expect((await decide(2, 'applied')).status).toBe(409);
    while (counter.journal.outbox.position().serverEpoch !== restored.serverEpoch) await delay(20);
    expect(driver.snapshot().link).toBe('answering');
    expect(await ledgerUids()).toEqual([counter.journal.entries[0]?.uid]);
    expect((await decide(2, 'applied')).status).toBe(422);
    expect(held()).toBe(2);
  });

  it('maintenance: an answer, but not one that sells as confirmed', async () => {
    await until(({ link }) => link === 'answering');
    await admin(headEnd, '/admin/health', {
      state: 'maintenance',
      notice: { hi: 'रख-रखाव', en: 'Maintenance' },
    });
    const snapshot = await until(({ link }) => link === 'not-answering');
    expect(snapshot.lastError).toMatchObject({ reason: 'not-accepting', detail: 'maintenance' });
  });
});
