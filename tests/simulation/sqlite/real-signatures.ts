import { deviceSigner, generateDeviceKey, sha256Hex, verifyHash } from '../../../db/crypto.ts';
import { type RecoveryKey, recoveryKeyOf } from '../../../db/recovery-key.ts';
import type { SignatureScheme } from '../world/cheap-signer.ts';

/** Real Ed25519, its keys made of names, so that the same seed has the same keys. */
export const ed25519Signatures: SignatureScheme = {
  signer: (name) => deviceSigner(deviceSecret(name)),
  division: divisionKey(),
  verify: verifyHash,
};

export function divisionKey(): RecoveryKey {
  return recoveryKeyOf(Buffer.from(sha256Hex('division'), 'hex').toString('base64url'));
}

export function deviceSecret(name: string): string {
  return generateDeviceKey(() => Buffer.from(sha256Hex(name), 'hex')).secret;
}
