import type { JournalTail } from '../counter/journal/place-entry.ts';
import type { WritableDb } from './connection.ts';
import type { JournalOptions } from './journal.ts';
import type { Mirror } from './mirror/mirror.ts';
import type { DatedEntry } from './mirror/writer.ts';

/** What this room keeps of an open journal. Other rooms never look inside. */
export interface JournalInner {
  readonly options: JournalOptions;
  readonly place: { readonly counter: string; readonly office: string };
  db: WritableDb;
  state: 'open' | 'stopped' | 'closed';
  tail: JournalTail;
  /** The entry that was recorded last, and the date of its mirror file; null after an opening. */
  newest: DatedEntry | null;
  /** Number of the last stored answer. */
  lastAnswer: number;
  /** The device key that the journal names; differs from the signer's after a lost key. */
  publicKey: string;
  /** The difference to the head end's time that the last `clock moved` entry confirmed; null without one. */
  confirmedOffMs: number | null;
  /** Entries that this opening took back from the second copy: the journal was an older one. */
  broughtBack: number;
  /** Null where no folder for a second copy is set. */
  mirror: Mirror | null;
  /** While a copy of its file is being taken, nothing may move the log into it; `broken`: something had to. */
  fileHeld: 'free' | 'held' | 'broken';
  /** `freed`: the disk was full, and the room kept for closing was given to it. */
  reserve: 'kept' | 'freed';
  /** What the journal last put on record about its second copy. */
  mirrorOnRecord: 'whole' | 'lost';
}
