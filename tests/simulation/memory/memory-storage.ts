import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { uuidv7 } from '../../../counter/ids.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { emptyTail, placeEntry, sealEntry } from '../../../counter/journal/place-entry.ts';
import { chainStart, verifyNext } from '../../../counter/journal/verify-chain.ts';
import { assert } from '../../../counter/result.ts';
import { sha256Hex } from '../../../db/crypto.ts';
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
  takeEntry,
} from './disk.ts';
import { enrolmentDraft } from '../world/enrolment.ts';
import { fateOf } from '../world/disk-fate.ts';
import { openMemoryJournal } from './memory-journal.ts';
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
  readonly isCalm: () => boolean;
  /** An entry was committed; `bodies` are all up to and with it. */
  readonly committed: (body: Entry, bodies: readonly Entry[]) => void;
}

/** Disk and second copy as arrays: an opening, a crash and a night cost nothing. */
export function memoryStorage(ports: MemoryStoragePorts): SeatStorage {
  const { counter, signer, signatures, identity } = ports;
  const disk = emptyDisk(counter, 'PTC');
  const mirror = emptyMirror();
  let image: MemoryDisk | null = null;
  enrol(ports, disk);
  return {
    identity: () => identity,
    publicKey: () => signer.publicKey,
    open: ({ process, clock, noteFault }) =>
      openMemoryJournal({
        disk,
        mirror,
        process,
        signer,
        signatures,
        clock,
        fate: () => (ports.isCalm() ? 'ok' : fateOf(ports.random, ports.rates)),
        mirrorLagMs: () => lagOf(ports),
        onFault: noteFault,
        committed: (_, body) => ports.committed(body, disk.bodies),
      }),
    crashed: async () => undefined,
    mend: async (fault) => (fault.code === 'corrupt' ? mend(ports, disk, mirror) : null),
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
    scrub: async () => {
      const tools = { sha256: sha256Hex, verify: signatures.verify };
      return chainProves(counter, disk.entries, tools) === null ? null : mend(ports, disk, mirror);
    },
    evidence: async () => ({
      entries: disk.entries,
      bodies: disk.bodies,
      acknowledgements: disk.acknowledgements,
      latestAnswer: (seq) => latestAnswerIn(disk.answers, seq),
    }),
    remove: async () => undefined,
  };
}

function enrol(
  { signer, recoveryKey, identity, bornAt, random, committed }: MemoryStoragePorts,
  disk: MemoryDisk,
): void {
  const uid = uuidv7(bornAt, (length) => Uint8Array.from({ length }, () => random.whole(0, 255)));
  const placed = placeEntry(
    disk,
    emptyTail,
    { wallMs: bornAt, monotonicMs: 0, bootId: 'first run' },
    enrolmentDraft({ uid, publicKey: signer.publicKey, identity, recoveryKey }),
    0,
  );
  assert(placed.ok, 'a counter is enrolled');
  const sealed = sealEntry(placed.value, emptyTail.hash, { sha256: sha256Hex, sign: signer.sign });
  assert(sealed.ok, 'an enrolment is sealed');
  takeEntry(disk, sealed.value, placed.value);
  committed(placed.value, disk.bodies);
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
