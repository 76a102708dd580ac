import { readFile, stat } from 'node:fs/promises';
import { limits } from '../../counter/limits.ts';
import { isSignedHead } from './file-key.ts';
import { decodeFrames, type FileEnd, type FileHead, type Frame } from './frame.ts';

/** What a mirror file proves without any key: an unbroken order of frames that follow its head. */
export interface MirrorContents {
  readonly head: FileHead;
  readonly frames: readonly Frame[];
  /** Bytes up to the end of the last good frame. */
  readonly bytes: number;
  readonly end: FileEnd;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly lastAnswer: number;
}

export type MirrorFileFault = 'no-head' | 'other-counter' | 'unsigned-head' | 'too-large';

/** Reads one file. Frames after the first that is out of order are not believed: `end` says so. */
export async function readMirrorFile(
  path: string,
  owner: { readonly counter: string; readonly epoch: number },
): Promise<MirrorContents | MirrorFileFault> {
  if ((await stat(path)).size > limits.mirrorFileBytesMax) return 'too-large';
  const decoded = decodeFrames(await readFile(path));
  const [first, ...rest] = decoded.frames;
  if (first?.head.t !== 'file') return 'no-head';
  const head = first.head;
  if (head.counter !== owner.counter || head.epoch !== owner.epoch) return 'other-counter';
  if (!isSignedHead(head)) return 'unsigned-head';
  return inOrder(head, first, rest, decoded.bytes, decoded.end);
}

function inOrder(
  head: FileHead,
  first: Frame,
  rest: readonly Frame[],
  wholeBytes: number,
  wholeEnd: FileEnd,
): MirrorContents {
  const state = { lastSeq: head.afterSeq, lastHash: head.afterHash, lastAnswer: head.afterAnswer };
  const frames: Frame[] = [];
  let bytes = sizeOf(first);
  for (const frame of rest) {
    if (frame.head.n !== frames.length + 1 || !follows(frame, head, state)) {
      return { head, frames, bytes, end: 'damaged', ...state };
    }
    if (frame.head.t === 'entry') {
      state.lastSeq = frame.head.seq;
      state.lastHash = frame.head.hash;
    }
    if (frame.head.t === 'answer') state.lastAnswer = frame.head.answer;
    frames.push(frame);
    bytes += sizeOf(frame);
  }
  return { head, frames, bytes: wholeBytes, end: wholeEnd, ...state };
}

function follows(
  frame: Frame,
  file: FileHead,
  last: { readonly lastSeq: number; readonly lastHash: string; readonly lastAnswer: number },
): boolean {
  const { head } = frame;
  // The file of a new epoch holds the entries of the older ones too, so that it is whole by itself.
  if (head.t === 'file' || head.counter !== file.counter || head.epoch > file.epoch) return false;
  if (head.t === 'answer') return head.answer === last.lastAnswer + 1;
  return head.seq === last.lastSeq + 1 && head.prevHash === last.lastHash;
}

function sizeOf(frame: Frame): number {
  return 12 + Buffer.byteLength(frame.headText) + frame.sealed.length;
}
