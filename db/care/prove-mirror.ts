import { basename } from 'node:path';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { answersAfter, lastAnswerNumber } from '../answer-reads.ts';
import type { ReadableDb } from '../connection.ts';
import { entryBySeq, lastSeq } from '../entries.ts';
import { openFrame } from '../mirror/file-key.ts';
import { mirrorFiles } from '../mirror/file-names.ts';
import type { AnswerHead, EntryHead, Frame } from '../mirror/frame.ts';
import { type MirrorContents, readMirrorFile } from '../mirror/read-file.ts';

export interface MirrorJob {
  readonly folder: string;
  readonly counter: string;
  readonly epoch: number;
  /** By file name: the data keys that this device can open. */
  readonly dataKeys: ReadonlyMap<string, Uint8Array>;
  /** Files in which damage was found before, and what they held was written again. */
  readonly spoiled: ReadonlySet<string>;
}

export interface MirrorDamage {
  readonly file: string;
  readonly why: 'head' | 'frames' | 'body' | 'entry-differs' | 'answer-differs';
  /** Sequence number at or after which it lies; 0 for a whole file. */
  readonly seq: number;
}

export interface MirrorProof {
  readonly files: number;
  readonly frames: number;
  /** Damage that was not known before. */
  readonly damages: readonly MirrorDamage[];
  /** The first entry and the first answer that no good frame holds; null where none is missing. */
  readonly missingSeq: number | null;
  readonly missingAnswer: number | null;
  /** Files that another device key closed: their order and hashes are proved, their bodies are not. */
  readonly unopened: readonly string[];
}

interface Tally {
  readonly entries: Uint8Array;
  readonly answers: Uint8Array;
  readonly damages: MirrorDamage[];
  readonly unopened: string[];
  frames: number;
}

/**
 * Reads every file of the second copy and compares every frame with the journal as `db` holds it: checksum,
 * order, signature of the head, decryption, body. What came after `db` was copied is read and not compared.
 */
export async function proveMirror(
  db: ReadableDb,
  job: MirrorJob,
  betweenFiles: () => void,
): Promise<MirrorProof> {
  const end = { seq: lastSeq(db), answer: lastAnswerNumber(db) };
  const tally: Tally = {
    entries: new Uint8Array(end.seq + 1),
    answers: new Uint8Array(end.answer + 1),
    damages: [],
    unopened: [],
    frames: 0,
  };
  const files = await mirrorFiles(job.folder, job.counter, job.epoch);
  const newest = basename(files.at(-1)?.path ?? '');
  for (const { path } of files) {
    betweenFiles();
    const contents = await readMirrorFile(path, job);
    const damage = proveContents(db, job, basename(path), contents, tally, end, newest);
    if (damage !== null && !job.spoiled.has(damage.file)) tally.damages.push(damage);
  }
  return {
    files: files.length,
    frames: tally.frames,
    damages: tally.damages,
    missingSeq: firstMissing(tally.entries),
    missingAnswer: firstMissing(tally.answers),
    unopened: tally.unopened,
  };
}

/** Number 0 stands for nothing. */
function firstMissing(held: Uint8Array): number | null {
  const missing = held.indexOf(0, 1);
  return missing === -1 ? null : missing;
}

function proveContents(
  db: ReadableDb,
  job: MirrorJob,
  file: string,
  contents: Awaited<ReturnType<typeof readMirrorFile>>,
  tally: Tally,
  end: { readonly seq: number; readonly answer: number },
  newest: string,
): MirrorDamage | null {
  if (typeof contents === 'string') return { file, why: 'head', seq: 0 };
  const dataKey = job.dataKeys.get(file) ?? null;
  if (dataKey === null) tally.unopened.push(file);
  for (const frame of contents.frames) {
    const why = frameDamage(db, contents, frame, dataKey, tally);
    if (why !== null) return { file, why, seq: frame.head.t === 'entry' ? frame.head.seq : contents.lastSeq };
  }
  // Behind the end of the copied journal, a frame may be in the middle of being written.
  const isPast = contents.lastSeq >= end.seq && contents.lastAnswer >= end.answer;
  // A power cut tears the last frame of a file, and the next file begins before it: that is no damage.
  const isTornAndLeft = contents.end === 'torn' && file !== newest;
  if (contents.end === 'clean' || isPast || isTornAndLeft) return null;
  return { file, why: 'frames', seq: contents.lastSeq + 1 };
}

function frameDamage(
  db: ReadableDb,
  contents: MirrorContents,
  frame: Frame,
  dataKey: Uint8Array | null,
  tally: Tally,
): MirrorDamage['why'] | null {
  const { head } = frame;
  if (head.t === 'file') return 'frames';
  const body = dataKey === null ? null : openFrame(dataKey, contents.head.file, frame);
  if (dataKey !== null && body === null) return 'body';
  tally.frames += 1;
  const held = head.t === 'entry' ? tally.entries : tally.answers;
  const number = head.t === 'entry' ? head.seq : head.answer;
  if (number >= held.length) return null;
  const same = head.t === 'entry' ? sameEntry(db, head, body) : sameAnswer(db, head, body);
  if (!same) return head.t === 'entry' ? 'entry-differs' : 'answer-differs';
  held[number] = 1;
  return null;
}

function sameEntry(db: ReadableDb, head: EntryHead, body: string | null): boolean {
  const stored: StoredEntry | null = entryBySeq(db, head.seq);
  return (
    stored !== null &&
    stored.epoch === head.epoch &&
    stored.prevHash === head.prevHash &&
    stored.hash === head.hash &&
    stored.signature === head.signature &&
    (body === null || stored.body === body)
  );
}

function sameAnswer(db: ReadableDb, head: AnswerHead, body: string | null): boolean {
  const [stored] = answersAfter(db, head.answer - 1, 1);
  return (
    stored !== undefined &&
    stored.n === head.answer &&
    stored.signature === head.signature &&
    stored.answer.seq === head.seq &&
    stored.answer.turn === head.turn &&
    (body === null || stored.text === body)
  );
}
