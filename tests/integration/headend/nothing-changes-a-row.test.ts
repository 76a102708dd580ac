import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../counter/journal/canonical.ts';
import { acknowledgementHash, answerHash } from '../../../counter/journal/chain.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import { entriesFrom, recentRecharges } from '../../../db/entries.ts';
import type { Journal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { journalKeeper } from '../../../electron/service/journal-keeper.ts';
import { journalOutbox } from '../../../electron/service/journal-outbox.ts';
import { lineLog } from '../../../electron/service/log.ts';
import { createHeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { nodeGzip } from '../../../headend/compression.ts';
import type { SignedText } from '../../../headend/schemas.ts';
import {
  generateSigningKey,
  keyIdOf,
  sha256Hex,
  signerOf,
  verifyHashLater,
} from '../../../headend/signatures.ts';
import type { HttpReply } from '../../../headend/transport.ts';
import { runExchange, type ExchangeContext } from '../../../headend/upload-exchanges.ts';
import type { UploadEffect } from '../../../headend/uploader-state.ts';
import { closeJournal } from '../../../db/journal.ts';
import { jsonReply } from '../../harness/core-over-calls.ts';
import { noAnswers, poisoned } from '../../harness/hostile-replies.ts';
import { enrolled, must, openCounter, sell, type Bench } from '../../harness/journal.ts';
import { randomFrom } from '../../harness/upload-world.ts';

/** The one law that all messages share, over a real journal on disk: the head end adds, and never takes. */
const sales = 30;
const headEndKey = generateSigningKey();
const signer = signerOf(headEndKey);
const effects: readonly UploadEffect[] = [
  { kind: 'ask-health' },
  { kind: 'read-state' },
  { kind: 'send-batch', from: 1, maxEntries: 10 },
  { kind: 'send-batch', from: 20, maxEntries: 500 },
  { kind: 'read-results' },
];
/** To these the head end's signed word is added; no row of them is ever changed either. */
const grows: readonly string[] = ['acknowledgement', 'answer', 'offer', 'care_event'];

let bench: Bench;
let journal: Journal;
let entries: readonly StoredEntry[];
let reply: HttpReply;
let faults: string[];
let context: ExchangeContext;
let close: () => Promise<void>;

beforeEach(async () => {
  const made = await enrolled();
  const open = await openCounter(made.journal, made.clock.wallMs());
  for (let sale = 1; sale <= sales; sale += 1)
    must(await sell(made.journal, open, { amountPaise: sale * 100_00 }));
  await closeJournal(made.journal);
  bench = made;
  const keeper = journalKeeper(
    lineLog(made.clock, () => {}),
    () => {},
    () => {},
  );
  const opened = await keeper.open(made.options);
  if (!opened.ok) throw new Error(opened.error.detail);
  journal = opened.value;
  entries = entriesFrom(journal.db, 1, 1_000, 10_000_000);
  faults = [];
  const identity = {
    counter: 'C02',
    epoch: 1,
    serverId: 'he-1',
    headEndPublicKey: headEndKey.publicKey,
    accessToken: '',
  };
  const send = async (): Promise<HttpReply> => reply;
  context = {
    ports: {
      client: createHeadEndClient({
        identity,
        deadlines: defaultDeadlines,
        sha256: sha256Hex,
        verify: verifyHashLater,
        transport: { send, stream: send, close: async () => {} },
      }),
      outbox: journalOutbox(keeper, journal, made.options.folder),
      gzip: nodeGzip,
      keyId: keyIdOf(made.options.signer.publicKey),
      sign: made.options.signer.sign,
      sw: 'test',
      newBatchId: () => 'batch',
      nextTurn: async () => {},
      onFault: (error) => void faults.push(String(error)),
    },
    isStopped: () => false,
    lastState: { serverEpoch: null },
    onStored: () => {},
  };
  close = () => keeper.close();
});
afterEach(async () => {
  await close();
  rmSync(dirname(bench.options.folder), { recursive: true, force: true });
});

type Rows = ReadonlyMap<string, readonly string[]>;

/** Every row of every table, byte for byte. */
function everyRow(): Rows {
  const tables = journal.db
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .all();
  return new Map(
    tables.map(({ name }) => {
      const rows = journal.db.prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}"`).all();
      return [name, rows.map((row) => JSON.stringify(row))];
    }),
  );
}

function expectNothingTaken(before: Rows): void {
  const after = everyRow();
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [table, rows] of before) {
    const now = after.get(table) ?? [];
    if (grows.includes(table)) expect({ table, rows: now.slice(0, rows.length) }).toEqual({ table, rows });
    else expect({ table, rows: now }).toEqual({ table, rows });
  }
  // Nor is any of them out of sight.
  expect(recentRecharges(journal.db, 500).map(({ stored }) => stored.hash)).toHaveLength(sales);
  expect(entriesFrom(journal.db, 1, 1_000, 10_000_000)).toEqual(entries);
}

async function sayToAll(said: HttpReply): Promise<void> {
  reply = said;
  for (const effect of effects) await runExchange(context, effect);
}

const signedText = (text: string, hash: string): SignedText => ({ text, signature: signer(hash) });

function acknowledgement(change: Record<string, Json>): Json {
  const at = entries[9];
  const said = {
    v: 1,
    serverId: 'he-1',
    serverEpoch: 'e-1',
    counter: 'C02',
    epoch: 1,
    ackedSeq: 10,
    headHash: at?.hash ?? '',
    at: 1,
  };
  const text = canonicalJson({ ...said, ...change });
  return { ...signedText(text, acknowledgementHash(sha256Hex, text)) };
}

function answer(entry: StoredEntry | undefined, change: Record<string, Json>): Json {
  const about = { v: 1, counter: 'C02', epoch: 1, seq: entry?.seq ?? 1, uid: entry?.uid ?? '' };
  const said = {
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference: 'HE-1',
    tokens: [],
    decidedAt: 1,
  };
  const text = canonicalJson({ ...about, ...said, ...change });
  return { ...signedText(text, answerHash(sha256Hex, text)) };
}

/** One reply that fits every call, with what the head end signs put in. */
function everything(
  change: { readonly acknowledgement?: Json; readonly results?: readonly Json[] } = {},
): Json {
  const results = change.results ?? entries.slice(0, 10).map((entry) => answer(entry, {}));
  return {
    v: 1,
    serverId: 'he-1',
    serverEpoch: 'e-1',
    state: 'accepting',
    serverTime: 1,
    notice: null,
    acknowledgement: change.acknowledgement ?? acknowledgement({}),
    limits: { batchEntriesMax: 1, batchBytesMax: 1 },
    notBefore: 253_402_300_799_999,
    rate: 1,
    fenced: { epoch: 2, oldSeq: 1, at: 1 },
    beyond: { epoch: 1, oldSeq: 1, throughSeq: 2 },
    results: results.map((one, index) => Object.assign({ seq: index + 1, arrival: 'recorded' }, one)),
    cursorBefore: '',
    cursorAfter: 'x',
    cursor: 'y',
    more: true,
    acceptVersions: [1],
  };
}

describe('nothing that the head end says removes, changes or hides a row of the journal', () => {
  it('not what is no answer, nor an answer with any field poisoned', { timeout: 120_000 }, async () => {
    const before = everyRow();
    const replies = [
      ...noAnswers(everything()).map(([, said]) => said),
      ...poisoned(everything()).map(([, value]) => jsonReply(value)),
    ];
    for (const said of replies) await sayToAll(said);
    console.log(`${replies.length} hostile replies to ${effects.length} calls each`);
    expect(replies.length).toBeGreaterThan(500);
    expectNothingTaken(before);
    expect(verifyJournal(journal.db, 'every')).toMatchObject({ ok: true });
  });

  it('not any refusal, with whatever status', async () => {
    const before = everyRow();
    const types = [
      'gap',
      'fork',
      'epoch',
      'chain',
      'signature',
      'malformed',
      'too-large',
      'unauthorized',
      'unknown-counter',
      'recovery',
      'version',
      'not-found',
      'busy',
      'delete-everything',
    ];
    for (const type of types) {
      for (const status of [400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503]) {
        const problem = {
          type,
          title: '',
          status,
          expectedSeq: 1,
          seq: 0,
          knownHash: '0'.repeat(64),
          maxEntries: 1,
          acceptVersions: [9],
        };
        await sayToAll(jsonReply(problem, status, 'application/problem+json'));
      }
    }
    expectNothingTaken(before);
  });

  it('not what it signs with its own key and means ill by', async () => {
    const before = everyRow();
    for (let seq = 0; seq <= entries.length + 2; seq += 1) {
      const headHash = entries[seq - 1]?.hash ?? '0'.repeat(64);
      await sayToAll(
        jsonReply(everything({ acknowledgement: acknowledgement({ ackedSeq: seq, headHash }) })),
      );
      await sayToAll(
        jsonReply(
          everything({ acknowledgement: acknowledgement({ ackedSeq: seq, headHash: 'ff'.repeat(32) }) }),
        ),
      );
    }
    const wills: readonly Record<string, Json>[] = [
      { credit: 'rejected', reference: null },
      { credit: 'rejected', turn: 2 },
      { credit: 'pending', turn: 3, code: 'unknown-consumer' },
      { record: 'parked', credit: 'none', turn: 1_000 },
      { uid: '' },
      { tokens: Array.from({ length: 8 }, () => '9'.repeat(20)), turn: 4 },
      { text: { hi: 'x'.repeat(500), en: '\u0000' }, turn: 5 },
      { reference: "'); DROP TABLE entry; --", turn: 6 },
      { amountPaise: 1, consumer: '999', turn: 7 },
    ];
    for (const will of wills)
      await sayToAll(
        jsonReply(everything({ results: entries.slice(0, 10).map((entry) => answer(entry, will)) })),
      );
    expectNothingTaken(before);
    expect(verifyJournal(journal.db, 'every')).toMatchObject({ ok: true });
    const { stored } = journal.db
      .prepare<[], { stored: number }>('SELECT count(*) AS stored FROM answer')
      .get() ?? { stored: 0 };
    // A test in which nothing was stored would prove nothing.
    expect(stored).toBeGreaterThan(10);
    expect(faults.join()).toContain('says something else');
  });

  it('not any sequence of all of this, by twenty seeds', { timeout: 120_000 }, async () => {
    const before = everyRow();
    let said = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = randomFrom(seed);
      const pick = (max: number) => Math.floor(random() * max);
      for (let step = 0; step < 20; step += 1) {
        const seq = pick(entries.length + 3);
        const credits = ['none', 'applied', 'pending', 'rejected'] as const;
        const results = Array.from({ length: pick(12) }, () =>
          answer(entries[pick(entries.length)], {
            credit: credits[pick(4)] ?? 'none',
            turn: 1 + pick(4),
            epoch: 1 + pick(2),
          }),
        );
        const change = {
          ackedSeq: seq,
          headHash: entries[seq - 1]?.hash ?? '0'.repeat(64),
          serverEpoch: `e-${pick(2) + 1}`,
        };
        const value = everything({ acknowledgement: acknowledgement(change), results });
        await sayToAll(
          random() < 0.2 ? (noAnswers(value)[pick(25)]?.[1] ?? jsonReply(value)) : jsonReply(value),
        );
        said += 1;
      }
    }
    expect(said).toBe(400);
    expectNothingTaken(before);
    expect(verifyJournal(journal.db, 'every')).toMatchObject({ ok: true });
  });
});
