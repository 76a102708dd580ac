import { randomBytes } from 'node:crypto';
import { canonicalJson, type Json } from '../../counter/journal/canonical.ts';
import { entryHash, recoveryHash } from '../../counter/journal/chain.ts';
import type { EntryKind, StoredEntry } from '../../counter/journal/entry.ts';
import { uuidv7 } from '../../counter/ids.ts';
import type { RecoveryKey } from '../../db/recovery-key.ts';
import { generateSigningKey, sha256Hex, signerOf, type DeviceKeyPair } from '../../headend/signatures.ts';

/** What a spare PC holds: the old entries up to where the second copy ended, the recovery, and its own. */
export interface RestoredJournal {
  readonly key: DeviceKeyPair;
  readonly entries: readonly StoredEntry[];
  readonly recovery: StoredEntry;
  recharge(consumer: string, amountPaise: number): StoredEntry;
}

export function restoreFrom(
  old: readonly StoredEntry[],
  recoveryKey: RecoveryKey,
  key: DeviceKeyPair = generateSigningKey(),
): RestoredJournal {
  const last = old.at(-1);
  if (last === undefined) throw new Error('a journal with entries');
  const entries = [...old];
  const sign = signerOf(key);
  const epoch = last.epoch + 1;
  const { counter } = last;

  const append = (kind: EntryKind, fields: Readonly<Record<string, Json>>): StoredEntry => {
    const before = entries.at(-1) ?? last;
    const seq = before.seq + 1;
    const uid = uuidv7(1_795_000_000_000 + seq, (length) => randomBytes(length));
    const body = canonicalJson({ v: 1, counter, epoch, seq, uid, kind, operator: 'program', ...fields });
    const hash = entryHash(sha256Hex, { counter, epoch, seq, prevHash: before.hash, body });
    const stored = {
      counter,
      epoch,
      seq,
      uid,
      kind,
      body,
      prevHash: before.hash,
      hash,
      signature: sign(hash),
    };
    entries.push(stored);
    return stored;
  };

  const sworn = {
    counter,
    oldEpoch: last.epoch,
    oldSeq: last.seq,
    oldHash: last.hash,
    publicKey: key.publicKey,
  };
  const { oldEpoch, oldSeq, oldHash, publicKey } = sworn;
  const recoverySignature = recoveryKey.sign(recoveryHash(sha256Hex, sworn));
  const recovery = append('recovery', { oldEpoch, oldSeq, oldHash, publicKey, recoverySignature });
  return {
    key,
    entries,
    recovery,
    recharge: (consumer, amountPaise) =>
      append('recharge', { consumer, amountPaise, heads: [{ head: 'recharge', amountPaise }] }),
  };
}

/** The same body behind another entry: what a copy of the journal would have written there. */
export function relink(entry: StoredEntry, prevHash: string, key: DeviceKeyPair): StoredEntry {
  const uid = uuidv7(1_795_000_000_000 + entry.seq, (length) => randomBytes(length));
  const body = entry.body.replace(entry.uid, uid);
  const { counter, epoch, seq } = entry;
  const hash = entryHash(sha256Hex, { counter, epoch, seq, prevHash, body });
  return { ...entry, uid, body, prevHash, hash, signature: signerOf(key)(hash) };
}
