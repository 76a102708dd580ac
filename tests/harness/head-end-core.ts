import type { CorePorts } from '../../headend/reference/core.ts';
import { keyedDigestOf } from '../../headend/reference/head-end-key.ts';
import type { Store } from '../../headend/reference/store.ts';
import { generateSigningKey, keyIdOf, sha256Hex, signerOf, verifyHash } from '../../headend/signatures.ts';
import { limits } from '../../counter/limits.ts';
import { parseBatch, batchText, type ReceivedBatch } from '../../headend/batch.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { SignedAnswer } from '../../counter/journal/answer.ts';
import type { DeviceKeyPair } from '../../headend/signatures.ts';

/** The core of the reference head end without HTTP. Consumers that begin with 1 are known, with 2 have keypad meters. */
export function createTestCore(store: Store, change: Partial<CorePorts> = {}): CorePorts {
  const key = generateSigningKey();
  return {
    store,
    serverId: 'he-test',
    publicKey: key.publicKey,
    sha256: sha256Hex,
    sign: signerOf(key),
    signLater: async (hashHex) => signerOf(key)(hashHex),
    verify: verifyHash,
    keyedDigest: keyedDigestOf(key),
    keyIdOf,
    wallMs: () => 1_795_400_000_000,
    knownConsumer: (consumer) => {
      if (consumer.startsWith('1')) return { meter: '12345678', meterKind: 'managed' };
      return consumer.startsWith('2') ? { meter: '04123456784', meterKind: 'sts' } : null;
    },
    tokenIssuer: null,
    crediting: 'at-once',
    counterLimits: { batchEntriesMax: limits.batchEntriesMax, batchBytesMax: limits.batchBytesMax },
    exchange: null,
    recoveryKey: null,
    ...change,
  };
}

export function received(
  key: DeviceKeyPair,
  entries: readonly StoredEntry[],
  answers: readonly SignedAnswer[] = [],
): ReceivedBatch {
  const frame = { batch: 'batch', keyId: keyIdOf(key.publicKey), sw: 'test' };
  const parsed = parseBatch(sha256Hex, batchText(frame, entries, answers));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}
