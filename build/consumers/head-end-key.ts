import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { SignHash } from '../../counter/journal/chain.ts';

/** The Ed25519 key with which a head end signs its directories. */
export interface HeadEndSigner {
  /** Raw 32 bytes, base64url: what a counter learns at enrolment. */
  readonly publicKey: string;
  /** The first 16 hex digits of the SHA-256 of the raw public key. */
  readonly keyId: string;
  readonly sign: SignHash;
}

/** Reads a PKCS#8 PEM file; where there is none, makes a fresh key and keeps it there for its owner alone. */
export function signerFromFile(path: string): HeadEndSigner {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  }
  return signerOf(createPrivateKey(readFileSync(path)));
}

export function signerOf(key: KeyObject): HeadEndSigner {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('a directory is signed with an Ed25519 key');
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: x,
    keyId: createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16),
    sign: (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), key).toString('base64url'),
  };
}
