import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * What the closed journal says about the day, read with plain SQL from a copy of the file, as an
 * auditor would: nothing of the counter's own sums is taken over.
 */
export interface DayFacts {
  readonly recharges: readonly RechargeFact[];
  /** Of receipts, further copies too. */
  readonly slips: readonly SlipFact[];
  /** Of shifts and of refunds. */
  readonly otherSlips: readonly SlipFact[];
  /** Cash given back at the exceptions desk. */
  readonly refunds: readonly RefundFact[];
  readonly settlements: readonly SettlementFact[];
  readonly shifts: readonly { readonly countedPaise: number; readonly floatPaise: number }[];
}

export interface RechargeFact {
  readonly uid: string;
  readonly seq: number;
  readonly receiptNumber: string;
  readonly consumer: string;
  readonly amountPaise: number;
  /** Credit of the latest answer; null while the head end said nothing. */
  readonly credit: string | null;
}

export interface RefundFact {
  readonly uid: string;
  /** uid of the recharge. */
  readonly ref: string;
  readonly amountPaise: number;
}

/** What the exceptions desk asked the head end to credit in place of a refused recharge. */
export interface SettlementFact {
  readonly uid: string;
  readonly ref: string;
  readonly outcome: string;
  readonly consumer: string;
  readonly amountPaise: number;
  /** Credit of the latest answer; null while the head end said nothing. */
  readonly credit: string | null;
}

export interface SlipFact {
  readonly job: string;
  readonly entry: string;
  readonly slip: 'receipt' | 'shift-slip' | 'refund-slip';
  readonly copy: number;
  readonly state: string;
  /** Canonical text of the frozen document. */
  readonly document: string;
}

const rechargesSql = `SELECT uid, seq, receipt_number AS receiptNumber, consumer, amount_paise AS amountPaise,
  (SELECT credit FROM answer WHERE answer.seq = entry.seq ORDER BY turn DESC LIMIT 1) AS credit
  FROM entry WHERE kind = 'recharge' ORDER BY seq`;

const refundsSql = `SELECT uid, ref, body ->> 'amountPaise' AS amountPaise FROM entry
  WHERE kind IN ('refund', 'cancellation') ORDER BY seq`;

const settlementsSql = `SELECT uid, ref, body ->> 'outcome' AS outcome,
  body -> 'credit' ->> 'consumer' AS consumer, body -> 'credit' ->> 'amountPaise' AS amountPaise,
  (SELECT credit FROM answer WHERE answer.seq = entry.seq ORDER BY turn DESC LIMIT 1) AS credit
  FROM entry WHERE kind = 'refusal settled' ORDER BY seq`;

const slipsSql = `SELECT print_job.id AS job, print_job.entry, print_job.slip, print_job.copy,
  (SELECT state FROM print_step WHERE job = print_job.id ORDER BY n DESC LIMIT 1) AS state,
  (SELECT document FROM print_step WHERE job = print_job.id AND n = 1) AS document
  FROM print_job WHERE slip = ? AND EXISTS (SELECT 1 FROM print_step WHERE job = print_job.id)
  ORDER BY print_job.born_at, print_job.copy`;

const shiftsSql = `SELECT body ->> 'countedPaise' AS countedPaise,
  (SELECT opened.body ->> 'floatPaise' FROM entry AS opened WHERE opened.uid = entry.shift) AS floatPaise
  FROM entry WHERE kind = 'shift closed' ORDER BY seq`;

/** SQLite leaves files of its own beside a journal that it only reads, so a closed one is read as a copy. */
export function readClosedDayFacts(journalFile: string): DayFacts {
  const folder = mkdtempSync(join(tmpdir(), 'day-facts-'));
  try {
    copyFileSync(journalFile, join(folder, 'journal.db'));
    return readDayFacts(join(folder, 'journal.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function readDayFacts(journalFile: string): DayFacts {
  const db = new Database(journalFile, { readonly: true, fileMustExist: true });
  try {
    const slips = db.prepare<[SlipFact['slip']], SlipFact>(slipsSql);
    return {
      recharges: db.prepare<[], RechargeFact>(rechargesSql).all(),
      slips: slips.all('receipt'),
      otherSlips: [...slips.all('shift-slip'), ...slips.all('refund-slip')],
      refunds: db.prepare<[], RefundFact>(refundsSql).all(),
      settlements: db.prepare<[], SettlementFact>(settlementsSql).all(),
      shifts: db.prepare<[], DayFacts['shifts'][number]>(shiftsSql).all(),
    };
  } finally {
    db.close();
  }
}
