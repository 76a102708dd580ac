import { limits } from '../../../counter/limits.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { decodeBatch } from '../../../headend/batch.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import { RefusedError, type CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { takeHeldAnswers } from '../../../headend/reference/held-answers.ts';
import { createMemoryStore } from '../../../headend/reference/memory-store.ts';
import { authorise, readResults, readState } from '../../../headend/reference/read-counter.ts';
import { recover } from '../../../headend/reference/recover.ts';
import type { KnownConsumer } from '../../../headend/reference/decide.ts';
import { readStatement } from '../../../headend/reference/statement.ts';
import { settle } from '../../../headend/reference/settle.ts';
import type { Store, StoreBackup } from '../../../headend/reference/store.ts';
import { readJson } from '../../../headend/read-json.ts';
import { type Enrolment, heldAnswersRequestSchema } from '../../../headend/schemas.ts';
import { type Statement, statementSchema } from '../../../headend/statement-schemas.ts';
import { keyIdOf } from '../../../headend/signatures.ts';
import type { HttpReply, HttpRequest } from '../../../headend/transport.ts';
import type { SignatureScheme } from './cheap-signer.ts';
import { worldBeginsAt } from './story.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Wiring } from './wiring.ts';

/** The reference head end's core on its memory store, without HTTP. */
export interface SimHeadEnd {
  readonly store: Store;
  readonly publicKey: string;
  readonly serverId: string;
  serve(request: HttpRequest): Promise<HttpReply>;
  enrolCounter(counter: string, publicKey: string): Promise<Enrolment>;
  /** A restored counter shows its recovery entry; null where it is refused. */
  recoverCounter(entry: StoredEntry): Promise<Enrolment | null>;
  /** Every acknowledgement that this head end ever signed. */
  readonly acknowledged: ReadonlySet<string>;
  backUp(): Promise<void>;
  /** Puts the last backup back; gives false where there is none. */
  restore(epoch: 'new' | 'kept'): Promise<boolean>;
  /** Whoever was blocked is so no more; false where that was done before. */
  liftBlock(): boolean;
  /** The books of one counter, as the tie-out asks for them. */
  statement(counter: string, from: string, to: string): Promise<Statement>;
  /** A person settles the oldest pending entry; what it was, or null. */
  settleOne(): Promise<string | null>;
}

export interface HeadEndPorts {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly signatures: SignatureScheme;
  readonly wiring: Wiring;
  readonly serverId: string;
}

export function simHeadEnd({ time, random, signatures, wiring, serverId }: HeadEndPorts): SimHeadEnd {
  const signer = signatures.signer(`head end ${serverId}`);
  const store = wiring.store(createMemoryStore('e-0'));
  const acknowledged = new Set<string>();
  let backup: StoreBackup | null = null;
  let restores = 0;
  let tokens = 0;
  let isBlockLifted = false;
  const core: CorePorts = {
    store,
    serverId,
    publicKey: signer.publicKey,
    sha256: sha256Hex,
    sign: signer.sign,
    signLater: async (hashHex) => signer.sign(hashHex),
    verify: signatures.verify,
    keyedDigest: (text) => sha256Hex(`${serverId} secret ${text}`).slice(0, 43),
    keyIdOf,
    wallMs: () => worldBeginsAt + time.now(),
    knownConsumer: (consumer) => {
      const known = knownConsumer(consumer);
      return known?.status === 'blocked' && isBlockLifted ? { ...known, status: 'active' } : known;
    },
    crediting: 'at-once',
    exchange: null,
    tokenIssuer: {
      issue: () => {
        tokens += 1;
        return { tokens: [String(tokens).padStart(20, '7')], tokenIds: [tokens] };
      },
    },
    counterLimits: { batchEntriesMax: limits.batchEntriesMax, batchBytesMax: limits.batchBytesMax },
    recoveryKey: signatures.division.publicKey,
  };
  const serve = (request: HttpRequest): Promise<HttpReply> => answer(core, wiring, acknowledged, request);
  return {
    store,
    serverId,
    publicKey: signer.publicKey,
    acknowledged,
    serve,
    enrolCounter: async (counter, publicKey) => {
      const code = `code-${counter}`;
      const names = { officeNameHi: 'पटना', officeNameEn: 'Patna', companyHi: 'कंपनी', companyEn: 'Company' };
      await offerCodes(core, [{ code, counter, office: 'PTC', ...names }]);
      return enrol(core, { v: 1, code, alg: 'ed25519', publicKey });
    },
    recoverCounter: async ({ body, prevHash, hash, signature }) => {
      try {
        return await recover(core, { v: 1, entry: { body, prevHash, hash, signature } });
      } catch (error) {
        if (error instanceof RefusedError) return null;
        throw error;
      }
    },
    backUp: async () => {
      backup = await store.backup();
    },
    restore: async (epoch) => {
      if (backup === null) return false;
      if (epoch === 'new') restores += 1;
      await store.restore(backup, `e-${restores}`);
      return true;
    },
    liftBlock: () => {
      const wasLifted = isBlockLifted;
      isBlockLifted = true;
      return !wasLifted;
    },
    statement: async (counter, from, to) =>
      statementSchema.parse(readJson((await readStatement(core, counter, from, to)).text)),
    settleOne: () => settleOne(core, random),
  };
}

/**
 * Consumers that begin with 1 have managed meters, with 2 keypad meters; nobody knows the others. The
 * connection of 15… is closed, that of 16… blocked.
 */
export function knownConsumer(consumer: string): (KnownConsumer & { readonly meter: string }) | null {
  if (consumer.startsWith('15')) return { meter: '12345678', meterKind: 'managed', status: 'closed' };
  if (consumer.startsWith('16')) return { meter: '12345678', meterKind: 'managed', status: 'blocked' };
  if (consumer.startsWith('1')) return { meter: '12345678', meterKind: 'managed' };
  return consumer.startsWith('2') ? { meter: '04123456784', meterKind: 'sts' } : null;
}

async function answer(
  core: CorePorts,
  wiring: Wiring,
  acknowledged: Set<string>,
  request: HttpRequest,
): Promise<HttpReply> {
  try {
    return json(await route(core, wiring, acknowledged, request));
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return json(error.problem, error.problem.status, 'application/problem+json');
  }
}

async function route(
  core: CorePorts,
  wiring: Wiring,
  acknowledged: Set<string>,
  { path, body, headers }: HttpRequest,
): Promise<unknown> {
  if (path === '/v1/health') {
    return { v: 1, serverId: core.serverId, state: 'accepting', serverTime: core.wallMs(), notice: null };
  }
  const [, , , counter = '', rest = ''] = path.split('/');
  const token = (headers['authorization'] ?? '').replace(/^Bearer /u, '');
  await authorise(core, counter, token, (left, right) => left === right);
  const [call = '', query] = rest.split('?after=');
  if (call === 'state') return noted(acknowledged, await readState(core, counter));
  if (call === 'results') {
    return readResults(core, counter, query === undefined ? null : decodeURIComponent(query));
  }
  if (call === 'answers') {
    return takeHeldAnswers(core, counter, heldAnswersRequestSchema.parse(readJson(body ?? new Uint8Array())));
  }
  const decoded = await decodeBatch(async (bytes) => bytes, sha256Hex, body ?? new Uint8Array());
  if (!decoded.ok) {
    const { kind, detail } = decoded.error;
    const status = kind === 'too-large' ? 413 : 422;
    throw new RefusedError({ type: kind, status, title: 'The batch cannot be taken', detail });
  }
  return noted(acknowledged, await acceptBatch(core, counter, wiring.arriving(decoded.value)));
}

function noted<Reply extends { readonly acknowledgement: { readonly text: string } }>(
  acknowledged: Set<string>,
  reply: Reply,
): Reply {
  acknowledged.add(reply.acknowledgement.text);
  return reply;
}

export function json(value: unknown, status = 200, type = 'application/json'): HttpReply {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { kind: 'reply', status, headers: { 'content-type': type }, body };
}

async function settleOne(core: CorePorts, random: SeededRandom): Promise<string | null> {
  const { answers } = await core.store.backup();
  const latest = new Map<string, string>();
  for (const { counter, epoch, seq, text } of answers) latest.set(`${counter} ${epoch} ${seq}`, text);
  for (const [place, text] of latest) {
    if (!text.includes('"credit":"pending"') || text.includes('"uid-seen"')) continue;
    const [counter = '', epoch, seq] = place.split(' ');
    const outcome = random.chance(0.7) ? 'applied' : 'rejected';
    const consumer = outcome === 'applied' ? '100000001' : null;
    try {
      await settle(core, { counter, epoch: Number(epoch), seq: Number(seq), outcome, consumer });
      return `entry ${seq} of ${counter}: ${outcome}`;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
  return null;
}
