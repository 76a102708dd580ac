import { canonicalJson, type Json } from '../../../counter/journal/canonical.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { formatRupees } from '../../../counter/money.ts';
import { receiptQrText } from '../../../counter/recharge/receipt-qr.ts';
import { kolkataDateTime } from '../../../counter/time.ts';
import type { PrintJob } from '../../../db/print-jobs.ts';
import { type Block, type Document, duplicateOf } from '../../../printers/document.ts';
import type { SimJournal } from './sim-journal.ts';
import type { Wiring } from './wiring.ts';

const plain = { size: 'normal', weight: 'regular', align: 'left' } as const;
const notChecked = 'A'.repeat(86);

/** A slip whose first line names its entry: so paper is known again. */
export function bareSlip(entry: string, more: readonly Block[] = []): Document {
  return {
    v: 1,
    kind: 'receipt',
    copy: { kind: 'original' },
    blocks: [{ type: 'text', text: entry, ...plain }, ...more],
    endMark: 'end',
  };
}

/** The entry that a slip on paper belongs to. */
export function entryOnSlip(document: Document): string {
  const [block] = document.blocks;
  return block?.type === 'text' ? block.text : '';
}

/** A receipt with what a proof looks for: number, amount, code, and its mark as original or duplicate. */
export function receiptSlip(journal: SimJournal, wiring: Wiring, slip: PrintJob): Document {
  const stored = journal.entryByUid(slip.entry);
  const body = stored === null ? null : readBody(stored.body);
  if (stored === null || body?.kind !== 'recharge') return bareSlip(slip.entry);
  const { receiptNumber, consumer, amountPaise, at: takenAt } = body;
  const { counter, epoch, seq, hash } = stored;
  const answer = journal.latestAnswer(seq);
  const credit = answer?.credit === 'applied' ? `CONFIRMED ${answer.reference}` : 'PENDING';
  const qr = receiptQrText(
    { counter, epoch, seq, receiptNumber, consumer, amountPaise, takenAt, hash },
    () => notChecked,
  );
  const original = bareSlip(slip.entry, [
    { type: 'keyValue', key: 'number', value: receiptNumber },
    { type: 'amount', label: credit, figures: formatRupees(amountPaise), words: [...(answer?.tokens ?? [])] },
    { type: 'qrCode', text: qr },
  ]);
  if (slip.copy === 0) return original;
  const mark = { n: slip.copy, at: kolkataDateTime(slip.bornAt), operator: slip.owner };
  return wiring.copyDocument(duplicateOf(original, mark), original);
}

export function textOfSlip(document: Document): string {
  return canonicalJson(document as unknown as Json);
}

export function slipOfText(text: string): Document {
  return JSON.parse(text) as Document;
}
