import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../counter/limits.ts';
import { exchangeKeyOf } from '../sealed-file.ts';
import type { Health } from '../schemas.ts';
import {
  generateSigningKey,
  keyIdOf,
  laterSignerOf,
  sha256Hex,
  signerOf,
  verifyHash,
  type DeviceKeyPair,
} from '../signatures.ts';
import { createAdminServer } from './admin-server.ts';
import { type Admission, createAdmission } from './admission.ts';
import { connectPglite } from './connect-pglite.ts';
import { connectPostgres } from './connect-postgres.ts';
import { readServedDirectory, type ServedDirectory } from './consumer-list.ts';
import type { CorePorts, Slot, TokenIssuer } from './core.ts';
import type { KnownConsumer } from './decide.ts';
import { offerCodes, type OfferedCode } from './enrol.ts';
import { createCreditQueue } from './credit-queue.ts';
import { startCreditWorker } from './credit-worker.ts';
import { createFaults, noFault, type Fault, type FaultKind, type Faults } from './faults.ts';
import { keyedDigestOf, loadHeadEndKey } from './head-end-key.ts';
import { listen, type Listener } from './listener.ts';
import { createMemoryStore } from './memory-store.ts';
import { createServer } from './server.ts';
import { createNoticeBoard } from './notice-board.ts';
import { openSqlStore } from './sql-store.ts';
import { backupSchema } from './stored-shapes.ts';
import type { Store, StoreBackup } from './store.ts';

/** A reference head end in this process. Defaults: loopback, free ports, in memory, no consumers known. */
export interface ReferenceHeadEndOptions {
  readonly host?: string;
  readonly port?: number;
  readonly adminPort?: number;
  readonly storage?: Storage;
  readonly key?: DeviceKeyPair;
  readonly adminToken?: string;
  readonly codes?: readonly OfferedCode[];
  /** The signed directory file to serve, and to know consumers by. */
  readonly directoryFile?: string | null;
  /** In place of the directory file's consumers. */
  readonly knownConsumer?: (consumer: string) => KnownConsumer | null;
  readonly tokenIssuer?: TokenIssuer | null;
  readonly recoveryKey?: string | null;
  readonly batchesAtOnce?: number;
  /** In line for their turn; beyond that a counter is asked to come back later. */
  readonly batchesWaiting?: number;
  /** What arrives is recorded, and credited so many a second, the most urgent first. Left out: at once. */
  readonly creditsPerSecond?: number;
  readonly slowMs?: number;
  readonly wallMs?: () => number;
  readonly random?: () => number;
  readonly onError?: (error: unknown) => void;
}

/** `folder` holds key and backup; PGlite's database too. */
export type Storage =
  | { readonly kind: 'memory' }
  /** PGlite without a folder: the SQL of the service, gone with the process. */
  | { readonly kind: 'pglite-memory' }
  | { readonly kind: 'pglite'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly databaseUrl: string; readonly folder: string };

export interface ReferenceHeadEnd {
  readonly url: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly publicKey: string;
  readonly serverId: string;
  /** Stands until it is changed, or strikes `times` calls. */
  setFault(kind: FaultKind, strikes?: Partial<Omit<Fault, 'kind'>>): Promise<void>;
  stop(): Promise<void>;
}

export async function startReferenceHeadEnd(
  options: ReferenceHeadEndOptions = {},
): Promise<ReferenceHeadEnd> {
  const host = options.host ?? '127.0.0.1';
  const storage = options.storage ?? { kind: 'memory' };
  const folder = 'folder' in storage ? storage.folder : null;
  const key = options.key ?? (folder === null ? generateSigningKey() : await loadHeadEndKey(folder));
  const directory = await directoryOf(options);
  let slot: Slot = { notBefore: null, rate: null };
  const core: CorePorts = {
    ...corePorts(options, await openStore(storage), key, directory),
    slotOf: () => slot,
  };
  await offerCodes(core, options.codes ?? []);

  const crediting = startCrediting(core, options);
  const faults = createFaults();
  const board = createNoticeBoard(core, folder === null ? null : join(folder, 'notices.json'));
  let health: Pick<Health, 'state' | 'notice'> = { state: 'accepting', notice: null };
  const admission = admissionOf(options);
  const app = createServer({
    core,
    faults,
    admission,
    health: () => health,
    notices: () => board.signed(),
    directory,
    slowMs: options.slowMs ?? 1_500,
    onError: options.onError ?? (() => {}),
  });
  const listener = await listen(app, host, options.port ?? 0);
  const settled = listenAsFaultsSay(listener, faults);
  const adminToken = options.adminToken ?? randomBytes(24).toString('base64url');
  const admin = createAdminServer({
    core,
    faults,
    token: adminToken,
    sessionSecret: randomBytes(32),
    admission,
    health: () => health,
    setHealth: (change) => void (health = change),
    setNotices: (notices) => board.set(notices),
    setSlot: (change) => void (slot = change),
    settled,
    waitingCredits: crediting.waiting,
    ...backupsIn(core.store, folder),
  });
  const adminListener = await listen(admin, '127.0.0.1', options.adminPort ?? 0);

  return {
    url: `http://${host}:${listener.port}`,
    adminUrl: `http://127.0.0.1:${adminListener.port}`,
    adminToken,
    publicKey: key.publicKey,
    serverId: core.serverId,
    async setFault(kind, strikes = {}) {
      faults.set({ ...noFault, ...strikes, kind });
      await settled();
    },
    async stop() {
      // Requests that the fault "hang" holds are let go, or they would hold the process.
      faults.set(noFault);
      await settled();
      await Promise.all([listener.down(), adminListener.down()]);
      await Promise.all([app.close(), admin.close(), crediting.stop()]);
      await core.store.close();
    },
  };
}

async function directoryOf({ directoryFile = null }: ReferenceHeadEndOptions) {
  return directoryFile === null ? null : readServedDirectory(directoryFile);
}

/** Without a pace everything is credited as it arrives, and nothing ever waits. */
function startCrediting(core: CorePorts, { creditsPerSecond, onError }: ReferenceHeadEndOptions) {
  const queue = createCreditQueue(core);
  const worker =
    creditsPerSecond === undefined ? null : startCreditWorker(queue, creditsPerSecond, onError ?? (() => {}));
  return { waiting: () => queue.waiting(), stop: async () => worker?.stop() };
}

function admissionOf(options: ReferenceHeadEndOptions): Admission {
  return createAdmission({
    batchesMax: options.batchesAtOnce ?? limits.admissionBatchesMax,
    waitingMax: options.batchesWaiting ?? limits.admissionWaitingMax,
    monotonicMs: () => performance.now(),
    random: options.random ?? Math.random,
  });
}

/** The key for sticks follows from the signing key: it is kept where that is kept. */
const exchangePurpose = 'division-counter/head-end-exchange/1';

function corePorts(
  options: ReferenceHeadEndOptions,
  store: Store,
  key: DeviceKeyPair,
  directory: ServedDirectory | null,
): CorePorts {
  return {
    store,
    serverId: `he-${keyIdOf(key.publicKey).slice(0, 12)}`,
    publicKey: key.publicKey,
    sha256: sha256Hex,
    sign: signerOf(key),
    signLater: laterSignerOf(key),
    verify: verifyHash,
    keyedDigest: keyedDigestOf(key),
    keyIdOf,
    wallMs: options.wallMs ?? Date.now,
    knownConsumer: options.knownConsumer ?? ((consumer) => directory?.consumers.get(consumer) ?? null),
    tokenIssuer: options.tokenIssuer ?? null,
    crediting: options.creditsPerSecond === undefined ? 'at-once' : 'later',
    counterLimits: { batchEntriesMax: limits.batchEntriesMax, batchBytesMax: limits.batchBytesMax },
    exchange: exchangeKeyOf(Buffer.from(key.privateKey, 'base64url'), exchangePurpose),
    recoveryKey: options.recoveryKey ?? null,
  };
}

/** The fault "down" closes the port, any other opens it. What is returned waits until that is done. */
function listenAsFaultsSay(listener: Listener, faults: Faults): () => Promise<void> {
  let moving: Promise<void> = Promise.resolve();
  faults.onChange((kind, before) => {
    if (kind === 'down') moving = moving.then(() => listener.down());
    else if (before === 'down') moving = moving.then(() => listener.up());
  });
  return () => moving;
}

async function openStore(storage: Storage): Promise<Store> {
  switch (storage.kind) {
    case 'memory':
      return createMemoryStore(freshServerEpoch());
    case 'pglite-memory':
      return openSqlStore(await connectPglite(null), freshServerEpoch());
    case 'pglite':
      return openSqlStore(await connectPglite(join(storage.folder, 'database')), freshServerEpoch());
    case 'postgres':
      return openSqlStore(connectPostgres(storage.databaseUrl), freshServerEpoch());
  }
}

/** One backup is kept, in the folder where there is one. */
function backupsIn(store: Store, folder: string | null) {
  const file = folder === null ? null : join(folder, 'backup.json');
  let kept: StoreBackup | null = null;
  return {
    async backup() {
      kept = await store.backup();
      if (file !== null) await writeFile(file, JSON.stringify(kept), { mode: 0o600 });
      return { entries: kept.entries.length };
    },
    async restore() {
      const backup = file === null ? kept : await readBackup(file);
      if (backup === null) return null;
      const serverEpoch = freshServerEpoch();
      await store.restore(backup, serverEpoch);
      return serverEpoch;
    },
  };
}

async function readBackup(file: string): Promise<StoreBackup | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : backupSchema.parse(JSON.parse(text));
}

function freshServerEpoch(): string {
  return `e-${randomBytes(9).toString('hex')}`;
}
