import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { uuidv7 } from '../../../counter/ids.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { assert, err, ok, type Result } from '../../../counter/result.ts';
import type { AppendOutcome } from '../../../db/append.ts';
import { journalFileName } from '../../../db/commit.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import { lastSeq } from '../../../db/entries.ts';
import type { JournalFault } from '../../../db/fault.ts';
import { createJournal, type Journal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import { closeMirror } from '../../../db/mirror/mirror.ts';
import { restoreJournal } from '../../../db/restore/restore-journal.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import type { CounterIdentity } from '../../../headend/client.ts';
import { enrolmentDraft } from '../world/enrolment.ts';
import type { Opener, SeatStorage } from '../world/seat-storage.ts';
import type { SimJournal } from '../world/sim-journal.ts';
import type { Swarm } from '../world/swarm.ts';
import type { VirtualTime } from '../world/virtual-time.ts';
import { Died, type FilesUnderFault, journalFaults } from './journal-faults.ts';
import { evidenceOf, flipCharacter, isWhole, mendFile, uidsOf } from './journal-files.ts';
import { deviceSecret, divisionKey } from './real-signatures.ts';
import { sqliteJournal } from './sqlite-journal.ts';

export interface SqliteStoragePorts {
  readonly counter: string;
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly rates: Swarm['rates'];
  readonly identity: CounterIdentity;
  readonly recoveryKey: string;
  readonly bornAt: number;
  readonly register: (recoveries: readonly StoredEntry[]) => Promise<CounterIdentity | null>;
  readonly isCalm: () => boolean;
  readonly committed: (body: Entry, bodies: readonly Entry[]) => void;
}

/** The files of one counter, and what is known of them while nobody has them open. */
interface Files extends FilesUnderFault {
  readonly ports: SqliteStoragePorts;
  readonly base: string;
  secret: string;
  identity: CounterIdentity;
  /** First entries of its later epochs. */
  readonly recoveries: StoredEntry[];
  epoch: number;
  readonly bookmark: { text: string | null };
  /** A new folder after each crash: what was in the old one is what the disk had. */
  folder: string;
  crashes: number;
  open: Journal | null;
  lastSeq: number;
  imageSeq: number | null;
  seqOfUid: ReadonlyMap<string, number>;
  mirroredSeq: number;
  readonly single: Set<number>;
}

/** The real journal and second copy of db/, in a folder of memory, that crash and come back. */
export async function sqliteStorage(ports: SqliteStoragePorts): Promise<SeatStorage> {
  const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simulated-counter-'));
  const files: Files = {
    ports,
    base,
    secret: deviceSecret(`device ${ports.counter}`),
    identity: ports.identity,
    recoveries: [],
    epoch: 1,
    bookmark: { text: null },
    folder: join(base, 'pc-0'),
    crashes: 0,
    open: null,
    lastSeq: 1,
    imageSeq: null,
    seqOfUid: new Map(),
    mirroredSeq: 0,
    single: new Set(),
    appends: 0,
    hasStick: true,
    stops: false,
  };
  await enrol(files);
  return {
    identity: () => files.identity,
    signer: () => deviceSigner(files.secret),
    open: (opener) => ports.time.hold(() => open(files, opener)),
    crashed: () => crashed(files),
    mend: async ({ code }) => {
      if (code === 'missing') return restore(files);
      return code === 'corrupt' ? mend(files) : null;
    },
    seqOf: (uid) => files.seqOfUid.get(uid) ?? 0,
    secondCopyOf: (seq) => {
      if (files.mirroredSeq >= seq) return 'has-it';
      return files.single.has(seq) ? 'single-on-record' : 'lacks-it';
    },
    isCopied: () => files.hasStick && files.mirroredSeq >= files.lastSeq,
    get hasStick() {
      return files.hasStick;
    },
    pullStick: () => void (files.hasStick = false),
    putStickBack: () => void (files.hasStick = true),
    newStick: () => {
      rmSync(mirrorFolder(files), { recursive: true });
      mkdirSync(mirrorFolder(files));
      files.hasStick = true;
      files.mirroredSeq = 0;
    },
    takeImage: () => {
      // A disk that died and was not yet replaced has nothing to take.
      if (!existsSync(journalPath(files))) return;
      cpSync(journalPath(files), join(base, 'image.db'));
      files.imageSeq = files.lastSeq;
    },
    putImageBack: () => {
      if (files.imageSeq === null || files.imageSeq === files.lastSeq) return false;
      cpSync(join(base, 'image.db'), journalPath(files));
      files.lastSeq = files.imageSeq;
      files.imageSeq = null;
      return true;
    },
    // A disk that died and was not yet replaced has no bit to turn over.
    flipBit: (random) => (existsSync(journalPath(files)) ? flipCharacter(journalPath(files), random) : null),
    die: () => {
      rmSync(files.folder, { recursive: true, force: true });
      files.imageSeq = null;
      files.bookmark.text = null;
    },
    isRestored: () => files.recoveries.length > 0,
    scrub: async () =>
      !existsSync(journalPath(files)) || isWhole(journalPath(files), ports.counter) ? null : mend(files),
    evidence: async () => evidenceOf(files.open, journalPath(files)),
    remove: async () => {
      await crashed(files);
      rmSync(base, { recursive: true });
    },
  };
}

function journalPath(files: Files): string {
  return join(files.folder, journalFileName);
}

function mirrorFolder({ base }: Files): string {
  return join(base, 'mirror');
}

function optionsOf(files: Files, opener: Pick<Opener, 'clock' | 'noteFault'>): JournalOptions {
  return {
    folder: files.folder,
    mirrorFolder: mirrorFolder(files),
    recoveryPublicKey: divisionKey().publicKey,
    clock: { wallMs: () => opener.clock().wallMs, monotonicMs: () => opener.clock().monotonicMs },
    random: systemRandom,
    signer: deviceSigner(files.secret),
    bootId: opener.clock().bootId,
    faults: journalFaults(files, files.ports),
    onStopped: opener.noteFault,
  };
}

async function enrol(files: Files): Promise<void> {
  const { bornAt, counter, random, identity, recoveryKey } = files.ports;
  const clock = () => ({ wallMs: bornAt, monotonicMs: 0, bootId: 'first run' });
  const { faults: _, ...options } = optionsOf(files, { clock, noteFault: () => undefined });
  const uid = uuidv7(bornAt, (length) => Uint8Array.from({ length }, () => random.whole(0, 255)));
  const { publicKey } = options.signer;
  const created = await createJournal(
    options,
    counter,
    enrolmentDraft({ uid, publicKey, identity, recoveryKey }),
  );
  assert(created.ok, 'a counter is enrolled');
  files.open = created.value;
  await crashed(files);
}

/** The folder has another name in every life; a story that named it would never be told twice. */
function withoutFolder(files: Files, { code, detail }: JournalFault): JournalFault {
  return { code, detail: detail.replaceAll(files.folder, '…') };
}

async function open(files: Files, opener: Opener): Promise<Result<SimJournal, JournalFault>> {
  const { ports } = files;
  files.identity = (await ports.register(files.recoveries)) ?? files.identity;
  const opened = await openJournal(optionsOf(files, opener));
  if (!opened.ok) return err(withoutFolder(files, opened.error));
  const journal = opened.value;
  files.open = journal;
  files.seqOfUid = uidsOf(journal.db);
  copied(files, lastSeq(journal.db), secondCopyStatus(journal).throughSeq);
  return ok(
    sqliteJournal(journal, {
      hold: ports.time.hold,
      onFault: opener.noteFault,
      bookmark: files.bookmark,
      appending: (run) => append(files, opener, run),
    }),
  );
}

/** One append in real files; virtual time stands still for it and goes on a little behind it. */
async function append(
  files: Files,
  opener: Opener,
  run: () => Promise<AppendOutcome>,
): Promise<AppendOutcome> {
  files.appends += 1;
  try {
    const outcome = await files.ports.time.hold(run);
    if (outcome.kind === 'recorded' || outcome.kind === 'already') {
      const { seq, uid } = outcome.entry;
      files.seqOfUid = new Map([...files.seqOfUid, [uid, seq]]);
      copied(files, seq, outcome.copies === 'two' ? seq : files.mirroredSeq);
      await opener.process.sleep(files.ports.random.whole(1, 12));
    }
    return outcome;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    opener.die();
    return new Promise(() => undefined);
  } finally {
    files.appends -= 1;
  }
}

function copied(files: Files, seq: number, mirroredSeq: number): void {
  files.lastSeq = Math.max(files.lastSeq, seq);
  files.mirroredSeq = Math.max(files.mirroredSeq, mirroredSeq);
  for (let each = files.mirroredSeq + 1; each <= seq; each += 1) files.single.add(each);
}

/** What the disk has at this moment goes on in a folder of its own; the old connection is dropped. */
async function crashed(files: Files): Promise<void> {
  const journal = files.open;
  files.open = null;
  if (journal === null || journal.inner.state === 'closed') return;
  const before = files.folder;
  files.crashes += 1;
  files.folder = join(files.base, `pc-${files.crashes}`);
  mkdirSync(files.folder);
  for (const name of [journalFileName, `${journalFileName}-wal`]) {
    if (existsSync(join(before, name))) cpSync(join(before, name), join(files.folder, name));
  }
  const { mirror, db } = journal.inner;
  journal.inner.state = 'closed';
  if (db.open) db.close();
  if (mirror !== null) await files.ports.time.hold(() => closeMirror(mirror));
  rmSync(before, { recursive: true });
}

/** A spare PC takes over from the second copy alone, by the division's recovery key. */
async function restore(files: Files): Promise<string | null> {
  const { bornAt, counter, time } = files.ports;
  files.epoch += 1;
  files.crashes += 1;
  files.folder = join(files.base, `pc-${files.crashes}`);
  files.secret = deviceSecret(`device ${counter} ${files.epoch}`);
  const clock = () => ({ wallMs: bornAt, monotonicMs: 0, bootId: 'restore' });
  const { faults: _, ...target } = optionsOf(files, { clock, noteFault: () => undefined });
  const restored = await time.hold(() =>
    restoreJournal({
      counter,
      mirrorFolder: mirrorFolder(files),
      journalPath: null,
      recoveryKey: divisionKey(),
      target,
      keepKey: async () => undefined,
    }),
  );
  if (!restored.ok) return null;
  files.recoveries.push(restored.value.recovery);
  return `is restored on a spare PC, with ${restored.value.lastSeq} entries of the second copy, as epoch ${files.epoch}`;
}

/** A new file of good rows and the second copy takes the place of the damaged one. */
async function mend(files: Files): Promise<string | null> {
  const { counter, time, bornAt } = files.ports;
  const target = `${journalPath(files)}.mended`;
  const signer = deviceSigner(files.secret);
  const said = await time.hold(() =>
    mendFile({
      counter,
      journal: journalPath(files),
      target,
      mirror: mirrorFolder(files),
      signer,
      at: bornAt,
    }),
  );
  if (said === null) return null;
  for (const suffix of ['-wal', '-shm']) rmSync(`${journalPath(files)}${suffix}`, { force: true });
  renameSync(target, journalPath(files));
  return said;
}
