import { assert } from '../result.ts';

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. Handed in by the caller. */
export type Sha256Hex = (text: string) => string;

/** Signs or checks the raw bytes of a hash given in hex; signatures are base64url. */
export type SignHash = (hashHex: string) => string;
export type VerifyHash = (hashHex: string, signature: string, publicKey: string) => boolean;

export const hashBeforeFirst = '0'.repeat(64);

const entryTag = 'division-counter/entry/1';
const answerTag = 'division-counter/answer/1';
const pendingTag = 'division-counter/pending/1';
const recoveryTag = 'division-counter/recovery/1';
const acknowledgementTag = 'division-counter/acknowledgement/1';
const statementTag = 'division-counter/statement/1';
const exchangeKeyTag = 'division-counter/exchange-key/1';
const usbManifestTag = 'division-counter/usb-manifest/1';
const usbAnswerTag = 'division-counter/usb-answer/1';

/**
 * The hash of an entry. Fields are parted by line feeds, which none of them can hold (a body is
 * canonical JSON and escapes them), so no two different entries give the same text.
 */
export function entryHash(
  sha256: Sha256Hex,
  entry: { counter: string; epoch: number; seq: number; prevHash: string; body: string },
): string {
  assert(!entry.body.includes('\n') && !entry.counter.includes('\n'), 'hashed fields hold no line feed');
  return sha256(
    [entryTag, entry.counter, String(entry.epoch), String(entry.seq), entry.prevHash, entry.body].join('\n'),
  );
}

/** What the head end signs for its answer about one entry. */
export function answerHash(sha256: Sha256Hex, answerText: string): string {
  return sha256(`${answerTag}\n${answerText}`);
}

/** What the head end signs for the prefix that it has on disk. */
export function acknowledgementHash(sha256: Sha256Hex, acknowledgementText: string): string {
  return sha256(`${acknowledgementTag}\n${acknowledgementText}`);
}

/** What the head end signs for its own books of one counter, day by day. */
export function statementHash(sha256: Sha256Hex, statementText: string): string {
  return sha256(`${statementTag}\n${statementText}`);
}

/** What the head end signs of what waits for one consumer elsewhere. */
export function pendingHash(sha256: Sha256Hex, pendingText: string): string {
  return sha256(`${pendingTag}\n${pendingText}`);
}

/** What the head end signs of the key to which USB sticks are closed. */
export function exchangeKeyHash(sha256: Sha256Hex, text: string): string {
  return sha256(`${exchangeKeyTag}\n${text}`);
}

/** What the counter signs of a stick. Its first bits are the eight words that people compare. */
export function usbManifestHash(sha256: Sha256Hex, text: string): string {
  return sha256(`${usbManifestTag}\n${text}`);
}

/** What the head end signs of its answer to a stick. */
export function usbAnswerHash(sha256: Sha256Hex, text: string): string {
  return sha256(`${usbAnswerTag}\n${text}`);
}

/** What the division's recovery key signs: who goes on, where the old epoch ends, and with which key. */
export function recoveryHash(
  sha256: Sha256Hex,
  recovery: {
    readonly counter: string;
    readonly oldEpoch: number;
    readonly oldSeq: number;
    readonly oldHash: string;
    readonly publicKey: string;
  },
): string {
  const { counter, oldEpoch, oldSeq, oldHash, publicKey } = recovery;
  return sha256([recoveryTag, counter, String(oldEpoch), String(oldSeq), oldHash, publicKey].join('\n'));
}

/** The half of a recovery key's public text that checks signatures; it reads `<x25519>.<ed25519>`. */
export function recoveryVerifyingKey(recoveryKey: string): string {
  return recoveryKey.split('.')[1] ?? '';
}
