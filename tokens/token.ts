import { assert, err, ok, type Result } from '../counter/result.ts';
import { tokenCrc } from './crc.ts';
import { decryptBlock, encryptBlock, type Misty1Key } from './misty1.ts';

/**
 * A token is 66 bits: a class of two bits that stays readable, and a block of 64 that is encrypted
 * unless the class is 1. Written as twenty decimal digits.
 */
export type TokenClass = 0 | 1 | 2 | 3;

export interface TokenFields {
  readonly tokenClass: TokenClass;
  /** 0 to 15. */
  readonly subClass: number;
  /** The 44 bits between subclass and check sum. */
  readonly data: bigint;
}

export interface CreditFields {
  /** 0 to 3 count units, 4 to 7 count currency. */
  readonly subClass: number;
  /** Four random bits; a currency token keeps its sign and exponent there instead. */
  readonly random: number;
  /** Minutes since the base date. */
  readonly tokenId: number;
  /** Sixteen bits from `encodeTenths`, or twenty from `encodeCurrency`. */
  readonly value: number;
}

export type TokenFault = 'not-twenty-digits' | 'too-large' | 'check-sum';

/** The 64-bit block before encryption. */
export function tokenBlock({ tokenClass, subClass, data }: TokenFields): bigint {
  assert(subClass >= 0 && subClass <= 15, `subclass ${subClass}`);
  assert(data >= 0n && data < 1n << 44n, 'the data of a token has 44 bits');
  const payload = (BigInt(subClass) << 44n) | data;
  return (payload << 16n) | BigInt(checkSum(tokenClass, subClass, payload));
}

export function creditData({ subClass, random, tokenId, value }: CreditFields): bigint {
  const currency = subClass >= 4;
  const first = currency ? value >>> 16 : random;
  assert(first >= 0 && first <= 15, 'four bits lead the data of a credit token');
  return (BigInt(first) << 40n) | (BigInt(tokenId) << 16n) | BigInt(value & 0xffff);
}

export function creditFields({ subClass, data }: TokenFields): CreditFields {
  const first = Number(data >> 40n);
  const low = Number(data & 0xffffn);
  return {
    subClass,
    random: first,
    tokenId: Number((data >> 16n) & 0xffffffn),
    value: subClass >= 4 ? (first << 16) | low : low,
  };
}

/** Twenty digits. Class 1 is not encrypted, so it takes no key. */
export function encodeToken(fields: TokenFields, key: Misty1Key | null): string {
  const block = tokenBlock(fields);
  assert((fields.tokenClass === 1) === (key === null), 'only class 1 goes without a key');
  const encrypted = key === null ? block : encryptBlock(key, block);
  const moved = (encrypted >> 27n) & 3n;
  const low = (encrypted & ~(3n << 27n)) | (BigInt(fields.tokenClass) << 27n);
  return ((moved << 64n) | low).toString(10).padStart(20, '0');
}

/** Readable without any key. */
export function tokenClassOf(token: string): Result<TokenClass, TokenFault> {
  const number = tokenNumber(token);
  if (!number.ok) return number;
  const bits = Number((number.value >> 27n) & 3n);
  return ok(bits === 0 || bits === 1 || bits === 2 ? bits : 3);
}

export function decodeToken(token: string, key: Misty1Key): Result<TokenFields, TokenFault> {
  const number = tokenNumber(token);
  if (!number.ok) return number;
  const tokenClass = tokenClassOf(token);
  if (!tokenClass.ok) return tokenClass;
  const moved = (number.value >> 64n) & 3n;
  const encrypted = (number.value & ((1n << 64n) - 1n) & ~(3n << 27n)) | (moved << 27n);
  const block = tokenClass.value === 1 ? encrypted : decryptBlock(key, encrypted);
  const payload = block >> 16n;
  const subClass = Number(payload >> 44n);
  if (checkSum(tokenClass.value, subClass, payload) !== Number(block & 0xffffn)) return err('check-sum');
  return ok({ tokenClass: tokenClass.value, subClass, data: payload & ((1n << 44n) - 1n) });
}

/** `5938 6323 4721 3742 6967`: groups of four, as a person keys them in. */
export function groupToken(token: string): string {
  return token.replace(/(\d{4})(?=\d)/gu, '$1 ');
}

function tokenNumber(token: string): Result<bigint, TokenFault> {
  const digits = token.replace(/\s/gu, '');
  if (!/^\d{20}$/u.test(digits)) return err('not-twenty-digits');
  const number = BigInt(digits);
  return number < 1n << 66n ? ok(number) : err('too-large');
}

/** Over class, subclass and data; a currency credit adds one byte 01 so that units never pass for money. */
function checkSum(tokenClass: TokenClass, subClass: number, payload: bigint): number {
  const covered = (BigInt(tokenClass) << 48n) | payload;
  const bytes = Buffer.from(covered.toString(16).padStart(14, '0'), 'hex');
  const currency = tokenClass === 0 && subClass >= 4 && subClass <= 7;
  return tokenCrc(currency ? Buffer.concat([bytes, Buffer.from([1])]) : bytes);
}
