import { encodeJob } from '../../printers/encode.ts';
import { profileOf } from '../../printers/profile.ts';
import { loadFonts } from '../../printers/raster/fonts.ts';
import { layout } from '../../printers/raster/layout.ts';
import { receiptDocument } from '../../printers/receipt/receipt-document.ts';
import { tokenFacts } from '../fixtures/receipt-facts.ts';

export interface ReceiptFigures {
  readonly receipts: number;
  /** The very first one, fonts and all. */
  readonly coldMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly bytes: number;
}

/** Facts → document → dots → bytes on 80 mm paper; every receipt has a number, name and QR code of its own. */
export function benchReceipt(options: { readonly receipts?: number } = {}): ReceiptFigures {
  const receipts = options.receipts ?? 300;
  const profile = profileOf('epson-tm-t82');
  const times: number[] = [];
  let bytes = 0;
  const begin = performance.now();
  const fonts = loadFonts();
  const one = (i: number): void => {
    const facts = {
      ...tokenFacts,
      receiptNumber: `PTC-C02-2627-${String(i).padStart(6, '0')}`,
      consumerName: `${tokenFacts.consumerName} ${i}`,
      qrText: `${tokenFacts.qrText.slice(0, -6)}${String(i).padStart(6, '0')}`,
    };
    const bitmap = layout(receiptDocument(facts), profile.widthDots, fonts);
    bytes = encodeJob(bitmap, profile, { tag: '0001', resync: false }).bytes.length;
  };
  one(0);
  const coldMs = performance.now() - begin;
  // The printer process draws two slips before it is ready; some more bring the compiler to rest.
  for (let i = 1; i <= 20; i += 1) one(i);
  for (let i = 0; i < receipts; i += 1) {
    const start = performance.now();
    one(1_000 + i);
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { receipts, coldMs, p50Ms: at(0.5), p99Ms: at(0.99), worstMs: at(1), bytes };
}
