/**
 * The counter whose disks are recorded: `node recorded-day.ts JSON`. It sells, prints and stores answers
 * on two days, stops cleanly in between, is killed once, opens again, and loses its second copy for a
 * moment. Whatever it tells anybody goes as a line into `acknowledged`.
 */
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { dayClosedDraft } from '../../../counter/day/day-close.ts';
import type { EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import { assert } from '../../../counter/result.ts';
import { shiftClosedDraft } from '../../../counter/shift/shift-close.ts';
import { type Alongside, appendEntry } from '../../../db/append.ts';
import { storeAnswers } from '../../../db/answers.ts';
import { checkpointWhenIdle } from '../../../db/checkpoint.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import { currentDay, currentShift, dayTotals, shiftTotals, unsentSummary } from '../../../db/day-reads.ts';
import { entryBySeq } from '../../../db/entries.ts';
import {
  closeJournal,
  createJournal,
  type Journal,
  type JournalOptions,
  openJournal,
} from '../../../db/journal.ts';
import { appendPrintStep, bornPrintJob, freezeDocument } from '../../../db/print-jobs.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import { answerOf } from '../../harness/answer-of.ts';
import { receiptText } from '../../harness/frozen-receipt.ts';
import {
  enrolment,
  handClock,
  must,
  newUid,
  type OpenCounter,
  openCounter,
  recharge,
} from '../../harness/journal.ts';
import { journalFolder, mirrorFolder } from './places.ts';
import { acknowledge } from './promise.ts';

export interface RecordedDayPlan {
  /** The folder that stands for both disks. */
  readonly root: string;
  readonly secret: string;
  /** Before and after the kill. */
  readonly half: 'first' | 'second';
  /** A counter that is wrong on purpose; the replayer must find it. */
  readonly plant?: 'no-flush' | 'early-slip';
}

const dayMs = 86_400_000;
const plan = JSON.parse(process.argv[2] ?? '{}') as RecordedDayPlan;
const promises = openSync(join(plan.root, 'acknowledged'), 'a');
const firstMorning = Date.parse('2026-11-23T05:30:00Z');
const clock = handClock(plan.half === 'first' ? firstMorning : firstMorning + dayMs + 3_600_000);
let flushOfMirrorFails = false;

const options: JournalOptions = {
  folder: join(plan.root, journalFolder),
  mirrorFolder: join(plan.root, mirrorFolder),
  recoveryPublicKey: null,
  clock,
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: `boot-of-the-${plan.half}-half`,
  faults: {
    mirrorFlush: async () => {
      if (!flushOfMirrorFails) return;
      flushOfMirrorFails = false;
      throw new Error('the second copy was pulled out');
    },
  },
};

if (plan.half === 'first') await firstHalf();
else await secondHalf();

async function firstHalf(): Promise<void> {
  const created = await createJournal(options, 'C02', enrolment(options.signer.publicKey));
  assert(created.ok, `first run succeeds: ${JSON.stringify(created)}`);
  let journal = prepared(created.value);
  tell(journal, entryOf(journal, 1));
  await openOn(journal);
  await sellAndPrint(journal, 13);
  await closeDay(journal);
  clock.pass(dayMs);
  await openOn(journal);
  await sellAndPrint(journal, 7);
  await closeJournal(journal);
  journal = await opened();
  await sellAndPrint(journal, 7);
  process.kill(process.pid, 'SIGKILL');
}

async function secondHalf(): Promise<void> {
  const journal = await opened();
  await sellAndPrint(journal, 7);
  flushOfMirrorFails = true;
  await sellAndPrint(journal, 7);
  await closeJournal(journal);
}

async function opened(): Promise<Journal> {
  const result = await openJournal(options);
  assert(result.ok, `the journal opens: ${JSON.stringify(result)}`);
  return prepared(result.value);
}

function prepared(journal: Journal): Journal {
  if (plan.plant === 'no-flush') journal.inner.db.pragma('synchronous = NORMAL');
  return journal;
}

/** Records an entry and tells so when the journal does; the planted counter prints its slip too early. */
async function append(journal: Journal, draft: EntryDraft, alongside?: Alongside): Promise<StoredEntry> {
  const outcome = must(
    await appendEntry(journal, draft, (db, stored) => {
      alongside?.(db, stored);
      if (plan.plant === 'early-slip') promise(stored, 'two');
    }),
  );
  promise(outcome.entry, outcome.copies);
  return outcome.entry;
}

function promise({ seq, uid, hash }: StoredEntry, copies: 'two' | 'single'): void {
  acknowledge(promises, { kind: 'entry', seq, uid, hash, copies });
}

/** Entries that the harness appended: told when they are whole in both copies. */
function tell(journal: Journal, ...entries: readonly StoredEntry[]): void {
  const { throughSeq } = secondCopyStatus(journal);
  for (const entry of entries) promise(entry, entry.seq <= throughSeq ? 'two' : 'single');
}

function entryOf(journal: Journal, seq: number): StoredEntry {
  const entry = entryBySeq(journal.db, seq);
  assert(entry !== null, `entry ${seq} is there`);
  return entry;
}

async function openOn(journal: Journal): Promise<void> {
  const before = journal.inner.tail.seq;
  await openCounter(journal, clock.wallMs());
  tell(journal, entryOf(journal, before + 1), entryOf(journal, before + 2));
}

/** Sales as the service makes them. Each third slip is printed to its end, each fourth gets its answer. */
async function sellAndPrint(journal: Journal, sales: number): Promise<void> {
  const day = currentDay(journal.db);
  const shift = currentShift(journal.db, 'asha');
  assert(day !== null && shift !== null, 'day and shift are open');
  const open: OpenCounter = { day: day.day, shift: shift.shift, businessDate: day.businessDate };
  for (let sold = 0; sold < sales; sold += 1) {
    clock.pass(20_000);
    const job = newUid();
    const entry = await append(journal, recharge(open), (db, { uid }) => {
      bornPrintJob(db, {
        id: job,
        entry: uid,
        slip: 'receipt',
        copy: 0,
        owner: 'sale',
        bornAt: clock.wallMs(),
      });
    });
    if (sold % 4 === 1) await answer(journal, entry);
    if (sold % 3 === 0) print(journal, job, entry);
    if (sold % 5 === 4) checkpointWhenIdle(journal);
  }
}

async function answer(journal: Journal, entry: StoredEntry): Promise<void> {
  const stored = await storeAnswers(journal, [answerOf(entry)]);
  assert(stored.ok, 'the answer is stored');
  acknowledge(promises, { kind: 'answer', seq: entry.seq, turn: 1, copies: stored.value.copies });
}

function print(journal: Journal, job: string, entry: StoredEntry): void {
  const took = (step: number, result: { readonly ok: boolean }): void => {
    assert(result.ok, 'the step is stored');
    acknowledge(promises, { kind: 'print step', job, step });
  };
  took(1, freezeDocument(journal, job, receiptText(entry, options.signer)));
  took(2, appendPrintStep(journal, { job, state: 'sending', attempt: 1, detail: null }));
  took(3, appendPrintStep(journal, { job, state: 'confirmed', attempt: 1, detail: null }));
}

async function closeDay(journal: Journal): Promise<void> {
  const day = currentDay(journal.db);
  const shift = currentShift(journal.db, 'asha');
  assert(day !== null && shift !== null, 'day and shift are open');
  const place = { day: { uid: day.day, businessDate: day.businessDate } };
  const books = { floatPaise: 1_000_00, ...shiftTotals(journal.db, shift.shift) };
  const counted = { '10000': 10, '50000': books.recharges };
  const who = { cashier: 'asha', differenceReason: null, approver: null };
  await append(
    journal,
    shiftClosedDraft({ ...place, ...who, uid: newUid(), shift: shift.shift, counted, books }),
  );
  const totals = dayTotals(journal.db, day.day);
  const unsent = unsentSummary(journal.db);
  await append(
    journal,
    dayClosedDraft({
      ...place,
      uid: newUid(),
      operator: 'asha',
      totals,
      unsent: { count: unsent.count, sumPaise: unsent.sumPaise },
    }),
  );
}
