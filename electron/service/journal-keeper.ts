import { isTakenWhenFull } from '../../counter/copies/disk-full.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import type { Entry, EntryDraft, StoredEntry } from '../../counter/journal/entry.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { appendEntry, type Alongside } from '../../db/append.ts';
import { openOrMend } from '../../db/care/open-or-mend.ts';
import { keepReserve, recordReserve, reserveOnRecord } from '../../db/care/reserve-record.ts';
import type { JournalFault } from '../../db/fault.ts';
import {
  closeJournal,
  createJournal,
  type CounterEnrolledDraft,
  type Journal,
  type JournalOptions,
} from '../../db/journal.ts';
import type { Copies } from '../../db/second-copy.ts';
import { codeOfJournalFault, locksSelling, refuseFault } from './journal-fault.ts';
import type { Log } from './log.ts';
import { refuse, type Refusal } from './refusal.ts';

export interface Appended {
  readonly entry: StoredEntry;
  /** What was written now; null when this uid was on disk before this call. */
  readonly body: Entry | null;
  readonly copies: Copies | 'unchanged';
}

/**
 * Holds the one open journal, or the reason why there is none. A disk that failed locks selling for
 * everybody; reading goes on where it can.
 */
export interface JournalKeeper {
  /** Null while there is no journal, for whatever reason. */
  readonly journal: Journal | null;
  /** Why nothing can be sold; null while selling is open. */
  readonly lock: ErrorCode | null;
  use(): Result<Journal, Refusal>;
  open(options: JournalOptions): Promise<Result<Journal, JournalFault>>;
  create(
    options: JournalOptions,
    counter: string,
    first: CounterEnrolledDraft,
  ): Promise<Result<Journal, Refusal>>;
  /** Durable in journal and second copy when it resolves. */
  append(draft: EntryDraft, alongside?: Alongside): Promise<Result<Appended, Refusal>>;
  /** What a fault of a lesser write (print step, answer) means for the counter. */
  noteFault(fault: JournalFault): void;
  /** The reserve is there again: selling goes on. */
  roomIsBack(): void;
  close(): Promise<void>;
}

/** `stopped`: the disk failed twice and the journal is shut; only a fresh process opens it anew. */
export function journalKeeper(log: Log, changed: () => void, stopped: () => void): JournalKeeper {
  let journal: Journal | null = null;
  let lock: ErrorCode | null = null;

  const noteFault = (fault: JournalFault): void => {
    log.note('journal fault', { code: fault.code, detail: fault.detail });
    if (locksSelling(fault.code)) lock = codeOfJournalFault(fault.code);
    if (fault.code === 'disk-full' && journal !== null) recordReserve(journal);
    if (fault.code === 'stopped' && journal !== null) {
      // Nothing can be read from it any more, so nobody may take its silence for an answer.
      journal = null;
      stopped();
    }
    changed();
  };
  const held = (opened: Result<Journal, JournalFault>): Result<Journal, JournalFault> => {
    if (opened.ok) {
      journal = opened.value;
      lock = reserveOnRecord(journal.db) === 'freed' ? 'JOURNAL_FULL' : null;
    } else noteFault(opened.error);
    return opened;
  };

  return {
    get journal() {
      return journal;
    },
    get lock() {
      return lock;
    },
    use: () => (journal === null ? refuse(lock ?? 'NOT_ENROLLED') : ok(journal)),
    open: async (options) => held(await openOrMend({ ...options, onStopped: noteFault })),
    create: async (options, counter, first) => {
      const created = held(await createJournal({ ...options, onStopped: noteFault }, counter, first));
      if (!created.ok) return refuseFault(created.error);
      // Nobody sells yet: its flush stands in no sale's way. Without room for it the counter sells all the same.
      await keepReserve(created.value);
      return created;
    },
    append: async (draft, alongside) => {
      if (journal === null) return refuse(lock ?? 'NOT_ENROLLED');
      if (lock !== null && !(lock === 'JOURNAL_FULL' && isTakenWhenFull(draft.kind))) return refuse(lock);
      let outcome = await appendEntry(journal, draft, alongside);
      if (outcome.kind === 'refused' && outcome.fault.code === 'disk-full' && isTakenWhenFull(draft.kind)) {
        noteFault(outcome.fault);
        // The reserve was just freed for this very entry: it has room now. Its uid is the same.
        outcome = await appendEntry(journal, draft, alongside);
      }
      switch (outcome.kind) {
        case 'recorded':
          return ok({ entry: outcome.entry, body: outcome.body, copies: outcome.copies });
        case 'already':
          return ok({ entry: outcome.entry, body: null, copies: 'unchanged' });
        case 'refused':
          noteFault(outcome.fault);
          return refuseFault(outcome.fault);
        case 'unknown':
          noteFault(outcome.fault);
          return err({ code: 'OUTCOME_UNKNOWN', params: {} });
      }
    },
    noteFault,
    roomIsBack: () => {
      if (lock === 'JOURNAL_FULL') lock = null;
      changed();
    },
    close: async () => {
      const closing = journal;
      journal = null;
      if (closing !== null) await closeJournal(closing);
    },
  };
}
