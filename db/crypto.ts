import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import type { Random } from '../counter/ids.ts';
import type { SignHash, VerifyHash } from '../counter/journal/chain.ts';
import { assert } from '../counter/result.ts';

/** What the journal needs of the device key. The secret itself stays with whoever made the signer. */
export interface DeviceSigner {
  /** Ed25519, raw 32 bytes in base64url. */
  readonly publicKey: string;
  readonly sign: SignHash;
  /** Closes a data key of the mirror so that only this device opens it; base64url text. */
  readonly wrapKey: (dataKey: Uint8Array) => string;
  /** The data key again; null when another device closed it. */
  readonly unwrapKey: (wrapped: string) => Uint8Array | null;
}

/** 32 bytes each, base64url. The secret belongs into the operating system's key store, never beside the journal. */
export interface DeviceKey {
  readonly secret: string;
  readonly publicKey: string;
}

const ed25519Pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const x25519Pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const nonceBytes = 12;
const tagBytes = 16;

const randomPoolBytes = 4_096;
let randomPool = Buffer.alloc(0);

/**
 * Random bytes of the system, drawn in large portions: asking for twelve costs as much as asking for
 * thousands, and a sale asks four times. Each byte is given out once and wiped from the pool.
 */
export const systemRandom: Random = (length) => {
  if (length > randomPoolBytes) return randomBytes(length);
  if (randomPool.length < length) randomPool = randomBytes(randomPoolBytes);
  const given = Buffer.from(randomPool.subarray(0, length));
  randomPool.fill(0, 0, length);
  randomPool = randomPool.subarray(length);
  return given;
};

export function sha256Hex(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}

export function generateDeviceKey(random: Random = systemRandom): DeviceKey {
  const seed = Buffer.from(random(32));
  return { secret: seed.toString('base64url'), publicKey: rawPublicKey(ed25519Key(seed)) };
}

/** Signs with Ed25519 and wraps mirror keys under a key derived from the same secret. */
export function deviceSigner(secret: string): DeviceSigner {
  const seed = Buffer.from(secret, 'base64url');
  const key = ed25519Key(seed);
  const wrapping = Buffer.from(hkdfSync('sha256', seed, '', 'division-counter/mirror-key/1', 32));
  return {
    publicKey: rawPublicKey(key),
    sign: (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), key).toString('base64url'),
    wrapKey: (dataKey) => seal(wrapping, dataKey, Buffer.alloc(0)).toString('base64url'),
    unwrapKey: (wrapped) => unseal(wrapping, Buffer.from(wrapped, 'base64url'), Buffer.alloc(0)),
  };
}

const knownKeys = new Map<string, KeyObject>();
const knownKeysMax = 64;

/** False for a wrong signature and for text that is no key or no signature at all. */
export const verifyHash: VerifyHash = (hashHex, signature, publicKey) => {
  try {
    let key = knownKeys.get(publicKey);
    if (key === undefined) {
      key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
      if (knownKeys.size >= knownKeysMax) knownKeys.clear();
      knownKeys.set(publicKey, key);
    }
    return verify(null, Buffer.from(hashHex, 'hex'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
};

/** AES-256-GCM: nonce, ciphertext, tag in one buffer. `bound` is authenticated and not enclosed. */
export function seal(key: Uint8Array, plain: Uint8Array, bound: Uint8Array): Buffer {
  return sealer(key).seal(plain, bound);
}

/** Closes many texts under one key, each with a nonce of its own. */
export interface Sealer {
  readonly seal: (plain: Uint8Array, bound: Uint8Array) => Buffer;
  /** Sets up the next cipher, which takes longer than its use: call it when nobody waits. */
  readonly prepare: () => void;
}

export function sealer(key: Uint8Array): Sealer {
  const setUp = () => {
    const nonce = systemRandom(nonceBytes);
    return { nonce, cipher: createCipheriv('aes-256-gcm', key, nonce) };
  };
  let next: ReturnType<typeof setUp> | null = null;
  return {
    seal: (plain, bound) => {
      const { nonce, cipher } = next ?? setUp();
      next = null;
      cipher.setAAD(bound);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    prepare: () => {
      next ??= setUp();
    },
  };
}

/** Null when the key is another one or a single bit differs. */
export function unseal(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    const plain = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}

export function ed25519Key(seed: Buffer): KeyObject {
  return privateKey(ed25519Pkcs8, seed);
}

export function x25519Key(seed: Buffer): KeyObject {
  return privateKey(x25519Pkcs8, seed);
}

function privateKey(prefix: Buffer, seed: Buffer): KeyObject {
  assert(seed.length === 32, 'the seed of a key has 32 bytes');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

export function rawPublicKey(key: KeyObject): string {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  assert(typeof jwk.x === 'string', 'a public key has its x');
  return jwk.x;
}
