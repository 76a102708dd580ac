import type { CreditRow } from './store.ts';

/** One row per final credit. No field holds a comma or quote unless quoted, nor starts a formula. */
export function ledgerCsv(credits: readonly CreditRow[]): string {
  const lines = credits.map(({ counter, epoch, seq, uid, consumer, amountPaise, reference }) =>
    [counter, epoch, seq, uid, consumer, amountPaise, reference].map(field).join(','),
  );
  return ['counter,epoch,seq,uid,consumer,amountPaise,reference', ...lines, ''].join('\r\n');
}

function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/u.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
