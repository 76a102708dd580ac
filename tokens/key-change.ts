import { assert } from '../counter/result.ts';
import type { TokenFields } from './token.ts';

/** What a meter's key is changed to. */
export interface KeyChange {
  readonly newKey: Uint8Array;
  readonly keyExpiry: number;
  readonly keyRevision: number;
  readonly keyType: number;
  readonly tariffIndex: string;
  readonly supplyGroup: string;
  /** Set where the new base date is later: the meter forgets the token identifiers it knows. */
  readonly rollover: boolean;
}

/**
 * The four key-change tokens of EA11 in the order in which they are printed: sections 1, 2, 3, 4 have
 * subclass 3, 4, 8, 9. They are encrypted under the old key.
 */
export function keyChangeTokens(change: KeyChange): readonly TokenFields[] {
  assert(change.newKey.length === 16, 'a decoder key of EA11 has sixteen bytes');
  const word = (index: number): bigint =>
    BigInt(`0x${Buffer.from(change.newKey.subarray(4 * index, 4 * index + 4)).toString('hex')}`);
  const group = BigInt(change.supplyGroup);
  const flags = (change.rollover ? 8n : 0n) | BigInt(change.keyType);
  const section = (subClass: number, head: bigint, key: bigint): TokenFields => ({
    tokenClass: 2,
    subClass,
    data: (head << 32n) | key,
  });
  return [
    section(3, (BigInt(change.keyExpiry >> 4) << 8n) | (BigInt(change.keyRevision) << 4n) | flags, word(0)),
    section(4, (BigInt(change.keyExpiry & 15) << 8n) | BigInt(change.tariffIndex), word(3)),
    section(8, group & 0xfffn, word(1)),
    section(9, group >> 12n, word(2)),
  ];
}
