import { canonicalJson, type Json } from '../../counter/journal/canonical.ts';
import { acknowledgementHash, answerHash } from '../../counter/journal/chain.ts';
import { createHeadEndClient, type HeadEndClient } from '../../headend/client.ts';
import { defaultDeadlines } from '../../headend/deadlines.ts';
import type { SignedText } from '../../headend/schemas.ts';
import { noticesHash } from '../../headend/signed-texts.ts';
import {
  generateSigningKey,
  sha256Hex,
  signerOf,
  verifyHashLater,
  type DeviceKeyPair,
} from '../../headend/signatures.ts';
import type { HttpReply, HttpRequest } from '../../headend/transport.ts';
import { jsonReply } from './core-over-calls.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-outbox.ts';

type Change = Readonly<Record<string, Json>>;

/** A head end that says what a test puts into its mouth, to the real client of one counter with one sale. */
export interface ScriptedHeadEnd {
  readonly client: HeadEndClient;
  readonly key: DeviceKeyPair;
  readonly journal: MemoryJournal;
  readonly asked: readonly HttpRequest[];
  /** What every request is answered from now on. */
  says(reply: HttpReply): void;
  /** Sound messages; `change` replaces fields of the signed text, `key` signs in place of the head end's. */
  acknowledgement(change?: Change, key?: DeviceKeyPair): SignedText;
  answer(change?: Change, key?: DeviceKeyPair): SignedText;
  notices(change?: Change, key?: DeviceKeyPair): SignedText;
  health(change?: Change): Json;
  state(change?: Change): Json;
  results(change?: Change): Json;
  noticesReply(change?: Change): Json;
  batchResponse(change?: Change): Json;
}

const serverId = 'he-1';
const serverEpoch = 'e-1';

export function createScriptedHeadEnd(): ScriptedHeadEnd {
  const key = generateSigningKey();
  const journal = createMemoryJournal('C02', generateSigningKey());
  const sale = journal.recharge('100000001', 500_00);
  const asked: HttpRequest[] = [];
  let reply: HttpReply = jsonReply({});
  const send = async (request: HttpRequest): Promise<HttpReply> => {
    asked.push(request);
    return reply;
  };
  const client = createHeadEndClient({
    identity: {
      counter: 'C02',
      epoch: 1,
      serverId,
      headEndPublicKey: key.publicKey,
      accessToken: 'A'.repeat(43),
    },
    deadlines: defaultDeadlines,
    sha256: sha256Hex,
    verify: verifyHashLater,
    transport: { send, stream: send, close: async () => {} },
  });
  const signed = (hashOf: (text: string) => string, value: Change, by: DeviceKeyPair): SignedText => {
    const text = canonicalJson(value);
    return { text, signature: signerOf(by)(hashOf(text)) };
  };
  const acknowledgement: ScriptedHeadEnd['acknowledgement'] = (change = {}, by = key) => {
    const said = {
      v: 1,
      serverId,
      serverEpoch,
      counter: 'C02',
      epoch: 1,
      ackedSeq: 1,
      headHash: sale.hash,
      at: 1,
    };
    return signed((text) => acknowledgementHash(sha256Hex, text), { ...said, ...change }, by);
  };
  const answer: ScriptedHeadEnd['answer'] = (change = {}, by = key) => {
    const about = { v: 1, counter: 'C02', epoch: 1, seq: 1, uid: sale.uid };
    const said = { record: 'recorded', credit: 'applied', turn: 1, code: null, text: null };
    const given = { reference: 'HE-1', tokens: [], decidedAt: 1 };
    return signed((text) => answerHash(sha256Hex, text), { ...about, ...said, ...given, ...change }, by);
  };
  const notice = { id: 'n-1', kind: 'outage', from: 1, until: 2, text: { hi: 'सर्वर बंद', en: 'Server off' } };
  const notices: ScriptedHeadEnd['notices'] = (change = {}, by = key) =>
    signed(
      (text) => noticesHash(sha256Hex, text),
      { v: 1, serverId, at: 1, notices: [notice], ...change },
      by,
    );
  const limits = { batchEntriesMax: 500, batchBytesMax: 262_144 };
  const cursors = { cursorBefore: 'e-1:0', cursorAfter: 'e-1:1' };
  return {
    client,
    key,
    journal,
    asked,
    says: (next) => {
      reply = next;
    },
    acknowledgement,
    answer,
    notices,
    health: (change = {}) => ({
      v: 1,
      serverId,
      acceptVersions: [1],
      state: 'accepting',
      serverTime: 1,
      notice: { hi: 'ठीक', en: 'Fine' },
      ...change,
    }),
    state: (change = {}) => ({
      serverId,
      serverEpoch,
      serverTime: 1,
      acceptVersions: [1],
      acknowledgement: { ...acknowledgement() },
      limits,
      notBefore: 1,
      rate: 5,
      fenced: { epoch: 2, oldSeq: 1, at: 1 },
      beyond: { epoch: 1, oldSeq: 1, throughSeq: 2 },
      ...change,
    }),
    results: (change = {}) => ({
      serverId,
      serverEpoch,
      results: [{ ...answer() }],
      cursor: 'e-1:1',
      more: false,
      ...change,
    }),
    noticesReply: (change = {}) => ({ serverId, notices: { ...notices() }, ...change }),
    batchResponse: (change = {}) => ({
      serverId,
      serverEpoch,
      acknowledgement: { ...acknowledgement() },
      results: [{ seq: 1, arrival: 'recorded', ...answer() }],
      ...cursors,
      ...change,
    }),
  };
}
