import { kolkataDate } from '../counter/time.ts';
import { answersAfter } from './answer-reads.ts';
import { recordCare } from './care/care-events.ts';
import { clearLoss, markLoss } from './care/loss-mark.ts';
import type { ReadableDb } from './connection.ts';
import { entriesFrom, entryBySeq } from './entries.ts';
import type { Journal } from './journal.ts';
import type { JournalInner } from './journal-inner.ts';
import { limits } from '../counter/limits.ts';
import { copyThrough } from './mirror/mirror.ts';
import type { MirrorSource } from './mirror/writer.ts';
import { statement } from './statement.ts';

/** `two`: on disk in journal and mirror. `single`: in the journal alone, and on record as such. */
export type Copies = 'two' | 'single';

export interface SecondCopyStatus {
  /** `none`: no folder is set. `lost`: the last write to it failed. */
  readonly state: 'none' | 'whole' | 'lost';
  /** Everything up to here is in the second copy. */
  readonly throughSeq: number;
  readonly detail: string;
}

export function secondCopyStatus(journal: Journal): SecondCopyStatus {
  const { mirror } = journal.inner;
  if (mirror === null) return { state: 'none', throughSeq: 0, detail: '' };
  const throughSeq = mirror.position?.cursor.seq ?? 0;
  const { failure } = mirror;
  return failure === null
    ? { state: 'whole', throughSeq, detail: '' }
    : { state: 'lost', throughSeq, detail: failure.detail };
}

/** Whether an older journal was found in its place, and had to learn from the second copy what came after it. */
export function wasPutBack({ inner }: Journal): boolean {
  return inner.broughtBack > 0;
}

/** Tries the second copy again without a sale, for a stick that was put back. */
export function retrySecondCopy(journal: Journal): Promise<Copies> {
  return copyEverything(journal.inner);
}

/** Waits until the second copy holds all that the journal holds now, at most its deadline. */
export async function copyEverything(inner: JournalInner): Promise<Copies> {
  if (inner.mirror === null || inner.state !== 'open') return 'single';
  const copies = await copyThrough(inner.mirror, inner.tail.seq, inner.lastAnswer);
  record(inner);
  return copies;
}

/** The same for one entry: what came after it is not waited for. */
export async function copyEntry(inner: JournalInner, seq: number): Promise<Copies> {
  if (inner.mirror === null) return 'single';
  const copies = await copyThrough(inner.mirror, seq, 0);
  record(inner);
  return copies;
}

/** Loss and return of the second copy stand in the journal, so that single-copy sales are known later. */
function record(inner: JournalInner): void {
  const { mirror } = inner;
  if (mirror === null || inner.state !== 'open') return;
  const now = mirror.failure === null ? 'whole' : 'lost';
  if (now === inner.mirrorOnRecord) return;
  const { file, detail } = mirror.failure ?? { file: '', detail: '' };
  // Unreadable from the start, but whole when it was last seen: it held all that there was.
  const afterSeq = mirror.position?.cursor.seq ?? inner.tail.seq;
  const event = now === 'whole' ? 'mirror-whole' : 'mirror-lost';
  // The mark goes first and comes last, so that it never misses a loss.
  if (now === 'lost') markLoss(inner.options.folder);
  if (!recordCare(inner, { event, afterSeq, file, detail }).ok) return;
  inner.mirrorOnRecord = now;
  if (now === 'whole') clearLoss(inner.options.folder);
}

/**
 * The journal as the second copy sees it; asks `inner` each time, for the connection may be a new
 * one. The entry just recorded is handed over without a query, as nearly always it is the next.
 */
export function mirrorSource(
  inner: Pick<JournalInner, 'db' | 'tail' | 'newest' | 'lastAnswer'>,
): MirrorSource {
  return {
    entriesAfter: (seq) => {
      const { newest, tail } = inner;
      if (newest !== null && newest.stored.seq === seq + 1 && tail.seq === seq + 1) return [newest];
      return entriesFrom(inner.db, seq + 1, limits.mirrorChunkEntriesMax, limits.mirrorChunkBytesMax).map(
        (stored) => ({ stored, date: dateOf(inner.db, stored.seq) }),
      );
    },
    answersAfter: (n) =>
      n === inner.lastAnswer ? [] : answersAfter(inner.db, n, limits.mirrorChunkEntriesMax),
    lastAnswer: () => inner.lastAnswer,
    hashAt: (seq) => entryBySeq(inner.db, seq)?.hash ?? null,
  };
}

/** An entry's file is that of its business date, so a sale after midnight begins no new one. */
function dateOf(db: ReadableDb, seq: number): string {
  const sql = 'SELECT business_date AS date, at FROM entry WHERE seq = ?';
  const row = statement<{ date: string | null; at: number }>(db, sql).get(seq);
  return row?.date ?? kolkataDate(row?.at ?? 0);
}
