import type { Answer } from '../counter/journal/answer.ts';
import type { Entry, EntryKind, StoredEntry } from '../counter/journal/entry.ts';
import type { Recharge } from '../counter/journal/recharge-entries.ts';
import { readBody } from '../counter/journal/read-body.ts';
import { assert } from '../counter/result.ts';
import { latestAnswer } from './answer-reads.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { sha256Hex } from './crypto.ts';
import { DamagedRow } from './fault.ts';
import { statement } from './statement.ts';

/** A recharge as screens and papers need it: its row, its body read, and the latest answer about it. */
export interface RecordedRecharge {
  readonly stored: StoredEntry;
  readonly recharge: Recharge;
  readonly answer: Answer | null;
}

interface EntryRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly kind: EntryKind;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly signature: string;
}

export const entryColumns = `(SELECT counter FROM identity) AS counter, epoch, seq, uid, kind, body,
  prev_hash AS prevHash, hash, signature`;
const bySeq = `SELECT ${entryColumns} FROM entry WHERE seq = ?`;
const byUid = `SELECT ${entryColumns} FROM entry WHERE uid = ?`;
const recoveries = `SELECT ${entryColumns} FROM entry WHERE kind = 'recovery' ORDER BY seq`;
const byReceipt = `SELECT ${entryColumns} FROM entry WHERE receipt_number = ?`;
const from = `SELECT ${entryColumns} FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?`;
const newestRecharges = `SELECT ${entryColumns} FROM entry
  WHERE kind = 'recharge' ORDER BY seq DESC LIMIT ?`;
const lastOfShift = `SELECT ${entryColumns} FROM entry WHERE receipt_number = (
  SELECT last_receipt FROM shift_total WHERE shift = ?)`;

/** Throws `DamagedRow` for a row whose columns are not of their types. */
function sound(row: EntryRow | undefined): StoredEntry | null {
  if (row === undefined) return null;
  const { seq, epoch, ...texts } = row;
  const isSound =
    [seq, epoch].every(Number.isSafeInteger) &&
    Object.values(texts).every((text) => typeof text === 'string');
  if (!isSound) throw new DamagedRow(`entry ${seq} is not what was written`);
  return row;
}

/** Writes the row and its ledger lines; the columns are copies of what the body says, for search. */
export function insertEntry(db: WritableDb, stored: StoredEntry, entry: Entry): void {
  const recharge = entry.kind === 'recharge' ? entry : null;
  statement(db, insert).run(
    stored.seq,
    stored.epoch,
    stored.uid,
    stored.kind,
    entry.at,
    entry.businessDate,
    entry.day,
    entry.shift,
    entry.operator,
    recharge?.consumer ?? null,
    recharge?.amountPaise ?? null,
    recharge?.receiptNumber ?? null,
    entry.ref,
    entry.perpetualTotalPaise,
    stored.seq - 1,
    recharge === null ? 0 : 1,
    stored.body,
    stored.prevHash,
    stored.hash,
    stored.signature,
    signatureSum(stored.signature),
  );
  for (const [index, line] of entry.ledger.entries()) {
    statement(db, insertLedger).run(stored.seq, index + 1, line.account, line.amountPaise);
  }
}

const insert = `INSERT INTO entry (seq, epoch, uid, kind, at, business_date, day, shift, operator, consumer,
  amount_paise, receipt_number, ref, total_paise, recharges, body, prev_hash, hash, signature, signature_sum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    ifnull((SELECT recharges FROM entry WHERE seq = ?), 0) + ?, ?, ?, ?, ?, ?)`;
const insertLedger = 'INSERT INTO ledger (seq, line, account, amount_paise) VALUES (?, ?, ?, ?)';

/** Stored beside each signature: finds a wrong bit in it a hundred times faster than checking it would. */
export function signatureSum(signature: string): string {
  return sha256Hex(signature).slice(0, 16);
}

export function lastSeq(db: ReadableDb): number {
  return statement<{ seq: number }>(db, 'SELECT ifnull(max(seq), 0) AS seq FROM entry').get()?.seq ?? 0;
}

export function entryBySeq(db: ReadableDb, seq: number): StoredEntry | null {
  return sound(statement<EntryRow>(db, bySeq).get(seq));
}

export function entryByUid(db: ReadableDb, uid: string): StoredEntry | null {
  return sound(statement<EntryRow>(db, byUid).get(uid));
}

/**
 * The next entries in order: at most so many, and of bodies so many bytes, but always one if
 * there is one, so that a large entry never stops the line.
 */
export function entriesFrom(
  db: ReadableDb,
  fromSeq: number,
  maxEntries: number,
  maxBytes: number,
): StoredEntry[] {
  const taken: StoredEntry[] = [];
  let bytes = 0;
  for (const row of statement<EntryRow>(db, from).all(fromSeq, maxEntries)) {
    sound(row);
    bytes += Buffer.byteLength(row.body);
    if (taken.length > 0 && bytes > maxBytes) break;
    taken.push(row);
  }
  return taken;
}

export function rechargeByUid(db: ReadableDb, uid: string): RecordedRecharge | null {
  return recorded(db, entryByUid(db, uid));
}

export function rechargeByReceipt(db: ReadableDb, receiptNumber: string): RecordedRecharge | null {
  return recorded(db, statement<EntryRow>(db, byReceipt).get(receiptNumber) ?? null);
}

/** The recoveries of this journal, oldest first: one for each epoch after the first. */
export function recoveriesOf(db: ReadableDb): StoredEntry[] {
  return statement<EntryRow>(db, recoveries).all();
}

/** Of one shift, or of the whole journal for null. */
export function lastRecharge(db: ReadableDb, shift: string | null): RecordedRecharge | null {
  if (shift === null) return recentRecharges(db, 1)[0] ?? null;
  return recorded(db, statement<EntryRow>(db, lastOfShift).get(shift) ?? null);
}

/** Newest first. */
export function recentRecharges(db: ReadableDb, limit: number): RecordedRecharge[] {
  return statement<EntryRow>(db, newestRecharges)
    .all(limit)
    .map((row) => recorded(db, row))
    .filter((row) => row !== null);
}

function recorded(db: ReadableDb, stored: StoredEntry | null): RecordedRecharge | null {
  if (stored === null) return null;
  const recharge = readBody(stored.body);
  assert(recharge !== null, `the body of entry ${stored.seq} can be read`);
  if (recharge.kind !== 'recharge') return null;
  return { stored, recharge, answer: latestAnswer(db, stored.seq) };
}
