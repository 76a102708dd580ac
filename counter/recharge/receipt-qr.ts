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
