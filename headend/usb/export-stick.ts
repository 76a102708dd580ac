import { canonicalJson } from '../../counter/journal/canonical.ts';
import { type SignHash, usbManifestHash } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import { packBatch, type PackPorts } from '../pack-batch.ts';
import { sealTo } from '../sealed-file.ts';
import { sha256Hex } from '../signatures.ts';
import type { UsbManifest } from './usb-schemas.ts';
import { sha256Of, type Stick, type StickFile } from './usb-stick.ts';

export interface ExportPorts extends PackPorts {
  readonly sign: SignHash;
  /** The head end's X25519 key. */
  readonly exchangeKey: string;
  /** To which the answer is to be closed. */
  readonly replyKey: string;
  readonly serverId: string;
  readonly wallMs: () => number;
  /** Resolves when whoever waits for the event loop has had a turn. */
  readonly nextTurn: () => Promise<unknown>;
  /** What the recharges among some entries add up to. */
  readonly sumOf: (
    from: number,
    to: number,
  ) => Pick<UsbManifest, 'recharges' | 'sumPaise' | 'firstReceipt' | 'lastReceipt'>;
}

/**
 * Everything that the head end has not acknowledged, as a stick: the batches of the wire, each closed to the
 * head end. Null where nothing waits. Nothing has left the counter yet: the caller marks it as offered first.
 */
export async function makeStick(ports: ExportPorts): Promise<Stick | null> {
  const { outbox } = ports;
  const { counter, epoch, lastSeq, ackedSeq, serverEpoch, resultsCursor } = outbox.position();
  const files: StickFile[] = [];
  let to = ackedSeq;
  let maxEntries: number = limits.batchEntriesMax;
  while (to < lastSeq && files.length < limits.usbFilesMax) {
    const packed = await packBatch(ports, serverEpoch, to + 1, Math.min(maxEntries, lastSeq - to));
    await ports.nextTurn();
    if (packed.bytes.length > limits.batchBytesMax && packed.entries.length > 1) {
      maxEntries = Math.ceil(packed.entries.length / 2);
      continue;
    }
    const name = `${String(files.length + 1).padStart(4, '0')}.ppb`;
    files.push({ name, bytes: sealTo(ports.exchangeKey, 'batch', packed.bytes) });
    to = packed.to;
    maxEntries = limits.batchEntriesMax;
  }
  if (files.length === 0) return null;
  const manifest: UsbManifest = {
    v: 1,
    serverId: ports.serverId,
    counter,
    epoch,
    from: ackedSeq + 1,
    to,
    headHash: outbox.hashAt(to) ?? '',
    ...ports.sumOf(ackedSeq + 1, to),
    resultsCursor,
    replyKey: ports.replyKey,
    keyId: ports.keyId,
    sw: ports.sw,
    at: ports.wallMs(),
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
  };
  const text = canonicalJson({ ...manifest, files: manifest.files.map((file) => ({ ...file })) });
  const hash = usbManifestHash(sha256Hex, text);
  return { signed: { text, signature: ports.sign(hash) }, manifest, hash, files };
}
