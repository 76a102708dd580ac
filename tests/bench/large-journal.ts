import { join } from 'node:path';
import Database from 'better-sqlite3';
import { dayClosedDraft } from '../../counter/day/day-close.ts';
import { dayOpenedDraft } from '../../counter/day/day-open.ts';
import { uuidv7 } from '../../counter/ids.ts';
import { type Entry, type EntryDraft, movesMoney } from '../../counter/journal/entry.ts';
import { type JournalTail, placeEntry, sealEntry, tailAfter } from '../../counter/journal/place-entry.ts';
import { receiptPrefix } from '../../counter/journal/receipt-count.ts';
import type { Recharge } from '../../counter/journal/recharge-entries.ts';
import { rechargeDraft, type RechargeIntent } from '../../counter/recharge/recharge-draft.ts';
import { assert } from '../../counter/result.ts';
import { shiftClosedDraft } from '../../counter/shift/shift-close.ts';
import { shiftOpenedDraft } from '../../counter/shift/shift-open.ts';
import { kolkataDate } from '../../counter/time.ts';
import { journalFileName } from '../../db/commit.ts';
import type { WritableDb } from '../../db/connection.ts';
import { sha256Hex, systemRandom } from '../../db/crypto.ts';
import { insertEntry } from '../../db/entries.ts';
import { closeJournal } from '../../db/journal.ts';
import { projectEntry } from '../../db/projections.ts';
import { readTail } from '../../db/tail.ts';
import { type Bench, enrolled, handClock } from '../harness/journal.ts';
import { type BulkPaper, bulkPaper } from './bulk-paper.ts';
import { withoutGuards } from './bulk-tables.ts';

/**
 * A journal as years of selling leave it, written in a minute: the same rules, bodies, chain and
 * sums as one that grew sale by sale. Only the way in differs: one transaction without a flush, and
 * the triggers and the search index are put back when all rows stand.
 */
export interface LargeJournal extends Bench {
  readonly path: string;
  readonly entries: number;
  /** uid of the day that was closed last. */
  readonly lastDay: string;
}

export interface LargeJournalOptions {
  readonly entries: number;
  /** Of the newest receipts: each has its print job, its frozen document and its proof. */
  readonly documents: number;
  /**
   * Signing a million hashes takes longer than all the rest. `sample`: all acts but sales are signed, and
   * of the sales every hundredth and the newest; the others carry zeros where no proof of closes looks.
   */
  readonly signed: 'every' | 'sample';
}

const salesPerDay = 1_000;
const dayMs = 86_400_000;
/** 1,000 sales fill eight hours. */
const saleMs = 28_800;
/** A file that is thrown away needs no care; opening it by the ritual sets everything right again. */
const carelessly = [
  'synchronous = OFF',
  // A log is left by way of the plain journal alone.
  'journal_mode = DELETE',
  'journal_mode = OFF',
  'foreign_keys = OFF',
  'ignore_check_constraints = ON',
  'cache_size = -131072',
];
/** A shift and a day are closed by one entry each. */
const closing = 2;
const signedEvery = 100;
const signedLast = 1_000;
const unsigned = 'A'.repeat(86);
const place = { counter: 'C02', office: 'PTC', epoch: 1 };

export async function writeLargeJournal(options: LargeJournalOptions): Promise<LargeJournal> {
  const startMs = Date.parse('2020-04-01T04:00:00Z');
  const clock = handClock(startMs);
  const bench = await enrolled({ mirrorFolder: null, clock });
  await closeJournal(bench.journal);
  const path = join(bench.options.folder, journalFileName);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a bench may write past the opening ritual
  const db = new Database(path) as WritableDb;
  for (const setting of carelessly) db.pragma(setting);
  const guards = withoutGuards(db);
  db.exec('BEGIN');
  const paper = bulkPaper(db, bench.options.signer);
  const writer = newWriter(db, bench, options, paper);
  let day = '';
  for (let at = startMs; writer.tail.seq < options.entries - closing; at += dayMs) {
    day = writeDay(writer, at, options.entries);
  }
  guards.putBack();
  db.exec('COMMIT');
  db.close();
  clock.wall = writer.tail.at + 1_000;
  return { ...bench, path, entries: writer.tail.seq, lastDay: day };
}

interface Writer {
  readonly tail: JournalTail;
  append(draft: EntryDraft, atMs: number): Entry;
}

function newWriter(
  db: WritableDb,
  { options: { signer } }: Bench,
  { entries, documents, signed }: LargeJournalOptions,
  paper: BulkPaper,
): Writer {
  let tail = readTail(db);
  const receipts = new Map<string, number>();
  return {
    get tail() {
      return tail;
    },
    append: (draft, atMs) => {
      const prefix = receiptPrefix(place, draft.businessDate ?? '');
      const given = receipts.get(prefix) ?? 0;
      const now = { wallMs: atMs, monotonicMs: atMs, bootId: 'years' };
      const placed = placeEntry(place, tail, now, draft, given);
      assert(placed.ok, `an entry finds its place: ${JSON.stringify(placed)}`);
      const entry = placed.value;
      const isSample =
        !movesMoney(entry.kind) || entry.seq % signedEvery === 0 || entry.seq > entries - signedLast;
      const sign = signed === 'every' || isSample ? signer.sign : () => unsigned;
      const sealed = sealEntry(entry, tail.hash, { sha256: sha256Hex, sign });
      assert(sealed.ok, `an entry is sealed: ${JSON.stringify(sealed)}`);
      insertEntry(db, sealed.value, entry);
      assert(projectEntry(db, entry), 'an entry fits the books');
      tail = tailAfter(sealed.value, entry);
      if (entry.kind === 'recharge') {
        receipts.set(prefix, given + 1);
        if (entry.seq > entries - documents) paper.print(sealed.value, entry);
      }
      return entry;
    },
  };
}

/** One day of one cashier, opened and closed; ends early where the journal is long enough. Gives its uid. */
function writeDay(writer: Writer, atMs: number, entries: number): string {
  const uid = (at: number): string => uuidv7(at, systemRandom);
  const day = { uid: uid(atMs), businessDate: kolkataDate(atMs) };
  const shift = uid(atMs);
  const cashier = 'asha';
  writer.append(dayOpenedDraft({ ...day, sessionsBefore: 0, operator: cashier }), atMs);
  const float = { '10000': 10 };
  writer.append(shiftOpenedDraft({ uid: shift, day, cashier, shiftNumber: 1, float }), atMs);
  const sales: Recharge[] = [];
  let at = atMs;
  while (sales.length < salesPerDay && writer.tail.seq < entries - closing) {
    at += saleMs;
    const sold = writer.append(saleDraft({ uid: uid(at), day, shift, cashier }, writer.tail.seq), at);
    if (sold.kind === 'recharge') sales.push(sold);
  }
  const takingsPaise = sales.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  const totals = {
    recharges: sales.length,
    takingsPaise,
    cancellations: 0,
    cancelledPaise: 0,
    firstReceipt: sales[0]?.receiptNumber ?? null,
    lastReceipt: sales.at(-1)?.receiptNumber ?? null,
  };
  const cashPaise = 1_000_00 + takingsPaise;
  const books = { ...totals, floatPaise: 1_000_00, cashPaise };
  const counted = { counted: { '10000': cashPaise / 100_00 }, differenceReason: null, approver: null };
  writer.append(shiftClosedDraft({ uid: uid(at), day, shift, cashier, books, ...counted }), at);
  const unsent = { count: 0, sumPaise: 0 };
  writer.append(dayClosedDraft({ uid: uid(at), day, operator: cashier, totals, unsent }), at);
  return day.uid;
}

/** Fifty thousand consumers come about twenty times each. */
function saleDraft(
  of: Pick<RechargeIntent, 'uid' | 'day' | 'shift' | 'cashier'>,
  number: number,
): EntryDraft {
  const amountPaise = 100_00 * (1 + (number % 20));
  const consumer = String(100_000_000 + ((number * 7_919) % 50_000));
  const known = { name: `Ram Prasad ${number % 997}`, meter: `SB${consumer}`, meterKind: 'managed' } as const;
  return rechargeDraft({
    ...of,
    consumer,
    known,
    amountPaise,
    tenderedPaise: amountPaise,
    approvals: [],
    outage: null,
  });
}
