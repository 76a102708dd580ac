import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Sha256Hex, SignHash, VerifyHash } from '../counter/journal/chain.ts';

/** Ed25519 and SHA-256 of Node behind the ports of `counter/journal/chain.ts`. Keys are raw, base64url. */

/** The same check off the event loop, so that five hundred answers do not delay a sale. */
export type VerifyHashLater = (hashHex: string, signature: string, publicKey: string) => Promise<boolean>;

/** Signs off the event loop, several at once. */
export type SignHashLater = (hashHex: string) => Promise<string>;

export interface DeviceKeyPair {
  readonly publicKey: string;
  /** The 32-byte seed. A secret. */
  readonly privateKey: string;
}

export const sha256Hex: Sha256Hex = (text) => hash('sha256', text, 'hex');

export function generateSigningKey(): DeviceKeyPair {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x, d } = privateKey.export({ format: 'jwk' });
  return { publicKey: x ?? '', privateKey: d ?? '' };
}

export function signerOf(pair: DeviceKeyPair): SignHash {
  const key = privateKeyObject(pair);
  return (hashHex) => sign(null, Buffer.from(hashHex, 'hex'), key).toString('base64url');
}

export function laterSignerOf(pair: DeviceKeyPair): SignHashLater {
  const key = privateKeyObject(pair);
  return (hashHex) =>
    new Promise((resolve, reject) => {
      sign(null, Buffer.from(hashHex, 'hex'), key, (error, signature) => {
        if (error === null) resolve(signature.toString('base64url'));
        else reject(error);
      });
    });
}

function privateKeyObject({ publicKey, privateKey }: DeviceKeyPair): KeyObject {
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey, d: privateKey },
  });
}

export const verifyHash: VerifyHash = (hashHex, signature, publicKey) => {
  const key = publicKeyObject(publicKey);
  return key !== null && verify(null, Buffer.from(hashHex, 'hex'), key, Buffer.from(signature, 'base64url'));
};

export const verifyHashLater: VerifyHashLater = (hashHex, signature, publicKey) => {
  const key = publicKeyObject(publicKey);
  if (key === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    verify(null, Buffer.from(hashHex, 'hex'), key, Buffer.from(signature, 'base64url'), (error, valid) =>
      resolve(error === null && valid),
    );
  });
};

/** How a batch names the key that signed it: half of the SHA-256 of the public key's text. */
export function keyIdOf(publicKey: string): string {
  return sha256Hex(publicKey).slice(0, 32);
}

/** Reading a key costs as much as a check; a counter knows one, a head end some thousands. */
const keysRead = new Map<string, KeyObject | null>();
const keysReadMax = 10_000;

function publicKeyObject(publicKey: string): KeyObject | null {
  const known = keysRead.get(publicKey);
  if (known !== undefined) return known;
  const key = readPublicKey(publicKey);
  if (keysRead.size >= keysReadMax) keysRead.clear();
  keysRead.set(publicKey, key);
  return key;
}

function readPublicKey(publicKey: string): KeyObject | null {
  try {
    return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: publicKey } });
  } catch {
    return null;
  }
}
