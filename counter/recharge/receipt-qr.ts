import { entryHash, type Sha256Hex } from '../journal/chain.ts';
import { readBody } from '../journal/read-body.ts';
import { assert } from '../result.ts';

/** Signs the UTF-8 bytes of a text with the counter's Ed25519 key; base64url. Handed in. */
export type SignText = (text: string) => string;

/** What the QR of a receipt proves without asking anybody. */
export interface ReceiptQr {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly receiptNumber: string;
  readonly consumer: string;
  readonly amountPaise: number;
  /** UTC milliseconds. */
  readonly takenAt: number;
  /** Hash of the journal's entry, 64 hex digits. */
  readonly hash: string;
}

/**
 * `R1|counter|epoch|seq|receiptNumber|consumer|amountPaise|takenAt|hash|sig`. The signature covers
 * every character before the bar that parts it off.
 */
export function receiptQrText(facts: ReceiptQr, sign: SignText): string {
  const fields = [
    'R1',
    facts.counter,
    String(facts.epoch),
    String(facts.seq),
    facts.receiptNumber,
    facts.consumer,
    String(facts.amountPaise),
    String(facts.takenAt),
    facts.hash,
  ];
  assert(
    fields.every((field) => field !== '' && !field.includes('|')),
    'no field of a receipt code is empty or holds a bar',
  );
  const signed = fields.join('|');
  return `${signed}|${sign(signed)}`;
}

export interface ReadReceiptQr extends ReceiptQr {
  /** The text that `signature` covers. */
  readonly signed: string;
  readonly signature: string;
}

/** Null for any text that is not a receipt code of this version. The signature is not judged here. */
export function readReceiptQr(text: string): ReadReceiptQr | null {
  const fields = text.split('|');
  if (fields.length !== 10 || fields[0] !== 'R1') return null;
  const [, counter = '', epoch = '', seq = '', receiptNumber = '', consumer = ''] = fields;
  const [amountPaise = '', takenAt = '', hash = '', signature = ''] = fields.slice(6);
  const numbers = [epoch, seq, amountPaise, takenAt];
  if (!numbers.every((digits) => /^(0|[1-9]\d{0,15})$/u.test(digits))) return null;
  if (!numbers.every((digits) => Number.isSafeInteger(Number(digits)))) return null;
  if (!/^[0-9a-f]{64}$/u.test(hash) || !/^[A-Za-z0-9_-]{86}$/u.test(signature)) return null;
  if (counter === '' || receiptNumber === '' || consumer === '') return null;
  return {
    counter,
    epoch: Number(epoch),
    seq: Number(seq),
    receiptNumber,
    consumer,
    amountPaise: Number(amountPaise),
    takenAt: Number(takenAt),
    hash,
    signed: fields.slice(0, 9).join('|'),
    signature,
  };
}

/** The office's list of counter keys: every key that signed for a counter's epoch, base64url. */
export type KeysOfCounter = (counter: string, epoch: number) => readonly string[];

/** Checks an Ed25519 signature over the UTF-8 bytes of a text. Handed in. */
export type VerifyText = (text: string, signature: string, publicKey: string) => boolean;

export type ReceiptQrVerdict =
  | { readonly kind: 'genuine'; readonly receipt: ReceiptQr }
  | { readonly kind: 'not-a-receipt' }
  /** No key of that counter and epoch is in the list. */
  | { readonly kind: 'unknown-counter'; readonly receipt: ReceiptQr }
  | { readonly kind: 'forged' };

/** Judges a scanned code without asking anybody: some key of the counter must have signed all of it. */
export function verifyReceiptQr(text: string, keysOf: KeysOfCounter, verify: VerifyText): ReceiptQrVerdict {
  const read = readReceiptQr(text);
  if (read === null) return { kind: 'not-a-receipt' };
  const { signed, signature, ...receipt } = read;
  const keys = keysOf(receipt.counter, receipt.epoch);
  if (keys.length === 0) return { kind: 'unknown-counter', receipt };
  return keys.some((key) => verify(signed, signature, key))
    ? { kind: 'genuine', receipt }
    : { kind: 'forged' };
}

/**
 * Whether a genuine code and an entry at hand are about the same act: the hash is made again from the
 * entry's body, and what the code says is what that body says.
 */
export function provesEntry(
  receipt: ReceiptQr,
  stored: { readonly prevHash: string; readonly body: string },
  sha256: Sha256Hex,
): boolean {
  const { counter, epoch, seq, hash } = receipt;
  if (entryHash(sha256, { counter, epoch, seq, ...stored }) !== hash) return false;
  const entry = readBody(stored.body);
  return (
    entry?.kind === 'recharge' &&
    entry.counter === counter &&
    entry.epoch === epoch &&
    entry.seq === seq &&
    entry.receiptNumber === receipt.receiptNumber &&
    entry.consumer === receipt.consumer &&
    entry.amountPaise === receipt.amountPaise &&
    entry.at === receipt.takenAt
  );
}
