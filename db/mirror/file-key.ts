import type { Random } from '../../counter/ids.ts';
import { type Sealer, sha256Hex, type DeviceSigner, unseal, verifyHash } from '../crypto.ts';
import { wrapToRecoveryKey } from '../recovery-key.ts';
import { type FileHead, type Frame, headText } from './frame.ts';

type HeadFacts = Pick<FileHead, 'counter' | 'epoch' | 'date' | 'afterSeq' | 'afterHash' | 'afterAnswer'>;

/** A new file's head and the data key that only this file uses. */
export function newFileHead(
  facts: HeadFacts,
  keys: { readonly signer: DeviceSigner; readonly recoveryPublicKey: string | null; readonly random: Random },
): { readonly head: FileHead; readonly dataKey: Uint8Array } {
  const dataKey = keys.random(32);
  const { recoveryPublicKey, signer } = keys;
  const unsigned: FileHead = {
    t: 'file',
    v: 1,
    n: 0,
    ...facts,
    file: Buffer.from(keys.random(16)).toString('hex'),
    cipher: 'aes-256-gcm',
    deviceKey: signer.publicKey,
    signature: '',
    keyForDevice: signer.wrapKey(dataKey),
    keyForRecovery: recoveryPublicKey === null ? null : wrapToRecoveryKey(dataKey, recoveryPublicKey),
  };
  return { head: { ...unsigned, signature: signer.sign(headHash(unsigned)) }, dataKey };
}

export function isSignedHead(head: FileHead): boolean {
  return verifyHash(headHash({ ...head, signature: '' }), head.signature, head.deviceKey);
}

function headHash(unsigned: FileHead): string {
  return sha256Hex(`division-counter/mirror-file/1\n${headText(unsigned)}`);
}

/** The frame's own name and head are authenticated with its body, so it fits in no other place. */
export function sealFrame(sealer: Sealer, file: string, text: string, body: string): Buffer {
  return sealer.seal(Buffer.from(body, 'utf8'), boundTo(file, text));
}

/** The body of a frame; null for a wrong key or a single wrong bit. */
export function openFrame(dataKey: Uint8Array, file: string, frame: Frame): string | null {
  return unseal(dataKey, frame.sealed, boundTo(file, frame.headText))?.toString('utf8') ?? null;
}

function boundTo(file: string, text: string): Buffer {
  return Buffer.from(`${file}\n${text}`, 'utf8');
}
