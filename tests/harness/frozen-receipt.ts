import type { StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { assert } from '../../counter/result.ts';
import type { DeviceSigner } from '../../db/crypto.ts';
import { receiptFactsOf } from '../../electron/service/receipt-facts-of.ts';
import { textOfDocument } from '../../electron/service/paper-maker.ts';
import { configSchema } from '../../electron/contract/config-schemas.ts';
import { receiptDocument } from '../../printers/receipt/receipt-document.ts';

/** The slip of a recharge as the service freezes it. */
export function receiptText(stored: StoredEntry, signer: DeviceSigner): string {
  const recharge = readBody(stored.body);
  assert(recharge?.kind === 'recharge', 'a receipt belongs to a recharge');
  const name = { hi: 'पटना सिटी', en: 'Patna City' };
  const sources = {
    config: configSchema.parse({ dataFolder: '/nowhere' }),
    issuer: { counter: stored.counter, office: 'PTC', officeName: name, company: name },
    consumer: null,
    cashierName: 'आशा',
    outageName: null,
  };
  const sign = (text: string) => signer.sign(Buffer.from(text, 'utf8').toString('hex'));
  return textOfDocument(receiptDocument(receiptFactsOf(sources, { stored, recharge, answer: null }, sign)));
}
