import { sha256Hex } from '../../../db/crypto.ts';
import type { SignHash, VerifyHash } from '../../../counter/journal/chain.ts';

/** Looks like Ed25519, costs nothing: who knows the public key can sign. Fit for a simulation alone. */
export interface Signer {
  readonly publicKey: string;
  readonly sign: SignHash;
}

export interface SignatureScheme {
  signer(name: string): Signer;
  /** The division's recovery key; its public half reads `<x25519>.<ed25519>`. */
  readonly division: Signer;
  readonly verify: VerifyHash;
}

const padding = 'A'.repeat(86);
const divisionKey = sha256Hex('division').slice(0, 43);

export const cheapSignatures: SignatureScheme = {
  signer: (name) => {
    const publicKey = sha256Hex(name).slice(0, 43);
    return { publicKey, sign: (hashHex) => signature(hashHex, publicKey) };
  },
  division: {
    publicKey: `${divisionKey}.${divisionKey}`,
    sign: (hashHex) => signature(hashHex, divisionKey),
  },
  verify: (hashHex, given, publicKey) => given === signature(hashHex, publicKey),
};

function signature(hashHex: string, publicKey: string): string {
  return (hashHex.slice(0, 50) + publicKey.slice(0, 30) + padding).slice(0, 86);
}
