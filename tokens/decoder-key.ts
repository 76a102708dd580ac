import { createHmac } from 'node:crypto';
import { assert } from '../counter/result.ts';
import type { BaseDate } from './token-time.ts';

/** What a decoder key depends on besides the vending key. */
export interface MeterKeyPlace {
  /** 18 digits. */
  readonly pan: string;
  /** Supply group code, 6 digits. */
  readonly supplyGroup: string;
  /** Tariff index, 2 digits. */
  readonly tariffIndex: string;
  /** Key revision, 1 to 9. */
  readonly keyRevision: number;
  /** 1 default, 2 unique, 3 common. */
  readonly keyType: 1 | 2 | 3;
  readonly baseDate: BaseDate;
}

/**
 * Decoder key generation algorithm 04 for EA11: the first 128 bits of an HMAC-SHA-256 under the
 * 160-bit vending key. Each text field goes in with its length before it.
 */
export function decoderKey(vendingKey: Uint8Array, place: MeterKeyPlace): Uint8Array {
  assert(vendingKey.length === 20, 'a vending key of DKGA04 has 160 bits');
  assert(/^\d{18}$/u.test(place.pan), 'a PAN has 18 digits');
  assert(/^\d{6}$/u.test(place.supplyGroup), 'a supply group code has 6 digits');
  assert(/^\d{2}$/u.test(place.tariffIndex), 'a tariff index has 2 digits');
  assert(place.keyRevision >= 1 && place.keyRevision <= 9, 'a key revision is 1 to 9');
  const message = Buffer.concat([
    Buffer.from([4]),
    ...['04', String(place.baseDate).slice(2), '11', place.tariffIndex].map(withLength),
    Buffer.from([0, 4]),
    ...[place.supplyGroup, String(place.keyType), String(place.keyRevision), place.pan].map(withLength),
    Buffer.from([0, 0, 0, 128]),
  ]);
  return createHmac('sha256', vendingKey).update(message).digest().subarray(0, 16);
}

function withLength(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'ascii')]);
}
