import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { uuidv7 } from '../../../counter/ids.ts';
import type { ClockReading } from '../../../counter/journal/clock-rule.ts';
import type { Entry, EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import { placeEntry, sealEntry } from '../../../counter/journal/place-entry.ts';
import { chainStart, verifyNext } from '../../../counter/journal/verify-chain.ts';
import { assert, err } from '../../../counter/result.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { fault } from '../../../db/fault.ts';
import type { CounterIdentity } from '../../../headend/client.ts';
import type { SignatureScheme, Signer } from '../world/cheap-signer.ts';
import type { SeatStorage } from '../world/seat-storage.ts';
import type { Swarm } from '../world/swarm.ts';
import { chainProves } from '../checks/books.ts';
import {
  bodyOf,
  emptyDisk,
  emptyMirror,
  imageOf,
  type MemoryDisk,
  type MemoryMirror,
  tailOf,
  takeEntry,
} from './disk.ts';
import { enrolmentDraft } from '../world/enrolment.ts';
import { recoveryDraft } from '../world/recovery.ts';
import { fateOf } from '../world/disk-fate.ts';
import { openMemoryJournal } from './memory-journal.ts';
import { readsOf } from './memory-reads.ts';
import { chainIn } from './memory-chains.ts';
import { latestAnswerIn } from './memory-outbox.ts';

export interface MemoryStoragePorts {
  readonly counter: string;
  readonly signer: Signer;
  readonly signatures: SignatureScheme;
  readonly random: SeededRandom;
  readonly rates: Swarm['rates'];
  readonly identity: CounterIdentity;
  readonly recoveryKey: string;
  readonly bornAt: number;
  /** Shows the head end the recoveries of this journal; null while it cannot be reached or refuses. */
  readonly register: (recoveries: readonly StoredEntry[]) => Promise<CounterIdentity | null>;
  readonly isCalm: () => boolean;
  /** An entry was committed; `bodies` are all up to and with it. */
  readonly committed: (body: Entry, bodies: readonly Entry[]) => void;
}

/** Disk and second copy as arrays: an opening, a crash and a night cost nothing. */
export function memoryStorage(ports: MemoryStoragePorts): SeatStorage {
  const { counter, signatures } = ports;
  const device: Device = { signer: ports.signer, identity: ports.identity, recoveries: [], isDead: false };
  const disk = emptyDisk(counter, 'PTC');
  const mirror = emptyMirror();
  let image: MemoryDisk | null = null;
  enrol(ports, disk);
  return {
    identity: () => device.identity,
    signer: () => device.signer,
    open: async ({ process, clock, noteFault }) => {
      if (device.isDead) return err(fault('missing', 'there is no journal on a new disk'));
      device.identity = (await ports.register(device.recoveries)) ?? device.identity;
      return openMemoryJournal({
        disk,
        mirror,
        process,
        signer: device.signer,
        signatures,
        clock,
        fate: () => (ports.isCalm() ? 'ok' : fateOf(ports.random, ports.rates)),
        mirrorLagMs: () => lagOf(ports),
        onFault: noteFault,
        committed: (_, body) => ports.committed(body, disk.bodies),
      });
    },
    crashed: async () => undefined,
    mend: async ({ code }) => {
      if (code === 'missing') return restore(ports, disk, mirror, device);
      return code === 'corrupt' ? mend(ports, disk, mirror) : null;
    },
    seqOf: (uid) => disk.seqOfUid.get(uid) ?? 0,
    secondCopyOf: (seq) => {
      if (mirror.entries.length >= seq) return 'has-it';
      return disk.single.has(seq) ? 'single-on-record' : 'lacks-it';
    },
    isCopied: () => mirror.isThere && mirror.entries.length === disk.entries.length,
    get hasStick() {
      return mirror.isThere;
    },
    pullStick: () => void (mirror.isThere = false),
    putStickBack: () => void (mirror.isThere = true),
    newStick: () => Object.assign(mirror, emptyMirror()),
    takeImage: () => void (image = imageOf(disk)),
    putImageBack: () => {
      if (image === null || image.entries.length === disk.entries.length) return false;
      Object.assign(disk, image);
      image = null;
      return true;
    },
    flipBit: (random) => flipBit(disk, random),
    die: () => {
      device.isDead = true;
      image = null;
    },
    isRestored: () => device.recoveries.length > 0,
    scrub: async () => {
      if (device.isDead) return null;
      const tools = { sha256: sha256Hex, verify: signatures.verify };
      return chainProves(counter, disk.entries, tools) === null ? null : mend(ports, disk, mirror);
    },
    evidence: async () => ({
      entries: disk.entries,
      bodies: disk.bodies,
      acknowledgements: disk.acknowledgements,
      latestAnswer: (seq) => latestAnswerIn(disk.answers, seq),
      chains: disk.bodies.flatMap(({ uid }) => chainIn(disk, uid) ?? []),
    }),
    remove: async () => undefined,
  };
}

/** The device on which the journal lies at present. */
interface Device {
  signer: Signer;
  identity: CounterIdentity;
  /** First entries of its later epochs. */
  readonly recoveries: StoredEntry[];
  isDead: boolean;
}

/** A spare PC: every entry of the second copy, then the recovery of a new epoch under a new key. */
function restore(ports: MemoryStoragePorts, disk: MemoryDisk, mirror: MemoryMirror, device: Device): string {
  const { bornAt, counter, random, signatures } = ports;
  const fresh = emptyDisk(counter, disk.office);
  for (const stored of mirror.entries) takeEntry(fresh, stored, bodyOf(stored));
  fresh.answers.push(...mirror.answers);
  Object.assign(disk, fresh);
  const tail = tailOf(disk);
  device.signer = signatures.signer(`device ${counter} ${tail.epoch + 1}`);
  const uid = uuidv7(bornAt, (length) => Uint8Array.from({ length }, () => random.whole(0, 255)));
  const day = readsOf(disk).currentDay();
  const { publicKey } = device.signer;
  const draft = recoveryDraft({ uid, counter, tail, day, publicKey, division: signatures.division });
  const now = { wallMs: tail.at, monotonicMs: 0, bootId: 'restore' };
  device.recoveries.push(write(ports, disk, device.signer, draft, now));
  device.isDead = false;
  return `is restored on a spare PC, with ${tail.seq} entries of the second copy, as epoch ${tail.epoch + 1}`;
}

function write(
  ports: MemoryStoragePorts,
  disk: MemoryDisk,
  signer: Signer,
  draft: EntryDraft,
  now: ClockReading,
): StoredEntry {
  const tail = tailOf(disk);
  const placed = placeEntry(disk, tail, now, draft, 0);
  assert(placed.ok, `${draft.kind} is placed`);
  const sealed = sealEntry(placed.value, tail.hash, { sha256: sha256Hex, sign: signer.sign });
  assert(sealed.ok, `${draft.kind} is sealed`);
  takeEntry(disk, sealed.value, placed.value);
  ports.committed(placed.value, disk.bodies);
  return sealed.value;
}

function enrol(ports: MemoryStoragePorts, disk: MemoryDisk): void {
  const { bornAt, identity, random, recoveryKey, signer } = ports;
  const uid = uuidv7(bornAt, (length) => Uint8Array.from({ length }, () => random.whole(0, 255)));
  const draft = enrolmentDraft({ uid, publicKey: signer.publicKey, identity, recoveryKey });
  write(ports, disk, signer, draft, { wallMs: bornAt, monotonicMs: 0, bootId: 'first run' });
}

function lagOf({ random, rates, isCalm }: MemoryStoragePorts): number {
  if (!isCalm() && rates['mirror-slow'] > 0 && random.chance(rates['mirror-slow'] * 0.1)) {
    return random.whole(500, 4_000);
  }
  return random.whole(1, 12);
}

function flipBit(disk: MemoryDisk, random: SeededRandom): number | null {
  const index = random.whole(0, disk.entries.length - 1);
  const stored = disk.entries[index];
  if (stored === undefined) return null;
  const at = random.whole(0, stored.body.length - 1);
  const other = String.fromCharCode(stored.body.charCodeAt(at) ^ 1);
  disk.entries[index] = { ...stored, body: stored.body.slice(0, at) + other + stored.body.slice(at + 1) };
  return stored.seq;
}

/** Each row that no longer proves is taken from the second copy, if the whole then proves. */
function mend({ signatures }: MemoryStoragePorts, disk: MemoryDisk, mirror: MemoryMirror): string | null {
  const tools = { sha256: sha256Hex, verify: signatures.verify };
  let chain = chainStart(disk.counter);
  const mended: StoredEntry[] = [];
  const taken: number[] = [];
  for (const stored of disk.entries) {
    const own = verifyNext(chain, stored, tools, 'every');
    const copy = mirror.entries[stored.seq - 1];
    const next = own.ok || copy === undefined ? own : verifyNext(chain, copy, tools, 'every');
    if (!next.ok) return null;
    if (!own.ok) taken.push(stored.seq);
    mended.push(own.ok || copy === undefined ? stored : copy);
    chain = next.value.chain;
  }
  disk.entries = [];
  disk.bodies = [];
  const clean = imageOf({ ...disk, entries: [] });
  for (const stored of mended) takeEntry(clean, stored, bodyOf(stored));
  Object.assign(disk, {
    entries: clean.entries,
    bodies: clean.bodies,
    seqOfUid: clean.seqOfUid,
    books: clean.books,
  });
  return `has entry ${taken.join(', ')} mended from the second copy`;
}
