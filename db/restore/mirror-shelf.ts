import { readFile, stat } from 'node:fs/promises';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { limits } from '../../counter/limits.ts';
import { errorCode } from '../fault.ts';
import { isSignedHead, openFrame } from '../mirror/file-key.ts';
import { type AnyMirrorFile, everyMirrorFile } from '../mirror/file-names.ts';
import type { FileOpener } from '../mirror/file-opener.ts';
import type { EntryHead, FileHead, Frame } from '../mirror/frame.ts';
import type { MirroredAnswer } from '../mirror/missing.ts';
import { salvageFrames } from '../mirror/salvage-frames.ts';
import type { Candidate, CandidateSource } from './candidate.ts';

/** A file that gives nothing, or not everything. */
export interface ShelfFault {
  readonly file: string;
  readonly why:
    | 'unreadable'
    | 'too-large'
    | 'no-head'
    | 'unsigned-head'
    | 'other-counter'
    | 'closed'
    | 'damaged';
}

/**
 * The mirror files of one counter, of all its epochs and parts, as one source. Never written to. A
 * newer file stands before an older one, which may hold what a failed flush left behind.
 */
export interface MirrorShelf extends CandidateSource {
  readonly files: number;
  readonly faults: readonly ShelfFault[];
  readonly highestAnswer: number;
  readonly answers: (fromNumber: number, toNumber: number) => Promise<MirroredAnswer[]>;
}

interface Range {
  first: number;
  last: number;
}

/** What a first reading says of a file: enough to know when to read it again. */
interface ShelfFile {
  readonly path: string;
  readonly name: string;
  readonly seqs: Range;
  readonly answers: Range;
}

/** The frames of a file, and the key that opens them. */
interface OpenFile {
  readonly file: string;
  readonly dataKey: Uint8Array;
  readonly entries: ReadonlyMap<number, readonly Frame[]>;
  readonly answers: ReadonlyMap<number, Frame>;
}

/** A day's file and those that hold the same days: older epochs, other parts. */
const openFilesMax = 6;

export async function openShelf(folder: string, counter: string, open: FileOpener): Promise<MirrorShelf> {
  const files: ShelfFile[] = [];
  const faults: ShelfFault[] = [];
  for (const file of await filesIn(folder)) {
    if (file.counter !== counter) continue;
    const found = await survey(file, counter, open);
    if ('why' in found) faults.push({ file: file.name, why: found.why });
    else {
      if (found.skipped > 0) faults.push({ file: file.name, why: 'damaged' });
      files.push(found.file);
    }
  }
  const opened = new Map<string, OpenFile>();
  const framesOf = async ({ path, name }: ShelfFile): Promise<OpenFile | null> => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const fresh = await openFile(path, open);
    if (fresh === null) return null;
    const oldest = opened.keys().next();
    if (opened.size >= openFilesMax && oldest.done !== true) opened.delete(oldest.value);
    opened.set(name, fresh);
    return fresh;
  };
  return {
    files: files.length,
    faults,
    highestSeq: Math.max(0, ...files.map(({ seqs }) => seqs.last)),
    highestAnswer: Math.max(0, ...files.map(({ answers }) => answers.last)),
    entries: async (fromSeq, toSeq) => {
      const all = new Map<number, Candidate[]>();
      for (const file of files) {
        const frames = overlaps(file.seqs, fromSeq, toSeq) ? await framesOf(file) : null;
        if (frames !== null) collectEntries(frames, fromSeq, toSeq, all);
      }
      return all;
    },
    answers: async (fromNumber, toNumber) => {
      const all: MirroredAnswer[] = [];
      for (const file of files) {
        const frames = overlaps(file.answers, fromNumber, toNumber) ? await framesOf(file) : null;
        if (frames !== null) all.push(...openedAnswers(frames, fromNumber, toNumber));
      }
      return all.toSorted((left, right) => left.n - right.n);
    },
  };
}

/** The counters that have files in the folder. */
export async function countersOnShelf(folder: string): Promise<string[]> {
  return [...new Set((await filesIn(folder)).map(({ counter }) => counter))].toSorted();
}

/** A folder that is not there, or is none, holds nothing. */
async function filesIn(folder: string): Promise<readonly AnyMirrorFile[]> {
  try {
    return await everyMirrorFile(folder);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return [];
  }
}

async function survey(
  { path, name }: AnyMirrorFile,
  counter: string,
  open: FileOpener,
): Promise<{ readonly file: ShelfFile; readonly skipped: number } | { readonly why: ShelfFault['why'] }> {
  const read = await readFrames(path);
  if (typeof read === 'string') return { why: read };
  const { head, frames, skipped } = read;
  if (head.counter !== counter) return { why: 'other-counter' };
  if (open(head) === null) return { why: 'closed' };
  const seqs: Range = { first: Number.MAX_SAFE_INTEGER, last: 0 };
  const answers: Range = { first: Number.MAX_SAFE_INTEGER, last: 0 };
  for (const frame of frames) {
    if (frame.head.t === 'entry') widen(seqs, frame.head.seq);
    if (frame.head.t === 'answer') widen(answers, frame.head.answer);
  }
  return { file: { path, name, seqs, answers }, skipped };
}

async function openFile(path: string, open: FileOpener): Promise<OpenFile | null> {
  const read = await readFrames(path);
  if (typeof read === 'string') return null;
  const dataKey = open(read.head);
  if (dataKey === null) return null;
  const entries = new Map<number, Frame[]>();
  const answers = new Map<number, Frame>();
  for (const frame of read.frames) {
    const { head } = frame;
    if (head.t === 'answer') answers.set(head.answer, frame);
    if (head.t !== 'entry') continue;
    const same = entries.get(head.seq);
    if (same === undefined) entries.set(head.seq, [frame]);
    else same.unshift(frame);
  }
  return { file: read.head.file, dataKey, entries, answers };
}

interface ReadFrames {
  readonly head: FileHead;
  readonly frames: readonly Frame[];
  readonly skipped: number;
}

async function readFrames(path: string): Promise<ReadFrames | ShelfFault['why']> {
  try {
    if ((await stat(path)).size > limits.mirrorFileBytesMax) return 'too-large';
    const { frames, skipped } = salvageFrames(await readFile(path));
    const head = frames[0]?.head;
    if (head?.t !== 'file') return 'no-head';
    return isSignedHead(head) ? { head, frames: frames.slice(1), skipped } : 'unsigned-head';
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return 'unreadable';
  }
}

function collectEntries(
  { file, dataKey, entries }: OpenFile,
  fromSeq: number,
  toSeq: number,
  all: Map<number, Candidate[]>,
): void {
  for (let seq = fromSeq; seq <= toSeq; seq += 1) {
    for (const frame of entries.get(seq) ?? []) {
      const body = openFrame(dataKey, file, frame);
      const stored = body === null || frame.head.t !== 'entry' ? null : storedEntry(frame.head, body);
      if (stored === null) continue;
      const known = all.get(seq);
      if (known === undefined) all.set(seq, [{ stored, from: 'mirror' }]);
      else known.push({ stored, from: 'mirror' });
    }
  }
}

function storedEntry(head: EntryHead, body: string): StoredEntry | null {
  const entry = readBody(body);
  if (entry === null) return null;
  const { counter, epoch, seq, prevHash, hash, signature } = head;
  return { counter, epoch, seq, uid: entry.uid, kind: entry.kind, body, prevHash, hash, signature };
}

function openedAnswers({ file, dataKey, answers }: OpenFile, from: number, to: number): MirroredAnswer[] {
  const found: MirroredAnswer[] = [];
  for (let n = from; n <= to; n += 1) {
    const frame = answers.get(n);
    const text = frame === undefined ? null : openFrame(dataKey, file, frame);
    if (text === null || frame?.head.t !== 'answer') continue;
    const { seq, signature, storedAt } = frame.head;
    found.push({ n, seq, text, signature, storedAt });
  }
  return found;
}

function overlaps({ first, last }: Range, from: number, to: number): boolean {
  return first <= to && last >= from;
}

function widen(range: Range, number: number): void {
  range.first = Math.min(range.first, number);
  range.last = Math.max(range.last, number);
}
