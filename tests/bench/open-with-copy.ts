import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { assert } from '../../counter/result.ts';
import { lastSeq } from '../../db/entries.ts';
import { type Journal, type JournalOptions, openJournal } from '../../db/journal.ts';
import { retrySecondCopy, secondCopyStatus } from '../../db/second-copy.ts';

const againMs = 5;

/** Opens a journal that had no second copy and makes it whole beside it, before anything is measured. */
export async function openWithCopy(
  options: JournalOptions,
): Promise<{ readonly journal: Journal; readonly options: JournalOptions }> {
  const mirrorFolder = join(dirname(options.folder), 'mirror');
  mkdirSync(mirrorFolder);
  const withCopy = { ...options, mirrorFolder };
  const opened = await openJournal(withCopy);
  assert(opened.ok, `the journal opens: ${JSON.stringify(opened)}`);
  const journal = opened.value;
  const last = lastSeq(journal.db);
  // A backlog this long is copied behind the sales, a portion at a time.
  while (secondCopyStatus(journal).throughSeq < last) {
    await retrySecondCopy(journal);
    await delay(againMs);
  }
  return { journal, options: withCopy };
}
