import type { Slip } from '../counter/journal/print-job.ts';
import { formatRupees } from '../counter/money.ts';
import type { ReadableDb } from './connection.ts';
import { sha256Hex } from './crypto.ts';
import { statement } from './statement.ts';

export interface DocumentFault {
  readonly code: 'document-differs';
  readonly seq: number;
  readonly detail: string;
}

interface FrozenRow {
  readonly job: string;
  readonly slip: Slip;
  readonly copy: number;
  readonly document: string;
  readonly sum: string;
  readonly seq: number;
  readonly epoch: number;
  readonly hash: string;
  readonly at: number;
  readonly receiptNumber: string | null;
  readonly consumer: string | null;
  readonly amountPaise: number | null;
}

/** Few enough that their texts die young. */
const pageDocuments = 200;
const pageSql = `SELECT print_step.job, slip, copy, document, document_sha256 AS sum, seq, epoch, hash, entry.at,
    receipt_number AS receiptNumber, consumer, amount_paise AS amountPaise
  FROM print_step JOIN print_job ON print_job.id = print_step.job JOIN entry ON entry.uid = print_job.entry
  WHERE document IS NOT NULL AND print_step.job > ? ORDER BY print_step.job LIMIT ${pageDocuments}`;

/**
 * Every frozen slip is what its checksum says, and the slip of a recharge says what its entry says:
 * the columns that it is compared with are proved by then. Null when all hold.
 */
export function differingDocument(db: ReadableDb, counter: string): DocumentFault | null {
  const documents = statement<FrozenRow>(db, pageSql);
  for (let page = documents.all(''); page.length > 0; page = documents.all(page.at(-1)?.job)) {
    for (const row of page) {
      const detail = sha256Hex(row.document) === row.sum ? missingText(row, counter) : 'not what was frozen';
      if (detail !== null)
        return { code: 'document-differs', seq: row.seq, detail: `${row.slip} ${row.copy}: ${detail}` };
    }
  }
  return null;
}

/** What the slip of a recharge must hold and does not; null where nothing is missing. */
function missingText(row: FrozenRow, counter: string): string | null {
  const { epoch, seq, receiptNumber, consumer, amountPaise, at, hash } = row;
  if (row.slip !== 'receipt' && row.slip !== 'confirmed-slip') return null;
  if (receiptNumber === null || amountPaise === null) return 'it belongs to no recharge';
  const code = ['R1', counter, epoch, seq, receiptNumber, consumer, amountPaise, at, hash, ''].join('|');
  const copy = row.copy === 0 ? '"copy":{"kind":"original"}' : `"kind":"duplicate","n":${row.copy},`;
  const wanted: readonly (readonly [string, string])[] = [
    ['the code of its entry', insideJson(code)],
    ['the amount of its entry', `"figures":${JSON.stringify(formatRupees(amountPaise))}`],
    ['the receipt number', JSON.stringify(receiptNumber)],
    ['its mark as original or duplicate', copy],
  ];
  const missing = wanted.find(([, text]) => !row.document.includes(text));
  return missing === undefined ? null : `${missing[0]} is not on it`;
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
