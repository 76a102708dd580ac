import type { DeviceSigner } from '../crypto.ts';
import type { RecoveryKey } from '../recovery-key.ts';
import type { FileHead } from './frame.ts';

/** Gives the data key of a mirror file; null for a file that was closed to somebody else. */
export type FileOpener = (head: FileHead) => Uint8Array | null;

/** For the counter itself: each device opens only what it wrote. */
export function openedByDevice(signer: DeviceSigner): FileOpener {
  return ({ keyForDevice }) => signer.unwrapKey(keyForDevice);
}

/** For the officer: opens what every counter of the division wrote. */
export function openedByRecoveryKey(key: RecoveryKey): FileOpener {
  return ({ keyForRecovery }) => (keyForRecovery === null ? null : key.unwrapKey(keyForRecovery));
}
