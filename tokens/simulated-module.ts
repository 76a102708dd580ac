import { encodeTenths, decodeTenths, tenthsMax } from './amount.ts';
import { assert } from '../counter/result.ts';
import { decoderKey } from './decoder-key.ts';
import { primaryAccountNumber } from './meter-number.ts';
import { misty1Key } from './misty1.ts';
import { creditData, encodeToken } from './token.ts';
import { freeTokenId } from './token-time.ts';

/** Stands in for the certified module that holds a company's vending key. Its key opens no real meter. */
export interface SimulatedModule {
  /** 20 bytes. */
  readonly vendingKey: Uint8Array;
  readonly supplyGroup: string;
  readonly tariffIndex: string;
  /** Price of a tenth of a kilowatt-hour in paise, so that an amount becomes units. */
  readonly paisePerTenth: number;
}

export interface MintedToken {
  /** Twenty digits. */
  readonly token: string;
  readonly tokenId: number;
  /** What the meter will add: the encoded amount, decoded again. */
  readonly tenths: number;
}

/**
 * Mints one electricity credit for a keypad meter. `used` holds the identifiers that this meter ever
 * got; the caller keeps the new one for ever, in the transaction that records the credit.
 */
export function mintCredit(
  module: SimulatedModule,
  credit: { plate: string; amountPaise: number; wallMs: number; random: number; used: ReadonlySet<number> },
): MintedToken {
  const tenths = Math.ceil(credit.amountPaise / module.paisePerTenth);
  assert(tenths > 0 && tenths <= tenthsMax, `a token carries 1 to ${tenthsMax} tenths, not ${tenths}`);
  const tokenId = freeTokenId(credit.wallMs, 2014, credit.used);
  const key = decoderKey(module.vendingKey, {
    pan: primaryAccountNumber(credit.plate),
    supplyGroup: module.supplyGroup,
    tariffIndex: module.tariffIndex,
    keyRevision: 1,
    keyType: 2,
    baseDate: 2014,
  });
  const value = encodeTenths(tenths);
  const data = creditData({ subClass: 0, random: credit.random & 15, tokenId, value });
  return {
    token: encodeToken({ tokenClass: 0, subClass: 0, data }, misty1Key(key)),
    tokenId,
    tenths: decodeTenths(value),
  };
}
