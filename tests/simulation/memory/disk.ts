import type { SignedAcknowledgement } from '../../../counter/journal/answer.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { type Books, emptyBooks, foldEntry } from '../../../counter/journal/fold.ts';
import { emptyTail, type JournalTail, tailAfter } from '../../../counter/journal/place-entry.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { assert } from '../../../counter/result.ts';
import type { StoredAnswer } from '../../../db/answer-reads.ts';
import type { PrintJob } from '../../../db/print-jobs.ts';

/** What is on the disk of a counter: everything that outlives its processes. */
export interface MemoryDisk {
  readonly counter: string;
  readonly office: string;
  entries: StoredEntry[];
  /** The bodies of `entries`, read. */
  bodies: Entry[];
  seqOfUid: Map<string, number>;
  books: Books;
  answers: StoredAnswer[];
  acknowledgements: SignedAcknowledgement[];
  offeredThrough: number;
  resultsCursor: string | null;
  slips: Map<string, PrintJob>;
  /** Entries of which it stands on record that the second copy did not take them. */
  single: Set<number>;
}

export function emptyDisk(counter: string, office: string): MemoryDisk {
  return {
    counter,
    office,
    entries: [],
    bodies: [],
    seqOfUid: new Map(),
    books: emptyBooks(),
    answers: [],
    acknowledgements: [],
    offeredThrough: 0,
    resultsCursor: null,
    slips: new Map(),
    single: new Set(),
  };
}

/** An image of the disk as it is now. */
export function imageOf(disk: MemoryDisk): MemoryDisk {
  const image: MemoryDisk = {
    ...disk,
    entries: [],
    bodies: [],
    seqOfUid: new Map(),
    books: emptyBooks(),
    answers: [...disk.answers],
    acknowledgements: [...disk.acknowledgements],
    slips: new Map(disk.slips),
    single: new Set(disk.single),
  };
  // By the bodies as they were read: a bit that turned over meanwhile goes into the image unseen.
  for (const [index, stored] of disk.entries.entries()) {
    const body = disk.bodies[index];
    if (body !== undefined) takeEntry(image, stored, body);
  }
  return image;
}

export function bodyOf(stored: StoredEntry): Entry {
  const body = readBody(stored.body);
  assert(body !== null, `the body of entry ${stored.seq} can be read`);
  return body;
}

/** Entry, index and sums together, as one transaction writes them. */
export function takeEntry(disk: MemoryDisk, stored: StoredEntry, body: Entry): void {
  disk.entries.push(stored);
  disk.bodies.push(body);
  disk.seqOfUid.set(stored.uid, stored.seq);
  foldEntry(disk.books, body);
}

export function tailOf(disk: MemoryDisk): JournalTail {
  const stored = disk.entries.at(-1);
  const body = disk.bodies.at(-1);
  return stored === undefined || body === undefined ? emptyTail : tailAfter(stored, body);
}

/** Whether an entry belongs to a day, shift or outage that is open: what the projections refuse. */
export function fitsBooks(books: Books, entry: Entry): boolean {
  const dayIsOpen = books.days.get(entry.day ?? '')?.closedAt === null;
  switch (entry.kind) {
    case 'recharge':
    case 'shift closed': {
      const shift = books.shifts.get(entry.shift ?? '');
      return shift?.closedAt === null && shift.day === entry.day;
    }
    case 'shift opened':
    case 'day closed':
      return dayIsOpen;
    case 'outage closed':
      return books.outages.get(entry.ref ?? '')?.closedAt === null;
    default:
      return true;
  }
}

/** The second copy, on another device. */
export interface MemoryMirror {
  entries: StoredEntry[];
  answers: StoredAnswer[];
  /** Whether the stick is in its place. */
  isThere: boolean;
}

export function emptyMirror(): MemoryMirror {
  return { entries: [], answers: [], isThere: true };
}
