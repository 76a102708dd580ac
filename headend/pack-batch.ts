import type { SignHash } from '../counter/journal/chain.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import { limits } from '../counter/limits.ts';
import { encodeBatch, type Gzip } from './batch.ts';
import { latestTurns } from './give-back.ts';
import type { Outbox } from './outbox.ts';

/** What a batch is made of, for the wire and for a stick. */
export interface PackPorts {
  readonly outbox: Outbox;
  readonly gzip: Gzip;
  readonly keyId: string;
  /**
   * Signs with the counter's present key. Entries that an older key of this counter signed go up under it,
   * for the head end may never have known that one. Left out, each batch goes under its own signature.
   */
  readonly sign?: SignHash;
  /** Version of the software, sent in each batch. */
  readonly sw: string;
  /** A fresh id for a batch; it names the batch in logs and proves nothing. */
  readonly newBatchId: () => string;
}

export interface PackedBatch {
  readonly entries: readonly StoredEntry[];
  /** The last entry. */
  readonly to: number;
  readonly bytes: Uint8Array;
}

/** The next entries from `from` on, with the answers that are held about them. Throws where there is none. */
export async function packBatch(
  ports: PackPorts,
  serverEpoch: string | null,
  from: number,
  maxEntries: number,
): Promise<PackedBatch> {
  const { outbox, gzip, keyId, sign, sw, newBatchId } = ports;
  const entries = ofOneEpoch(outbox.read(from, maxEntries, limits.batchBodiesBytesMax));
  const last = entries.at(-1);
  if (last === undefined) throw new Error(`the journal has no entry ${from}`);
  const answers = latestTurns(outbox.answersBetween(from, last.seq));
  const lastSignature = sign?.(last.hash) ?? null;
  const frame = { batch: newBatchId(), keyId, sw, serverEpoch, lastSignature };
  return { entries, to: last.seq, bytes: await encodeBatch(gzip, frame, entries, answers) };
}

/** A batch never spans two epochs: each has hashes and a key of its own. */
function ofOneEpoch(entries: readonly StoredEntry[]): readonly StoredEntry[] {
  const end = entries.findIndex(({ epoch }) => epoch !== entries[0]?.epoch);
  return end === -1 ? entries : entries.slice(0, end);
}
