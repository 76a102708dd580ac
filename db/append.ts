import type { EntryDraft, StoredEntry } from '../counter/journal/entry.ts';
import type { WritableDb } from './connection.ts';
import type { JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';

/** `two`: on disk in journal and mirror. `single`: in the journal alone, and on record as such. */
export type Copies = 'two' | 'single';

export type AppendOutcome =
  | { readonly kind: 'recorded'; readonly entry: StoredEntry; readonly copies: Copies }
  /** This uid was recorded before, with the same intent: nothing was written. */
  | { readonly kind: 'already'; readonly entry: StoredEntry }
  | { readonly kind: 'refused'; readonly fault: JournalFault }
  /** Neither proved nor disproved: ask again by the same uid after the journal was opened anew. */
  | { readonly kind: 'unknown'; readonly fault: JournalFault };

/** Writes that belong to the same transaction as the entry: its print job. Throwing undoes all. */
export type Alongside = (db: WritableDb, stored: StoredEntry) => void;

export declare function appendEntry(
  journal: Journal,
  draft: EntryDraft,
  alongside?: Alongside,
): Promise<AppendOutcome>;
