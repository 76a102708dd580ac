import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import { uuidv7 } from '../../../counter/ids.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { emptyTail, placeEntry, sealEntry } from '../../../counter/journal/place-entry.ts';
import { chainStart, verifyNext } from '../../../counter/journal/verify-chain.ts';
import { assert } from '../../../counter/result.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import type { CounterIdentity } from '../../../headend/client.ts';
import type { SignatureScheme, Signer } from '../world/cheap-signer.ts';
import type { Storage } from '../world/counter-pc.ts';
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
import { type DiskFate, openMemoryJournal } from './memory-journal.ts';

/** The disk and the second copy of one counter, and what may befall them. */
export interface MemoryStorage extends Storage {
  readonly disk: MemoryDisk;
  readonly mirror: MemoryMirror;
  takeImage(): void;
  /** An operator puts the last image back; false where there is none, or nothing came after it. */
  putImageBack(): boolean;
  /** One character of one stored body is another one. Gives the entry's number. */
  flipBit(random: SeededRandom): number | null;
  /** The whole proof and the scrub, as they run when a counter is idle; null where nothing was wrong. */
  scrub(): string | null;
  /** An empty stick in the place of the second copy. */
  newStick(): void;
}

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
  readonly committed: (stored: StoredEntry, body: Entry) => void;
}

export function memoryStorage(ports: MemoryStoragePorts): MemoryStorage {
  const { counter, signer, signatures, identity } = ports;
  const disk = emptyDisk(counter, 'PTC');
  const mirror = emptyMirror();
  let image: MemoryDisk | null = null;
  enrol(ports, disk);
  return {
    disk,
    mirror,
    identity: () => identity,
    publicKey: () => signer.publicKey,
    open: (process, clock, noteFault) =>
      openMemoryJournal({
        disk,
        mirror,
        process,
        signer,
        signatures,
        clock,
        fate: () => fateOf(ports),
        mirrorLagMs: () => lagOf(ports),
        onFault: noteFault,
        committed: ports.committed,
      }),
    crashed: async () => undefined,
    mend: async (fault) => (fault.code === 'corrupt' ? mend(ports, disk, mirror) : null),
    takeImage: () => {
      image = imageOf(disk);
    },
    putImageBack: () => {
      if (image === null || image.entries.length === disk.entries.length) return false;
      Object.assign(disk, image);
      image = null;
      return true;
    },
    flipBit: (random) => flipBit(disk, random),
    scrub: () => {
      const tools = { sha256: sha256Hex, verify: signatures.verify };
      return chainProves(counter, disk.entries, tools) === null ? null : mend(ports, disk, mirror);
    },
    newStick: () => {
      mirror.entries = [];
      mirror.answers = [];
      mirror.isThere = true;
    },
  };
}

function enrol(
  { signer, recoveryKey, identity, bornAt, random, committed }: MemoryStoragePorts,
  disk: MemoryDisk,
): void {
  const placed = placeEntry(
    disk,
    emptyTail,
    { wallMs: bornAt, monotonicMs: 0, bootId: 'first run' },
    {
      kind: 'counter enrolled',
      v: 1,
      uid: uuidv7(bornAt, () => Uint8Array.from({ length: 10 }, () => random.whole(0, 255))),
      businessDate: null,
      day: null,
      shift: null,
      operator: 'program',
      ledger: [],
      ref: null,
      office: 'PTC',
      officeName: { hi: 'पटना सिटी', en: 'Patna City' },
      company: { hi: 'कंपनी', en: 'Company' },
      publicKey: signer.publicKey,
      headEndPublicKey: identity.headEndPublicKey,
      headEndId: identity.serverId,
      recoveryKey,
    },
    0,
  );
  assert(placed.ok, 'a counter is enrolled');
  const sealed = sealEntry(placed.value, emptyTail.hash, { sha256: sha256Hex, sign: signer.sign });
  assert(sealed.ok, 'an enrolment is sealed');
  takeEntry(disk, sealed.value, placed.value);
  committed(sealed.value, placed.value);
}

function fateOf({ random, rates, isCalm }: MemoryStoragePorts): DiskFate {
  if (isCalm()) return 'ok';
  const struck = (rate: number): boolean => rate > 0 && random.chance(rate * 0.03);
  if (struck(rates['disk-full'])) return 'full';
  if (struck(rates['unknown-committed'])) return 'unknown-committed';
  if (struck(rates['unknown-not'])) return 'unknown-not';
  if (struck(rates['disk-stops'])) return random.chance(0.5) ? 'stops-committed' : 'stops-not';
  return 'ok';
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
