import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { Result } from '../../counter/result.ts';
import { ackedSeq, answersBetween, lastAcknowledgement } from '../../db/answer-reads.ts';
import { markOffered, storeAcknowledgement, storeAnswers } from '../../db/answers.ts';
import { entriesFrom, entryBySeq, lastSeq } from '../../db/entries.ts';
import type { JournalFault } from '../../db/fault.ts';
import type { Journal } from '../../db/journal.ts';
import type { Outbox } from '../../headend/outbox.ts';
import type { JournalKeeper } from './journal-keeper.ts';

const cursorFile = 'results-cursor';

/**
 * The journal as the uploader's outbox. The place in the results log is only a bookmark and stands in
 * a file of its own: written after the answers before it, and lost without harm, because answers
 * that are there already are left out.
 */
export function journalOutbox(keeper: JournalKeeper, journal: Journal, folder: string): Outbox {
  const path = join(folder, cursorFile);
  let cursor = readBookmark(path);
  let last: ReturnType<Outbox['position']> | null = null;

  const done = <Value>(result: Result<Value, JournalFault>): Value => {
    if (result.ok) return result.value;
    keeper.noteFault(result.error);
    throw new Error(`outbox: ${result.error.code} ${result.error.detail}`);
  };

  return {
    position: () => {
      // A journal that its disk shut says nothing more. This process ends in a moment, after its replies.
      if (keeper.journal !== null || last === null) {
        last = {
          counter: journal.counter,
          epoch: journal.epoch,
          lastSeq: lastSeq(journal.db),
          ackedSeq: ackedSeq(journal.db),
          serverEpoch: lastAcknowledgement(journal.db)?.acknowledgement.serverEpoch ?? null,
          resultsCursor: cursor,
        };
      }
      return last;
    },
    read: (from, maxEntries, maxBytes) => entriesFrom(journal.db, from, maxEntries, maxBytes),
    answersBetween: (from, to) => answersBetween(journal.db, from, to),
    hashAt: (seq) => (seq === 0 ? hashBeforeFirst : (entryBySeq(journal.db, seq)?.hash ?? null)),
    markOffered: (through) => done(markOffered(journal, through)),
    storeAcknowledgement: (acknowledgement) => done(storeAcknowledgement(journal, acknowledgement)),
    storeAnswers: async (answers, resultsCursor) => {
      if (answers.length > 0) done(await storeAnswers(journal, answers));
      if (resultsCursor === null || resultsCursor === cursor) return;
      cursor = resultsCursor;
      writeFileSync(`${path}.new`, cursor, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function readBookmark(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    return text === '' || text.length > 80 ? null : text;
  } catch {
    return null;
  }
}
