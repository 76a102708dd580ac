import { hashBeforeFirst } from '../../../counter/journal/chain.ts';
import type { Result } from '../../../counter/result.ts';
import { ackedSeq, answersBetween, lastAcknowledgement, latestAnswer } from '../../../db/answer-reads.ts';
import { markOffered, storeAcknowledgement, storeAnswers } from '../../../db/answers.ts';
import { type AppendOutcome, appendEntry } from '../../../db/append.ts';
import { consumerCashOn, sameAmountSince } from '../../../db/consumer-reads.ts';
import {
  currentDay,
  dayTotals,
  openShifts,
  sessionsOn,
  shiftsOfDay,
  shiftTotals,
  unsentSummary,
} from '../../../db/day-reads.ts';
import { entriesFrom, entryBySeq, entryByUid, lastSeq } from '../../../db/entries.ts';
import { chainOf } from '../../../db/exception-chain.ts';
import { exceptionRecharges } from '../../../db/exceptions.ts';
import type { JournalFault } from '../../../db/fault.ts';
import { closeJournal, type Journal } from '../../../db/journal.ts';
import { wasPutBack } from '../../../db/second-copy.ts';
import {
  appendPrintStep,
  bornPrintJob,
  freezeDocument,
  nextCopyNumber,
  openPrintJobs,
  printJob,
  printJobsOfEntry,
} from '../../../db/print-jobs.ts';
import type { Outbox } from '../../../headend/outbox.ts';
import type { SimJournal } from '../world/sim-journal.ts';

/** What surrounds the work of a real journal in virtual time. */
export interface SqlitePorts {
  /** Virtual time stands still until the files are written. */
  readonly hold: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** Runs one append; it may end the process in its midst. */
  readonly appending: (run: () => Promise<AppendOutcome>) => Promise<AppendOutcome>;
  readonly onFault: (fault: JournalFault) => void;
  /** The bookmark in the results log, which has a file of its own. */
  readonly bookmark: { text: string | null };
}

/** The real journal of db/ as the simulated service uses it. */
export function sqliteJournal(journal: Journal, ports: SqlitePorts): SimJournal {
  const read = () => journal.db;
  return {
    counter: journal.counter,
    epoch: journal.epoch,
    found: wasPutBack(journal) ? 'put-back' : 'as-left',
    outbox: outboxOf(journal, ports),
    append: (draft, slip) =>
      ports.appending(() =>
        appendEntry(journal, draft, slip === null ? undefined : (db) => bornPrintJob(db, slip)),
      ),
    entryByUid: (uid) => entryByUid(read(), uid),
    currentDay: () => currentDay(read()),
    openShift: () => openShifts(read())[0] ?? null,
    sessionsOn: (date) => sessionsOn(read(), date),
    shiftsOfDay: (day) => shiftsOfDay(read(), day),
    shiftTotals: (shift) => shiftTotals(read(), shift),
    dayTotals: (day) => dayTotals(read(), day),
    unsent: () => unsentSummary(read()),
    cashOn: (consumer, date) => consumerCashOn(read(), consumer, date),
    sameAmountSince: (consumer, amountPaise, sinceMs) =>
      sameAmountSince(read(), consumer, amountPaise, sinceMs),
    latestAnswer: (seq) => latestAnswer(read(), seq),
    chainOf: (recharge) => chainOf(read(), recharge),
    troubled: () => exceptionRecharges(read()),
    slip: (id) => printJob(read(), id),
    openSlips: () => openPrintJobs(read()),
    slipsOf: (entry) => printJobsOfEntry(read(), entry),
    nextCopy: (entry, slip) => nextCopyNumber(read(), entry, slip),
    freeze: (id, text) => freezeDocument(journal, id, text),
    step: (draft) => appendPrintStep(journal, draft),
    close: () => ports.hold(() => closeJournal(journal)),
  };
}

function outboxOf(journal: Journal, { hold, onFault, bookmark }: SqlitePorts): Outbox {
  const done = <Value>(result: Result<Value, JournalFault>): Value => {
    if (result.ok) return result.value;
    onFault(result.error);
    throw new Error(`outbox: ${result.error.code} ${result.error.detail}`);
  };
  return {
    position: () => ({
      counter: journal.counter,
      epoch: journal.epoch,
      lastSeq: lastSeq(journal.db),
      ackedSeq: ackedSeq(journal.db),
      serverEpoch: lastAcknowledgement(journal.db)?.acknowledgement.serverEpoch ?? null,
      resultsCursor: bookmark.text,
    }),
    read: (from, maxEntries, maxBytes) => entriesFrom(journal.db, from, maxEntries, maxBytes),
    answersBetween: (from, to) => answersBetween(journal.db, from, to),
    hashAt: (seq) => (seq === 0 ? hashBeforeFirst : (entryBySeq(journal.db, seq)?.hash ?? null)),
    markOffered: (through) => done(markOffered(journal, through)),
    storeAcknowledgement: (acknowledgement) => done(storeAcknowledgement(journal, acknowledgement)),
    storeAnswers: async (answers, cursor) => {
      if (answers.length > 0) done(await hold(() => storeAnswers(journal, answers)));
      if (cursor !== null) bookmark.text = cursor;
    },
  };
}
