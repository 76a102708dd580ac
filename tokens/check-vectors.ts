import { decodeCurrency, encodeCurrency, encodeTenths } from './amount.ts';
import { crc16, tokenCrc } from './crc.ts';
import { decoderKey, type MeterKeyPlace } from './decoder-key.ts';
import { keyChangeTokens } from './key-change.ts';
import { luhnDigit } from '../counter/consumer/meter.ts';
import { isMeterPlateNumber, primaryAccountNumber } from './meter-number.ts';
import { decryptBlock, encryptBlock, misty1Key } from './misty1.ts';
import { creditData, decodeToken, encodeToken, tokenBlock, tokenClassOf, type TokenClass } from './token.ts';
import { tokenId, tokenIdMax, tokenIdTime, type BaseDate } from './token-time.ts';
import type { KeyChangeVector, KeyVector, SampleVector, TokenVector, VectorFile } from './vector-file.ts';

/** One element of one list of the file: passed, or what was expected and what came. */
export interface CheckedVector {
  readonly name: string;
  readonly fault: string | null;
}

/** Recomputes every element of every list in the file by this room's own code. */
export function checkVectors(file: VectorFile): readonly CheckedVector[] {
  const primitives = file.primitives ?? {};
  return [
    ...each('misty1', primitives.misty1_rfc2994, ({ key, plain, cipher }) => {
      const words = misty1Key(bytes(key));
      const made = encryptBlock(words, number(plain));
      return same(`${hex(made, 16)} ${hex(decryptBlock(words, made), 16)}`, `${cipher} ${plain}`);
    }),
    ...each('crc16', primitives.crc16, ({ asciiInput, inputHex, crcSwapped }) => {
      const input = asciiInput === undefined ? bytes(inputHex ?? '') : Buffer.from(asciiInput, 'ascii');
      return same(hex(BigInt(tokenCrc(input)), 4), crcSwapped);
    }),
    ...each('crc-arc', primitives.crc_arc_sts6_wire, ({ asciiInput, crc }) =>
      same(hex(BigInt(crc16(Buffer.from(asciiInput, 'ascii'), 0)), 4), crc),
    ),
    ...each('luhn', primitives.luhn, ({ digits, check }) => same(String(luhnDigit(digits)), String(check))),
    ...each('luhn-invalid', primitives.luhnInvalidDrn, (plate) =>
      same(String(isMeterPlateNumber(plate)), 'false'),
    ),
    ...each('amount16', primitives.amount16, ({ tenths, hex: wanted }) =>
      same(hex(BigInt(encodeTenths(tenths)), 4), wanted),
    ),
    ...each('currency20', primitives.amountCurrency20, ({ requested, amount20, decodedUnits1e5 }) => {
      const exact = exactUnits(requested);
      const made = exact === null ? Number(number(amount20)) : encodeCurrency(exact);
      const magnitude = decodeCurrency(made) < 0n ? -decodeCurrency(made) : decodeCurrency(made);
      const wanted = decodedUnits1e5.replace('-', '');
      return same(`${hex(BigInt(made), 5)} ${magnitude}`, `${amount20} ${wanted}`);
    }),
    ...each('token-id', primitives.tid, ({ baseDate, time, tid }) =>
      same(String(tokenId(utc(time), base(baseDate))), String(tid)),
    ),
    ...each('token-id-rollover', primitives.tidRollover, ({ baseDate, lastMinute }) =>
      same(new Date(tokenIdTime(tokenIdMax, base(baseDate))).toISOString().slice(0, 16), lastMinute),
    ),
    ...each('sample', primitives.prismHsmSamples?.items, checkSample),
    ...each('decoder-key', file.decoderKeys, (vector) =>
      same(Buffer.from(keyOf(vector)).toString('hex'), vector.decoderKey),
    ),
    ...each('token', file.tokens, checkToken),
    ...each('management-token', file.managementTokens, checkToken),
    ...each('generated-token', file.generatedTokens, checkToken),
    ...each('key-change-set', file.keyChangeSets, checkKeyChange),
  ];
}

function each<Vector>(
  name: string,
  list: readonly Vector[] | undefined,
  check: (vector: Vector) => string | null,
): readonly CheckedVector[] {
  return (list ?? []).map((vector, index) => {
    try {
      return { name: `${name}[${index}]`, fault: check(vector) };
    } catch (error) {
      return { name: `${name}[${index}]`, fault: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** The class is readable without a key, both spellings are one number, and the PAN follows from the plate. */
function checkSample(vector: SampleVector): string | null {
  const read = tokenClassOf(vector.tokenDec);
  const facts = [read.ok ? String(read.value) : read.error, hex(BigInt(vector.tokenDec), 17)];
  const wanted = [String(vector.cls), vector.tokenHex.toLowerCase()];
  // A plate of zeros is how a module says that the token is for any meter; it still has a PAN.
  if (vector.drn !== undefined && vector.pan !== undefined) {
    facts.push(primaryAccountNumber(vector.drn));
    wanted.push(vector.pan);
  }
  if (vector.tid !== undefined && vector.tidAsUtc !== undefined) {
    facts.push(new Date(tokenIdTime(vector.tid, 1993)).toISOString().slice(0, 16));
    wanted.push(vector.tidAsUtc);
  }
  return same(facts.join(' '), wanted.join(' '));
}

function checkToken(vector: TokenVector): string | null {
  const tokenClass = classOf(vector.tokenClass);
  const fields = { tokenClass, subClass: vector.subClass, data: dataOf(vector) };
  const block = same(hex(tokenBlock(fields), 16), vector.block);
  if (block !== null) return block;
  if (tokenClass === 1) {
    const read = tokenClassOf(vector.token);
    return same(`${encodeToken(fields, null)} ${read.ok ? read.value : read.error}`, `${vector.token} 1`);
  }
  const key = misty1Key(keyOf(vector));
  const token = same(encodeToken(fields, key), vector.token);
  if (token !== null) return token;
  const back = decodeToken(vector.token, key);
  if (!back.ok) return `does not decode: ${back.error}`;
  return same(`${back.value.subClass} ${back.value.data}`, `${fields.subClass} ${fields.data}`);
}

/** The 44 data bits of any token of the file, made from its fields and never from its block. */
function dataOf(vector: TokenVector): bigint {
  if (vector.tokenClass === 1) {
    const shift = vector.subClass === 0 ? 8n : 16n;
    return (number(vector.control ?? '0') << shift) | BigInt(vector.mfrCode ?? 0);
  }
  if (vector.newKeyPart !== undefined) return (keySectionHead(vector) << 32n) | number(vector.newKeyPart);
  const value = valueOf(vector);
  const tokenIdOfVector =
    vector.issueTime === undefined ? vector.tid : tokenId(utc(vector.issueTime), base(vector.baseDate));
  if (tokenIdOfVector === undefined) throw new Error('the vector has no token identifier');
  return creditData({
    subClass: vector.tokenClass === 0 ? vector.subClass : 0,
    random: vector.rnd ?? 0,
    tokenId: tokenIdOfVector,
    value,
  });
}

function valueOf(vector: TokenVector): number {
  const exact = vector.requestedAmount === undefined ? null : exactUnits(vector.requestedAmount);
  if (exact !== null) return encodeCurrency(exact);
  if (vector.amount20 !== undefined) return Number(number(vector.amount20));
  if (vector.amountKwh === undefined) return Number(number(vector.value16 ?? '0'));
  const [whole = '0', tenth = '0'] = vector.amountKwh.split('.');
  return encodeTenths(Number(whole) * 10 + Number(tenth));
}

/** A request that the file rounded (`1.82E+14`) cannot be encoded again, only decoded. */
function exactUnits(requested: string): bigint | null {
  return /^-?\d+$/u.test(requested) ? BigInt(requested) * 100_000n : null;
}

function keySectionHead(vector: TokenVector): bigint {
  switch (vector.subClass) {
    case 3:
      return BigInt(
        ((vector.kenHigh ?? 0) << 8) |
          ((vector.new_krn ?? 0) << 4) |
          ((vector.rollover ?? 0) << 3) |
          ((vector.threeKct ?? 0) << 2) |
          (vector.new_kt ?? 0),
      );
    case 4:
      return BigInt(((vector.kenLow ?? 0) << 8) | (vector.new_ti ?? 0));
    case 8:
      return BigInt(vector.sgcLow12 ?? 0);
    case 9:
      return BigInt(vector.sgcHigh12 ?? 0);
    default:
      throw new Error(`subclass ${vector.subClass} carries no part of a key`);
  }
}

function checkKeyChange(vector: KeyChangeVector): string | null {
  const place = (side: KeyChangeVector['from']): MeterKeyPlace => ({
    pan: vector.pan,
    supplyGroup: side.sgc,
    tariffIndex: side.ti,
    keyRevision: side.krn,
    keyType: keyType(vector.kt),
    baseDate: base(side.baseDate),
  });
  const oldKey = decoderKey(bytes(vector.vendingKey), place(vector.from));
  const newKey = decoderKey(bytes(vector.vendingKey), place(vector.to));
  const keys = same(
    [oldKey, newKey].map((key) => Buffer.from(key).toString('hex')).join(' '),
    `${vector.from.decoderKey} ${vector.to.decoderKey}`,
  );
  if (keys !== null) return keys;
  const made = keyChangeTokens({
    newKey,
    keyExpiry: vector.newKen,
    keyRevision: vector.to.krn,
    keyType: vector.kt,
    tariffIndex: vector.to.ti,
    supplyGroup: vector.to.sgc,
    rollover: vector.rollover === 1,
  });
  return same(
    made.map((fields) => encodeToken(fields, misty1Key(oldKey))).join(' '),
    vector.tokens.join(' '),
  );
}

function keyOf(vector: Partial<KeyVector>): Uint8Array {
  if (vector.dkga !== '04' || vector.ea !== '11') throw new Error('only DKGA04 with EA11 is known here');
  return decoderKey(bytes(vector.vendingKey ?? ''), {
    pan: vector.pan ?? '',
    supplyGroup: vector.sgc ?? '',
    tariffIndex: vector.ti ?? '',
    keyRevision: vector.krn ?? 0,
    keyType: keyType(vector.kt),
    baseDate: base(vector.baseDate),
  });
}

function same(made: string, wanted: string): string | null {
  return made === wanted ? null : `expected ${wanted}, made ${made}`;
}

function classOf(value: number): TokenClass {
  if (value === 0 || value === 1 || value === 2) return value;
  throw new Error(`class ${value} is reserved`);
}

function keyType(value: number | undefined): 1 | 2 | 3 {
  if (value === 1 || value === 2 || value === 3) return value;
  throw new Error(`key type ${value} has no decoder key`);
}

function base(year: number | undefined): BaseDate {
  if (year === 1993 || year === 2014 || year === 2035) return year;
  throw new Error(`no base date ${year}`);
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'hex');
}

function number(text: string): bigint {
  return BigInt(`0x${text}`);
}

function hex(value: bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function utc(time: string): number {
  return Date.parse(`${time}:00Z`);
}
