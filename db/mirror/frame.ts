import { canonicalJson, type Json } from '../../counter/journal/canonical.ts';
import { limits } from '../../counter/limits.ts';
import { crc32c } from './crc32c.ts';

/**
 * A frame of a mirror file: lengths of head and sealed body (32 bits each, little endian), the head
 * as canonical JSON in clear, the sealed body, CRC-32C of all before it. Without a key one can check
 * lengths, order, hashes and signatures; the head is bound to the body by its authentication tag.
 */
export type FrameHead = FileHead | EntryHead | AnswerHead;

export interface FileHead {
  readonly t: 'file';
  readonly v: 1;
  /** Position of the frame in its file; the file head is 0. */
  readonly n: number;
  readonly counter: string;
  readonly epoch: number;
  readonly date: string;
  /** Random name of the file: no frame can move to another one. */
  readonly file: string;
  readonly cipher: 'aes-256-gcm';
  /** Device key that made the file, and its Ed25519 signature over this head without `signature`. */
  readonly deviceKey: string;
  readonly signature: string;
  /** The data key, closed to the device and, where there is one, to the division's recovery key. */
  readonly keyForDevice: string;
  readonly keyForRecovery: string | null;
  /** What the files before this one hold, as far as their flushes succeeded. */
  readonly afterSeq: number;
  readonly afterHash: string;
  readonly afterAnswer: number;
}

export interface EntryHead {
  readonly t: 'entry';
  readonly n: number;
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
  readonly signature: string;
}

export interface AnswerHead {
  readonly t: 'answer';
  readonly n: number;
  readonly counter: string;
  readonly epoch: number;
  /** Order of arrival in the journal. */
  readonly answer: number;
  readonly seq: number;
  readonly turn: number;
  readonly storedAt: number;
  readonly signature: string;
}

export interface Frame {
  readonly head: FrameHead;
  /** The very text that is bound to the sealed body. */
  readonly headText: string;
  readonly sealed: Buffer;
}

/** `torn`: the last frame is not whole, as after a power cut. `damaged`: something in the middle is wrong. */
export type FileEnd = 'clean' | 'torn' | 'damaged';

const lengthsBytes = 8;
const sumBytes = 4;

export function headText(head: FrameHead): string {
  return canonicalJson({ ...head } satisfies Json);
}

export function encodeFrame(text: string, sealed: Uint8Array): Buffer {
  const head = Buffer.from(text, 'utf8');
  const frame = Buffer.alloc(lengthsBytes + head.length + sealed.length + sumBytes);
  frame.writeUInt32LE(head.length, 0);
  frame.writeUInt32LE(sealed.length, 4);
  frame.set(head, lengthsBytes);
  frame.set(sealed, lengthsBytes + head.length);
  const end = frame.length - sumBytes;
  frame.writeUInt32LE(crc32c(frame.subarray(0, end)), end);
  return frame;
}

/** The frame that begins at `at`, and where it ends; null when no whole one does. */
export function frameAt(file: Buffer, at: number): { readonly frame: Frame; readonly end: number } | null {
  const size = frameSize(file, at);
  if (size === null || at + size > file.length) return null;
  const body = file.subarray(at, at + size - sumBytes);
  const frame = crc32c(body) === file.readUInt32LE(at + size - sumBytes) ? readFrame(body) : null;
  return frame === null ? null : { frame, end: at + size };
}

/** Reads frames up to the first that is not whole. `bytes` is where the last good one ends. */
export function decodeFrames(file: Buffer): { frames: Frame[]; bytes: number; end: FileEnd } {
  const frames: Frame[] = [];
  let at = 0;
  while (at < file.length) {
    const next = frameAt(file, at);
    if (next === null) return { frames, bytes: at, end: endOf(file, at, frameSize(file, at)) };
    frames.push(next.frame);
    at = next.end;
  }
  return { frames, bytes: at, end: 'clean' };
}

/** Null for lengths that no frame has. */
function frameSize(file: Buffer, at: number): number | null {
  if (at + lengthsBytes > file.length) return null;
  const head = file.readUInt32LE(at);
  const sealed = file.readUInt32LE(at + 4);
  const size = lengthsBytes + head + sealed + sumBytes;
  return head < 2 || size > limits.mirrorFrameBytesMax ? null : size;
}

/**
 * Files grow by zeros ahead of their frames, so zeros alone are a clean end. A frame that is not whole
 * and has nothing behind it is one that a power cut tore.
 */
function endOf(file: Buffer, at: number, size: number | null): FileEnd {
  if (isZero(file.subarray(at))) return 'clean';
  if (at + lengthsBytes > file.length) return 'torn';
  return size !== null && isZero(file.subarray(at + size)) ? 'torn' : 'damaged';
}

const zeros = Buffer.alloc(65_536);

/** Compares in blocks: up to a megabyte of zeros stands behind the last frame, and every opening reads them. */
function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const block = bytes.subarray(at, at + zeros.length);
    if (!block.equals(zeros.subarray(0, block.length))) return false;
  }
  return true;
}

function readFrame(body: Buffer): Frame | null {
  const headLength = body.readUInt32LE(0);
  const text = body.toString('utf8', lengthsBytes, lengthsBytes + headLength);
  try {
    const head: unknown = JSON.parse(text);
    return isHead(head) ? { head, headText: text, sealed: body.subarray(lengthsBytes + headLength) } : null;
  } catch {
    return null;
  }
}

const numbers = ['n', 'epoch'];
const texts = ['counter', 'signature'];

/** Fields of each kind of head, for a checksum says nothing about who wrote the file. */
const fieldsOf: Readonly<Record<FrameHead['t'], { numbers: readonly string[]; texts: readonly string[] }>> = {
  file: {
    numbers: [...numbers, 'afterSeq', 'afterAnswer'],
    texts: [...texts, 'date', 'file', 'cipher', 'deviceKey', 'keyForDevice', 'afterHash'],
  },
  entry: { numbers: [...numbers, 'seq'], texts: [...texts, 'prevHash', 'hash'] },
  answer: { numbers: [...numbers, 'answer', 'seq', 'turn', 'storedAt'], texts },
};

function isHead(value: unknown): value is FrameHead {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  const kind = members.get('t');
  if (kind !== 'file' && kind !== 'entry' && kind !== 'answer') return false;
  const fields = fieldsOf[kind];
  return (
    fields.numbers.every((name) => Number.isSafeInteger(members.get(name))) &&
    fields.texts.every((name) => typeof members.get(name) === 'string')
  );
}
