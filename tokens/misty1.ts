import { assert } from '../counter/result.ts';
import { s7, s9 } from './misty1-tables.ts';

/**
 * MISTY1 (RFC 2994), the cipher that STS calls EA11: 64-bit block, 128-bit key, eight rounds. Blocks
 * are big-endian 64-bit integers; all inner words are 16 bits wide.
 */
export interface Misty1Key {
  /** Words K0..K7, then K'0..K'7. */
  readonly words: Uint16Array;
}

export function misty1Key(bytes: Uint8Array): Misty1Key {
  assert(bytes.length === 16, 'a MISTY1 key has sixteen bytes');
  const words = new Uint16Array(16);
  for (let i = 0; i < 8; i += 1) words[i] = (at(bytes, 2 * i) << 8) | at(bytes, 2 * i + 1);
  for (let i = 0; i < 8; i += 1) words[i + 8] = mixInner(at(words, i), at(words, (i + 1) % 8));
  return { words };
}

export function encryptBlock(key: Misty1Key, block: bigint): bigint {
  let left = high(block);
  let right = low(block);
  for (let round = 0; round < 8; round += 2) {
    left = mixLinear(key, left, round);
    right = mixLinear(key, right, round + 1);
    right = (right ^ mixOuter(key, left, round)) >>> 0;
    left = (left ^ mixOuter(key, right, round + 1)) >>> 0;
  }
  left = mixLinear(key, left, 8);
  right = mixLinear(key, right, 9);
  return join(right, left);
}

export function decryptBlock(key: Misty1Key, block: bigint): bigint {
  let right = unmixLinear(key, high(block), 9);
  let left = unmixLinear(key, low(block), 8);
  for (let round = 6; round >= 0; round -= 2) {
    left = (left ^ mixOuter(key, right, round + 1)) >>> 0;
    right = (right ^ mixOuter(key, left, round)) >>> 0;
    right = unmixLinear(key, right, round + 1);
    left = unmixLinear(key, left, round);
  }
  return join(left, right);
}

/** FI: sixteen bits through S9, S7 and a subkey, split nine and seven. */
function mixInner(input: number, subkey: number): number {
  let nine = input >>> 7;
  let seven = input & 0x7f;
  nine = at(s9, nine) ^ seven;
  seven = at(s7, seven) ^ (nine & 0x7f);
  seven ^= subkey >>> 9;
  nine ^= subkey & 0x1ff;
  nine = at(s9, nine) ^ seven;
  return (seven << 9) | nine;
}

/** FO: thirty-two bits through three inner mixes. */
function mixOuter(key: Misty1Key, input: number, round: number): number {
  let left = input >>> 16;
  let right = input & 0xffff;
  left = mixInner(left ^ plain(key, round), prime(key, round + 5)) ^ right;
  right = mixInner(right ^ plain(key, round + 2), prime(key, round + 1)) ^ left;
  left = mixInner(left ^ plain(key, round + 7), prime(key, round + 3)) ^ right;
  right ^= plain(key, round + 4);
  return ((right << 16) | left) >>> 0;
}

/** FL: the linear layer before every second round; which words it uses depends on the place's parity. */
function mixLinear(key: Misty1Key, input: number, place: number): number {
  const [andWord, orWord] = linearWords(key, place);
  let left = input >>> 16;
  let right = input & 0xffff;
  right ^= left & andWord;
  left ^= right | orWord;
  return ((left << 16) | right) >>> 0;
}

function unmixLinear(key: Misty1Key, input: number, place: number): number {
  const [andWord, orWord] = linearWords(key, place);
  let left = input >>> 16;
  let right = input & 0xffff;
  left ^= right | orWord;
  right ^= left & andWord;
  return ((left << 16) | right) >>> 0;
}

function linearWords(key: Misty1Key, place: number): readonly [number, number] {
  const half = place >>> 1;
  return place % 2 === 0
    ? [plain(key, half), prime(key, half + 6)]
    : [prime(key, half + 2), plain(key, half + 4)];
}

function plain(key: Misty1Key, index: number): number {
  return at(key.words, index % 8);
}

function prime(key: Misty1Key, index: number): number {
  return at(key.words, 8 + (index % 8));
}

function high(block: bigint): number {
  return Number((block >> 32n) & 0xffffffffn);
}

function low(block: bigint): number {
  return Number(block & 0xffffffffn);
}

function join(left: number, right: number): bigint {
  return (BigInt(left) << 32n) | BigInt(right);
}

function at(table: Uint8Array | Uint16Array, index: number): number {
  const value = table[index];
  assert(value !== undefined, 'a table index is in range');
  return value;
}
