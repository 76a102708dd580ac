import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * A file that one reader alone can open: an ephemeral X25519 key, HKDF-SHA256 and AES-256-GCM, as the second
 * copy closes its data keys to the recovery key. It proves nothing of who wrote it: what is inside is signed.
 */
export interface ExchangeKey {
  /** Raw X25519 key, base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** What is sealed is opened for the same purpose only. */
export type SealPurpose = 'batch' | 'answer';

const magic = Buffer.from('DCSEAL1\n', 'latin1');
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** What sealing adds to a file. */
export const sealBytes = magic.length + keyBytes + nonceBytes + tagBytes;
/** PKCS #8 of a raw X25519 key, up to the key itself. */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The pair that follows from another secret key: nobody has to keep one more file. */
export function exchangeKeyOf(secret: Uint8Array, purpose: string): ExchangeKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes));
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  return { publicKey: rawPublicKey(privateKey), privateKey };
}

/** Throws for a text that is no public key: it was checked with the signature that vouches for it. */
export function sealTo(publicKey: string, purpose: SealPurpose, plain: Uint8Array): Buffer {
  const ephemeral = generateKeyPairSync('x25519').privateKey;
  const from = Buffer.from(rawPublicKey(ephemeral), 'base64url');
  const to = Buffer.from(publicKey, 'base64url');
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealKey(ephemeral, publicKey, from, to, purpose), nonce);
  cipher.setAAD(bound(from, to, purpose));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([magic, from, nonce, sealed, cipher.getAuthTag()]);
}

/** Null where it was sealed to another key or for another purpose, or a single bit differs. */
export function openSealed(key: ExchangeKey, purpose: SealPurpose, sealed: Uint8Array): Buffer | null {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < sealBytes || !bytes.subarray(0, magic.length).equals(magic)) return null;
  const from = bytes.subarray(magic.length, magic.length + keyBytes);
  const rest = bytes.subarray(magic.length + keyBytes);
  const to = Buffer.from(key.publicKey, 'base64url');
  try {
    const secret = sealKey(key.privateKey, from.toString('base64url'), from, to, purpose);
    const decipher = createDecipheriv('aes-256-gcm', secret, rest.subarray(0, nonceBytes));
    decipher.setAAD(bound(from, to, purpose));
    decipher.setAuthTag(rest.subarray(rest.length - tagBytes));
    const plain = decipher.update(rest.subarray(nonceBytes, rest.length - tagBytes));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    // What stands in a damaged file may be no key at all.
    return null;
  }
}

function sealKey(secret: KeyObject, theirs: string, from: Buffer, to: Buffer, purpose: SealPurpose): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: theirs }, format: 'jwk' });
  const shared = diffieHellman({ privateKey: secret, publicKey });
  const salt = Buffer.concat([from, to]);
  return Buffer.from(hkdfSync('sha256', shared, salt, `division-counter/sealed/1/${purpose}`, keyBytes));
}

function bound(from: Buffer, to: Buffer, purpose: SealPurpose): Buffer {
  return Buffer.concat([magic, from, to, Buffer.from(purpose, 'latin1')]);
}

function rawPublicKey(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'jwk' }).x ?? '';
}
