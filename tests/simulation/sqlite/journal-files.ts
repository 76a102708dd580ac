import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { Acknowledgement, SignedAcknowledgement } from '../../../counter/journal/answer.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { assert } from '../../../counter/result.ts';
import { latestAnswer } from '../../../db/answer-reads.ts';
import { chainOf } from '../../../db/exception-chain.ts';
import type { ReadableDb } from '../../../db/connection.ts';
import { type DeviceSigner, sha256Hex, verifyHash } from '../../../db/crypto.ts';
import { entriesFrom } from '../../../db/entries.ts';
import type { Journal } from '../../../db/journal.ts';
import { openedByDevice } from '../../../db/mirror/file-opener.ts';
import { assembleJournal } from '../../../db/restore/assemble-journal.ts';
import { chainProves } from '../checks/books.ts';
import type { Evidence } from '../world/seat-storage.ts';

/** What a simulated person does with the file of a journal that nobody has open. */

const all = 1_000_000_000;

export function uidsOf(db: ReadableDb): ReadonlyMap<string, number> {
  return new Map(entriesFrom(db, 1, all, all).map(({ uid, seq }) => [uid, seq]));
}

export function evidenceOf(open: Journal | null, path: string): Evidence {
  if (open !== null) return read(open.db);
  const db = atRest(path);
  return read(db);
}

function read(db: ReadableDb): Evidence {
  const entries = entriesFrom(db, 1, all, all);
  const sql = 'SELECT text, signature FROM acknowledgement ORDER BY n';
  const rows = db.prepare(sql).all() as { text: string; signature: string }[];
  return {
    entries,
    bodies: entries.map(bodyOf),
    acknowledgements: rows.map((row): SignedAcknowledgement => ({
      ...row,
      acknowledgement: JSON.parse(row.text) as Acknowledgement,
    })),
    latestAnswer: (seq) => latestAnswer(db, seq),
    chains: entries.flatMap(({ uid }) => chainOf(db, uid) ?? []),
  };
}

function bodyOf({ body, seq }: StoredEntry): Entry {
  const entry = readBody(body);
  assert(entry !== null, `the body of entry ${seq} can be read`);
  return entry;
}

function atRest(path: string): ReadableDb & { close(): void } {
  return new Database(path) as unknown as ReadableDb & { close(): void };
}

export function isWhole(path: string, counter: string): boolean {
  const db = atRest(path);
  try {
    const entries = entriesFrom(db, 1, all, all);
    return chainProves(counter, entries, { sha256: sha256Hex, verify: verifyHash }) === null;
  } finally {
    db.close();
  }
}

/** Turns one bit in the body of some entry, in the bytes of the file. Gives the entry's number. */
export function flipCharacter(path: string, random: SeededRandom): number | null {
  const db = atRest(path);
  const entries = entriesFrom(db, 1, all, all);
  db.close();
  const { uid, seq } = random.pick(entries);
  const bytes = readFileSync(path);
  const at = bytes.indexOf(`"uid":"${uid}"`);
  if (at === -1) return null;
  const place = at + random.whole(8, 40);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  return seq;
}

export async function mendFile(files: {
  readonly counter: string;
  readonly journal: string;
  readonly target: string;
  readonly mirror: string;
  readonly signer: DeviceSigner;
  readonly at: number;
}): Promise<string | null> {
  const { counter, journal, target, at } = files;
  const mirror = { folder: files.mirror, open: openedByDevice(files.signer) };
  const mended = await assembleJournal({ counter, journal, target, at, mirror, device: 'same' });
  if (!mended.ok || mended.value.lost !== null) return null;
  return `has its journal mended with ${mended.value.entriesFromMirror} entries of the second copy`;
}
