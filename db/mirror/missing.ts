import type { StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import type { DeviceSigner } from '../crypto.ts';
import { openFrame } from './file-key.ts';
import { mirrorFiles } from './file-names.ts';
import type { Frame } from './frame.ts';
import { type MirrorContents, readMirrorFile } from './read-file.ts';

export interface MirroredAnswer {
  readonly n: number;
  readonly seq: number;
  readonly text: string;
  readonly signature: string;
  readonly storedAt: number;
}

export interface MirroredRest {
  readonly entries: readonly StoredEntry[];
  readonly answers: readonly MirroredAnswer[];
}

/**
 * What the second copy holds beyond the journal's end, in order. Null when a body cannot be opened
 * by this device's key; the caller proves the chain.
 */
export async function readBeyond(
  folder: string,
  owner: { readonly counter: string; readonly epoch: number },
  signer: DeviceSigner,
  end: { readonly seq: number; readonly answer: number },
): Promise<MirroredRest | null> {
  const entries = new Map<number, StoredEntry>();
  const answers = new Map<number, MirroredAnswer>();
  for (const { path } of (await mirrorFiles(folder, owner.counter, owner.epoch)).toReversed()) {
    const contents = await readMirrorFile(path, owner);
    if (contents === 'no-head') continue;
    if (typeof contents === 'string') return null;
    if (!collect(contents, signer, end, entries, answers)) return null;
    if (contents.head.afterSeq <= end.seq && contents.head.afterAnswer <= end.answer) break;
  }
  return {
    entries: [...entries.values()].toSorted((left, right) => left.seq - right.seq),
    answers: [...answers.values()].toSorted((left, right) => left.n - right.n),
  };
}

/** A newer file stands before an older one, which may hold what a failed flush left behind. */
function collect(
  contents: MirrorContents,
  signer: DeviceSigner,
  end: { readonly seq: number; readonly answer: number },
  entries: Map<number, StoredEntry>,
  answers: Map<number, MirroredAnswer>,
): boolean {
  const dataKey = signer.unwrapKey(contents.head.keyForDevice);
  if (dataKey === null) return false;
  for (const frame of contents.frames) {
    const { head } = frame;
    if (head.t === 'file') return false;
    if (head.t === 'entry' ? head.seq <= end.seq : head.answer <= end.answer) continue;
    const body = openFrame(dataKey, contents.head.file, frame);
    if (body === null) return false;
    if (head.t === 'answer') {
      const { answer: n, seq, signature, storedAt } = head;
      if (!answers.has(n)) answers.set(n, { n, seq, signature, storedAt, text: body });
    } else if (!entries.has(head.seq)) {
      const entry = storedEntry(frame, body);
      if (entry === null) return false;
      entries.set(head.seq, entry);
    }
  }
  return true;
}

function storedEntry(frame: Frame, body: string): StoredEntry | null {
  const { head } = frame;
  const entry = readBody(body);
  if (entry === null || head.t !== 'entry') return null;
  const { counter, epoch, seq, prevHash, hash, signature } = head;
  return { counter, epoch, seq, uid: entry.uid, kind: entry.kind, body, prevHash, hash, signature };
}
