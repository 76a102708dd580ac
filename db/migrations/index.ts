import type { Migration } from '../migrate.ts';
import { firstJournal } from './010-first-journal.ts';

/** In the order in which they run. Numbers rise by tens; a released file never changes. */
export const migrations: readonly Migration[] = [firstJournal];
