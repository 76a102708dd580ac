import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { ProofFault, ProofFaultCode } from '../../counter/journal/proof.ts';
import { assertNever } from '../../counter/result.ts';
import { openFrame } from '../mirror/file-key.ts';
import type { AnswerHead, EntryHead, FileHead, Frame } from '../mirror/frame.ts';
import { type MirrorContents, type MirrorFileFault, readMirrorFile } from '../mirror/read-file.ts';
import type { MirrorSet } from './mirror-sets.ts';

/** Gives the data key of a file; null when it was closed to another key. */
export type UnwrapKey = (head: FileHead) => Uint8Array | null;

/** What a walk meets, in order. Each may find a fault; the walk ends at the first. */
export interface MirrorVisitor {
  /** An entry that no earlier file held. `body` is null without a key. */
  readonly entry: (head: EntryHead, body: string | null) => MirrorFault | null;
  readonly answer: (head: AnswerHead, body: string | null) => MirrorFault | null;
  readonly hashAt: (seq: number) => string | null;
  readonly note: (text: string) => void;
}

export interface MirrorFault {
  readonly code: ProofFaultCode;
  readonly seq: number;
  readonly detail: string;
}

/** A head that a power cut tore is no larger than this: files grow only behind a whole head. */
const tornHeadBytesMax = 8_192;

/**
 * Goes through the files of one counter and epoch. They overlap where one was given up after a fault:
 * what stands twice must be equal, and nothing may be missing between them.
 */
export async function walkMirror(
  set: MirrorSet,
  unwrapKey: UnwrapKey | null,
  visitor: MirrorVisitor,
): Promise<ProofFault | null> {
  const reached = { seq: 0, answer: 0 };
  for (const [index, { path }] of set.files.entries()) {
    const name = basename(path);
    const at = (fault: MirrorFault): ProofFault => ({ ...fault, where: name });
    const isLast = index === set.files.length - 1;
    const contents = await readMirrorFile(path, set);
    if (typeof contents === 'string') {
      const fault = await unreadable(contents, path, reached.seq, isLast);
      if (fault !== null) return at(fault);
      visitor.note(`${name} has no whole head; what it should hold stands in the files beside it.`);
      continue;
    }
    const fault = joint(contents.head, reached, visitor) ?? frames(contents, unwrapKey, reached, visitor);
    if (fault !== null) return at(fault);
    const end = await endFault(contents, path, isLast, visitor, name);
    if (end !== null) return at(end);
  }
  return null;
}

/** A file without a head can be left behind by a power cut, or be mended by another: the joints prove which. */
async function unreadable(
  kind: MirrorFileFault,
  path: string,
  seq: number,
  isLast: boolean,
): Promise<MirrorFault | null> {
  const after = { seq, detail: 'the file that goes on after this entry' };
  switch (kind) {
    case 'no-head':
      return !isLast || (await stat(path)).size <= tornHeadBytesMax
        ? null
        : { code: 'file-without-head', ...after };
    case 'other-counter':
      return { code: 'wrong-counter', ...after };
    case 'unsigned-head':
      return { code: 'file-not-signed', ...after };
    case 'too-large':
      return { code: 'too-large', ...after };
    default:
      return assertNever(kind);
  }
}

/** A file says where the ones before it end; they must reach there, and end with the same hash. */
function joint(
  head: FileHead,
  reached: { readonly seq: number; readonly answer: number },
  visitor: MirrorVisitor,
): MirrorFault | null {
  const { afterSeq, afterHash, afterAnswer } = head;
  if (afterSeq > reached.seq)
    return { code: 'gap', seq: reached.seq + 1, detail: `the file goes on after entry ${afterSeq}` };
  const before = afterSeq === 0 ? hashBeforeFirst : visitor.hashAt(afterSeq);
  if (before !== afterHash)
    return { code: 'copies-differ', seq: afterSeq, detail: 'the file follows another entry' };
  return afterAnswer > reached.answer
    ? { code: 'gap', seq: 0, detail: `answers ${reached.answer + 1} to ${afterAnswer} are missing` }
    : null;
}

function frames(
  contents: MirrorContents,
  unwrapKey: UnwrapKey | null,
  reached: { seq: number; answer: number },
  visitor: MirrorVisitor,
): MirrorFault | null {
  const dataKey = unwrapKey?.(contents.head) ?? null;
  const closed = (seq: number): MirrorFault => ({
    code: 'body-closed',
    seq,
    detail: 'a frame of this entry',
  });
  if (unwrapKey !== null && dataKey === null)
    return { ...closed(reached.seq), detail: 'the file is closed to another recovery key' };
  for (const frame of contents.frames) {
    const { head } = frame;
    if (head.t === 'file') return { code: 'frame-damaged', seq: reached.seq, detail: 'a second head' };
    const body = dataKey === null ? null : bodyOf(dataKey, contents.head, frame);
    if (dataKey !== null && body === null) return closed(head.seq);
    const fault =
      head.t === 'entry' ? met(head, body, reached, visitor) : answered(head, body, reached, visitor);
    if (fault !== null) return fault;
  }
  return null;
}

function bodyOf(dataKey: Uint8Array, head: FileHead, frame: Frame): string | null {
  return openFrame(dataKey, head.file, frame);
}

function met(
  head: EntryHead,
  body: string | null,
  reached: { seq: number },
  visitor: MirrorVisitor,
): MirrorFault | null {
  if (head.seq <= reached.seq) {
    return visitor.hashAt(head.seq) === head.hash
      ? null
      : { code: 'copies-differ', seq: head.seq, detail: 'an earlier file holds another entry' };
  }
  reached.seq = head.seq;
  return visitor.entry(head, body);
}

function answered(
  head: AnswerHead,
  body: string | null,
  reached: { answer: number },
  visitor: MirrorVisitor,
): MirrorFault | null {
  if (head.answer <= reached.answer) return null;
  reached.answer = head.answer;
  return visitor.answer(head, body);
}

/** A torn or damaged end is made good by the next file, which the joints prove; the newest has none. */
async function endFault(
  contents: MirrorContents,
  path: string,
  isLast: boolean,
  { note }: MirrorVisitor,
  name: string,
): Promise<MirrorFault | null> {
  const { end, lastSeq: seq } = contents;
  if (end === 'clean') return null;
  if (!isLast) {
    note(`${name} is not whole after entry ${seq}; the next file goes on from where it held.`);
    return null;
  }
  if (end === 'damaged') return { code: 'frame-damaged', seq, detail: 'the frame after this entry' };
  if (await isCutOff(path, contents.bytes))
    return { code: 'file-cut-off', seq, detail: 'the file ends in the middle of the frame after this entry' };
  note(
    `${name} ends with a frame that is not whole after entry ${seq}: a power cut tore it, or it was being written; the journal has what it held.`,
  );
  return null;
}

/** Files grow by zeros ahead of their frames, so a power cut never leaves one that ends within a frame. */
async function isCutOff(path: string, frameAt: number): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, frameAt);
    return bytesRead < 8 || frameAt + 12 + buffer.readUInt32LE(0) + buffer.readUInt32LE(4) > size;
  } finally {
    await handle.close();
  }
}
