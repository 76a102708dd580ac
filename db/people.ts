import type { BilingualText, Role } from '../counter/journal/entry.ts';
import type { Result } from '../counter/result.ts';
import type { ReadableDb } from './connection.ts';
import type { JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';

export interface PersonRow {
  readonly person: string;
  readonly name: BilingualText;
  readonly role: Role;
  readonly state: 'active' | 'off';
}
export declare function people(db: ReadableDb): PersonRow[];
export declare function personById(db: ReadableDb, person: string): PersonRow | null;
/** The salted hash as the service wrote it; null for a person who has no PIN yet. */
export declare function pinOf(db: ReadableDb, person: string): string | null;
/** Append-only and durable; the newest stands. */
export declare function setPin(journal: Journal, person: string, pinText: string): Result<void, JournalFault>;
