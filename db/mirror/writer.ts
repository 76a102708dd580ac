import { fdatasync, fstatSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Random } from '../../counter/ids.ts';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { limits } from '../../counter/limits.ts';
import { assert } from '../../counter/result.ts';
import type { IsoDate } from '../../counter/time.ts';
import type { StoredAnswer } from '../answer-reads.ts';
import { type DeviceSigner, type Sealer, sealer } from '../crypto.ts';
import type { JournalFaults } from '../test-points.ts';
import { newFileHead, sealFrame } from './file-key.ts';
import { mirrorFileName, mirrorFiles } from './file-names.ts';
import { type AnswerHead, encodeFrame, type EntryHead, type FileHead, headText } from './frame.ts';
import { readMirrorFile } from './read-file.ts';

/** What the second copy asks of the journal: it always copies from there, so it can always catch up. */
export interface MirrorSource {
  /** The next entries after `seq`, each with the date of the file it belongs to. */
  readonly entriesAfter: (seq: number) => readonly DatedEntry[];
  readonly answersAfter: (n: number) => readonly StoredAnswer[];
  readonly lastAnswer: () => number;
  /** Null beyond the journal's end. */
  readonly hashAt: (seq: number) => string | null;
}

export interface DatedEntry {
  readonly stored: StoredEntry;
  readonly date: IsoDate;
}

export interface MirrorOptions {
  readonly folder: string;
  readonly counter: string;
  readonly epoch: number;
  readonly signer: DeviceSigner;
  readonly recoveryPublicKey: string | null;
  readonly random: Random;
  readonly source: MirrorSource;
  /** Names of files whose flush failed once: they are never written again. */
  readonly spoiled: ReadonlySet<string>;
  readonly faults: JournalFaults;
}

/** How far the second copy goes, as far as its flushes succeeded. */
export interface MirrorCursor {
  readonly seq: number;
  readonly hash: string;
  readonly answer: number;
}

export interface OpenMirrorFile {
  readonly handle: FileHandle;
  readonly name: string;
  readonly head: FileHead;
  /** Closes bodies under the data key of this file. */
  readonly sealer: Sealer;
  /** Where the next frame begins, its number, and up to where the file is grown. */
  readonly bytes: number;
  readonly grown: number;
  readonly frames: number;
  /** Names it had when it was opened; some file systems of networks do not count them and say 0. */
  readonly links: number;
}

export interface MirrorPosition {
  readonly cursor: MirrorCursor;
  /** Null when the next write begins a new file. */
  readonly file: OpenMirrorFile | null;
}

export class MirrorDisagreement extends Error {}

/** Finds where the second copy ends and whether it tells the journal's story. Throws where it cannot be read. */
export async function attach(options: MirrorOptions): Promise<MirrorPosition & { longer: boolean }> {
  const files = await mirrorFiles(options.folder, options.counter, options.epoch);
  for (const { path, date } of files.toReversed()) {
    const contents = await readMirrorFile(path, options);
    // A power cut while a file was being made: it holds nothing, the one before it does.
    if (contents === 'no-head') continue;
    const name = basename(path);
    if (typeof contents === 'string') throw new MirrorDisagreement(`${name}: ${contents}`);
    const cursor = { seq: contents.lastSeq, hash: contents.lastHash, answer: contents.lastAnswer };
    const ours = cursor.seq === 0 ? hashBeforeFirst : options.source.hashAt(cursor.seq);
    if (ours === null) return { cursor, file: null, longer: true };
    if (ours !== cursor.hash) throw new MirrorDisagreement(`${name}: entry ${cursor.seq} is another one`);
    if (cursor.answer > options.source.lastAnswer()) return { cursor, file: null, longer: true };
    const goesOn = contents.end === 'clean' && !options.spoiled.has(name) && contents.head.date === date;
    const dataKey = goesOn ? options.signer.unwrapKey(contents.head.keyForDevice) : null;
    if (dataKey === null) return { cursor, file: null, longer: false };
    const handle = await open(path, 'r+');
    const { bytes, head, frames } = contents;
    const { size: grown, nlink: links } = await handle.stat();
    return {
      cursor,
      longer: false,
      file: { handle, name, head, sealer: sealer(dataKey), bytes, grown, frames: frames.length + 1, links },
    };
  }
  return { cursor: { seq: 0, hash: hashBeforeFirst, answer: 0 }, file: null, longer: false };
}

/**
 * Copies the next entries and answers behind `from`: one write, one flush. Resolves only when they
 * are on disk; the file named last by `writingTo` must not be written again when it throws.
 */
export async function copyNext(
  options: MirrorOptions,
  from: MirrorPosition,
  writingTo: (file: string) => void,
): Promise<MirrorPosition> {
  const dated = options.source.entriesAfter(from.cursor.seq);
  const date = dated[0]?.date;
  const entries = dated.filter((entry) => entry.date === date).map((entry) => entry.stored);
  const answers = entries.length < dated.length ? [] : options.source.answersAfter(from.cursor.answer);
  if (entries.length === 0 && answers.length === 0) return from;
  let file = from.file;
  try {
    if (file === null || !goesOn(file, date)) file = await nextFile(options, from, date, writingTo);
    else writingTo(file.name);
    const { bytes, frames } = encode(file, entries, answers);
    const needed = file.bytes + bytes.length;
    const grown = needed <= file.grown ? file.grown : await grow(file, needed);
    writeIntoGrown(file.handle.fd, bytes, file.bytes);
    options.faults.crashPoint?.('before-mirror-flush');
    if (options.faults.mirrorFlush !== undefined) await options.faults.mirrorFlush();
    await flushed(file);
    if (isGone(file)) throw new Error('the file is no longer in its folder');
    const last = entries.at(-1);
    const cursor = {
      seq: last?.seq ?? from.cursor.seq,
      hash: last?.hash ?? from.cursor.hash,
      answer: answers.at(-1)?.n ?? from.cursor.answer,
    };
    return { cursor, file: { ...file, frames, grown, bytes: file.bytes + bytes.length } };
  } catch (error) {
    // Nobody knows what this file holds now: it is never written again.
    await file?.handle.close().catch(() => undefined);
    throw error;
  }
}

/** A file that was deleted takes bytes and flushes as before, and holds nothing for anybody. */
function isGone({ handle, links }: OpenMirrorFile): boolean {
  return links > 0 && fstatSync(handle.fd).nlink === 0;
}

/**
 * Where to go on after a fault: no further than what was flushed, and no further than what the folder
 * holds now, for it may be another one.
 */
export async function attachAgain(options: MirrorOptions, flushed: MirrorCursor): Promise<MirrorPosition> {
  const found = await attach(options);
  await found.file?.handle.close();
  const behind = found.cursor.seq < flushed.seq ? found.cursor : flushed;
  const answer = Math.min(found.cursor.answer, flushed.answer);
  return { cursor: { ...behind, answer }, file: null };
}

function encode(
  file: OpenMirrorFile,
  entries: readonly StoredEntry[],
  answers: readonly StoredAnswer[],
): { readonly bytes: Buffer; readonly frames: number } {
  const buffers: Buffer[] = [];
  let frames = file.frames;
  for (const entry of entries) buffers.push(entryFrame(file, frames++, entry));
  for (const answer of answers) buffers.push(answerFrame(file, frames++, answer));
  return { bytes: Buffer.concat(buffers), frames };
}

/**
 * A file takes what belongs to its day, or to a day before it, until it grows too large. Names order the
 * files, so a day that is opened under a clock set back begins none that would stand before its elders.
 * Answers alone belong to any.
 */
function goesOn(file: OpenMirrorFile, date: IsoDate | undefined): boolean {
  const room = limits.mirrorFileBytesMax - limits.mirrorChunkBytesMax * 2;
  return (date ?? file.head.date) <= file.head.date && file.bytes < room;
}

/** A new file: for each later day, after a fault, and when one grew too large. */
async function nextFile(
  options: MirrorOptions,
  from: MirrorPosition,
  date: IsoDate | undefined,
  writingTo: (file: string) => void,
): Promise<OpenMirrorFile> {
  await from.file?.handle.close();
  const wanted = date ?? options.source.entriesAfter(from.cursor.seq - 1)[0]?.date;
  assert(wanted !== undefined, 'an answer stands behind an entry');
  return newFile(options, from.cursor, wanted, writingTo);
}

async function newFile(
  options: MirrorOptions,
  cursor: MirrorCursor,
  wanted: IsoDate,
  writingTo: (file: string) => void,
): Promise<OpenMirrorFile> {
  const { counter, epoch, folder } = options;
  const files = await mirrorFiles(folder, counter, epoch);
  const date = [wanted, files.at(-1)?.date ?? wanted].toSorted().at(-1) ?? wanted;
  const sameDay = files.filter((file) => file.date === date);
  const part = (sameDay.at(-1)?.part ?? 0) + 1;
  assert(part <= limits.mirrorFilesPerDayMax, 'a day has at most so many mirror files');
  const name = mirrorFileName(counter, epoch, date, part);
  writingTo(name);
  const { seq: afterSeq, hash: afterHash, answer: afterAnswer } = cursor;
  const facts = { counter, epoch, date, afterSeq, afterHash, afterAnswer };
  const { head, dataKey } = newFileHead(facts, options);
  const handle = await open(join(folder, name), 'wx', 0o600);
  try {
    const bytes = encodeFrame(headText(head), Buffer.alloc(0));
    await writeWhole(handle, bytes, 0);
    await handle.datasync();
    await syncFolder(folder);
    const { nlink: links } = await handle.stat();
    const written = { bytes: bytes.length, grown: bytes.length, frames: 1 };
    return { handle, name, head, sealer: sealer(dataKey), ...written, links };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A new name is on disk only when its folder is; Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * These bytes were grown and flushed before, so the write only fills the system's page cache and
 * waits for no device; the flush does, and that one has a deadline. Handing the write to the thread
 * pool as well would cost each sale two more switches than all of its arithmetic.
 */
function writeIntoGrown(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    const written = writeSync(fd, bytes, done, bytes.length - done, position + done);
    if (written === 0) throw new Error('the device takes no more bytes');
    done += written;
  }
}

/** The flush itself. The callback form: the promise of a file handle costs each sale 20 µs more. */
function flushed(file: OpenMirrorFile): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file.handle.fd, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** Appends zeros in large steps; the flush that follows covers them. Gives the new end. */
async function grow(file: OpenMirrorFile, needed: number): Promise<number> {
  const step = Math.max(limits.mirrorGrowBytes, needed - file.grown);
  await writeWhole(file.handle, Buffer.alloc(step), file.grown);
  return file.grown + step;
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new Error('the device takes no more bytes');
    done += bytesWritten;
  }
}

function entryFrame(file: OpenMirrorFile, n: number, entry: StoredEntry): Buffer {
  const { counter, epoch, seq, prevHash, hash, signature, body } = entry;
  const head: EntryHead = { t: 'entry', n, counter, epoch, seq, prevHash, hash, signature };
  const text = headText(head);
  return encodeFrame(text, sealFrame(file.sealer, file.head.file, text, body));
}

function answerFrame(file: OpenMirrorFile, n: number, stored: StoredAnswer): Buffer {
  const { counter, epoch, seq, turn } = stored.answer;
  const { signature, storedAt } = stored;
  const head: AnswerHead = {
    t: 'answer',
    n,
    counter,
    epoch,
    answer: stored.n,
    seq,
    turn,
    storedAt,
    signature,
  };
  const text = headText(head);
  return encodeFrame(text, sealFrame(file.sealer, file.head.file, text, stored.text));
}
