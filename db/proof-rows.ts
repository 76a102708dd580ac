import type { EntryKind, StoredEntry } from '../counter/journal/entry.ts';
import type { ReadableDb } from './connection.ts';
import { statement } from './statement.ts';

/** What stands beside a body for search: copies of what it says. */
export interface SearchColumns {
  readonly at: number;
  readonly businessDate: string | null;
  readonly day: string | null;
  readonly shift: string | null;
  readonly operator: string;
  readonly consumer: string | null;
  readonly amountPaise: number | null;
  readonly receiptNumber: string | null;
  readonly ref: string | null;
  readonly totalPaise: number;
  readonly recharges: number;
  readonly signatureSum: string;
}

export interface LedgerRow {
  readonly seq: number;
  readonly account: string;
  readonly amountPaise: number;
}

/** An entry with everything that was stored beside its body. */
export interface ProvedRow {
  readonly stored: StoredEntry & SearchColumns;
  readonly ledger: readonly LedgerRow[];
}

/** Few enough that their texts die young: more at a time would be no faster and hold more memory. */
const pageEntries = 200;

const entrySql = `SELECT (SELECT counter FROM identity) AS counter, epoch, seq, uid, kind, body,
  prev_hash AS prevHash, hash, signature, at, business_date AS businessDate, day, shift, operator,
  consumer, amount_paise AS amountPaise, receipt_number AS receiptNumber, ref, total_paise AS totalPaise,
  recharges, signature_sum AS signatureSum FROM entry WHERE seq > ? ORDER BY seq LIMIT ${pageEntries}`;
const ledgerSql = `SELECT seq, account, amount_paise AS amountPaise FROM ledger
  WHERE seq BETWEEN ? AND ? ORDER BY seq, line`;

/**
 * The next entries behind `afterSeq`, each with its ledger lines; empty behind the last. Every row is
 * read once: a proof of ten lakh entries spends a third of its time here.
 */
export function nextRows(db: ReadableDb, afterSeq: number): ProvedRow[] {
  const page = statement<StoredEntry & SearchColumns & { readonly kind: EntryKind }>(db, entrySql).all(
    afterSeq,
  );
  const lines = statement<LedgerRow>(db, ledgerSql).all(afterSeq + 1, page.at(-1)?.seq ?? afterSeq);
  let line = 0;
  return page.map((stored) => {
    const ledger: LedgerRow[] = [];
    // Lines of an entry that is missing stand before those of the next one.
    for (let next = lines[line]; next !== undefined && next.seq <= stored.seq; next = lines[++line]) {
      if (next.seq === stored.seq) ledger.push(next);
    }
    return { stored, ledger };
  });
}
