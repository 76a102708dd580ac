import {
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import type { Random } from '../counter/ids.ts';
import type { SignHash } from '../counter/journal/chain.ts';
import { readRecoveryPublicKey, recoveryPublicKeyText } from '../counter/recovery-key.ts';
import { assert } from '../counter/result.ts';
import { ed25519Key, rawPublicKey, seal, systemRandom, unseal, x25519Key } from './crypto.ts';

/**
 * The division's recovery key. One seed gives both pairs, so that one file, or one page of words, is
 * all that an officer has to keep.
 */
export interface RecoveryKey {
  /** 32 bytes, base64url. Belongs to the officer alone, never onto a counter. */
  readonly seed: string;
  /** Text of the public half, as `readRecoveryPublicKey` reads it. */
  readonly publicKey: string;
  readonly sign: SignHash;
  /** The data key of a mirror file; null when it was closed to another key. */
  readonly unwrapKey: (wrapped: string) => Uint8Array | null;
}

const seedBytes = 32;

export function generateRecoveryKey(random: Random = systemRandom): RecoveryKey {
  return recoveryKeyOf(Buffer.from(random(seedBytes)).toString('base64url'));
}

export function recoveryKeyOf(seed: string): RecoveryKey {
  const secret = Buffer.from(seed, 'base64url');
  assert(secret.length === seedBytes, 'a recovery seed has 32 bytes');
  const opening = x25519Key(derived(secret, 'division-counter/recovery-open/1'));
  const signing = ed25519Key(derived(secret, 'division-counter/recovery-sign/1'));
  const publicKey = recoveryPublicKeyText({ closes: rawPublicKey(opening), signs: rawPublicKey(signing) });
  return {
    seed,
    publicKey,
    sign: (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), signing).toString('base64url'),
    unwrapKey: (wrapped) => unwrap(wrapped, opening),
  };
}

/** Closes a data key to the division's recovery key: ephemeral public key and sealed key, base64url. */
export function wrapToRecoveryKey(dataKey: Uint8Array, recoveryPublicKey: string): string {
  const recovery = readRecoveryPublicKey(recoveryPublicKey);
  assert(recovery !== null, 'the recovery key was read when it was configured');
  const pair = generateKeyPairSync('x25519');
  const ephemeral = rawPublicKey(pair.privateKey);
  const wrapping = wrappingKey(pair.privateKey, recovery.closes, ephemeral, recovery.closes);
  return `${ephemeral}.${seal(wrapping, dataKey, Buffer.alloc(0)).toString('base64url')}`;
}

function unwrap(wrapped: string, opening: KeyObject): Uint8Array | null {
  const [ephemeral = '', sealed = ''] = wrapped.split('.');
  try {
    const wrapping = wrappingKey(opening, ephemeral, ephemeral, rawPublicKey(opening));
    return unseal(wrapping, Buffer.from(sealed, 'base64url'), Buffer.alloc(0));
  } catch {
    // What stands in a damaged file's head may be no key at all.
    return null;
  }
}

function wrappingKey(secret: KeyObject, theirs: string, ephemeral: string, recovery: string): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: theirs }, format: 'jwk' });
  const shared = diffieHellman({ privateKey: secret, publicKey });
  const salt = Buffer.from(ephemeral + recovery, 'utf8');
  return Buffer.from(hkdfSync('sha256', shared, salt, 'division-counter/recovery-wrap/1', 32));
}

function derived(seed: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', seed, '', purpose, 32));
}
