import { limits } from '../../counter/limits.ts';
import { readReceiptQr } from '../../counter/recharge/receipt-qr.ts';
import { looksLikeReceiptCode } from '../../counter/recharge/scanned-receipt.ts';
import { withScan } from './pending-facts.ts';
import { emptySearch, faultOf, newForm, noScan, type SellAction, type SellModel } from './sell-form.ts';

/** A code in the search box is a receipt that somebody scanned, never a name and never a sale. */
export function isScan({ search }: SellModel): boolean {
  return looksLikeReceiptCode(search.text);
}

/**
 * Characters come one by one. A whole code is judged at once; half of one when its Enter comes. What stood in
 * the box before belongs to an older search.
 */
export function scanTyped(model: SellModel, typed: string): SellModel {
  const text = typed.slice(typed.lastIndexOf('R1|')).slice(0, limits.scannedTextCharsMax);
  const reading = readReceiptQr(text) === null ? null : text;
  const search = { ...emptySearch, text };
  return { ...newForm(model.uid), search, scan: { ...noScan, all: model.scan.all, reading } };
}

/** Enter behind a code: one that was whole is being judged already. */
export function scanEnded(model: SellModel): SellModel {
  return { ...model, scan: { ...model.scan, reading: model.search.text } };
}

type ScanAction = Extract<SellAction, { type: 'scanned' | 'scan-failed' }>;

/** The receipt is shown, and its consumer stands in the box to be taken by Enter as ever. */
export function stepScan(model: SellModel, action: ScanAction): SellModel {
  // The box holds something else by now.
  if (model.scan.reading !== action.text || model.phase.name !== 'filling') return model;
  if (action.type === 'scan-failed') {
    return { ...model, scan: { ...model.scan, reading: null }, fault: faultOf('search', action.error) };
  }
  const { scanned, atMs } = action;
  const fills = scanned.is === 'known-here' || scanned.counts;
  const number = fills ? (scanned.receipt?.consumer ?? null) : null;
  const all = withScan(model.scan.all, scanned);
  return {
    ...model,
    search: number === null ? emptySearch : { ...emptySearch, text: number, state: 'searching' },
    scan: { reading: null, last: scanned, lastAtMs: atMs, all },
  };
}
