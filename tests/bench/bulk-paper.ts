import { uuidv7 } from '../../counter/ids.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { Recharge } from '../../counter/journal/recharge-entries.ts';
import type { WritableDb } from '../../db/connection.ts';
import { type DeviceSigner, sha256Hex, systemRandom } from '../../db/crypto.ts';
import { configSchema } from '../../electron/contract/config-schemas.ts';
import { textOfDocument } from '../../electron/service/paper-maker.ts';
import { receiptFactsOf } from '../../electron/service/receipt-facts-of.ts';
import { receiptDocument } from '../../printers/receipt/receipt-document.ts';

/** Receipts as the counter prints them: born with the sale, frozen, sent, proved. */
export interface BulkPaper {
  print(stored: StoredEntry, recharge: Recharge): void;
}

const issuer = {
  counter: 'C02',
  office: 'PTC',
  officeName: { hi: 'पटना सिटी', en: 'Patna City' },
  company: { hi: 'बिजली कंपनी', en: 'Power Company' },
};

export function bulkPaper(db: WritableDb, signer: DeviceSigner): BulkPaper {
  const insertJob = db.prepare(
    `INSERT INTO print_job (id, entry, slip, copy, owner, born_at) VALUES (?, ?, 'receipt', 0, 'service', ?)`,
  );
  const insertStep = db.prepare(
    `INSERT INTO print_step (job, n, state, attempt, at, detail, document, document_sha256)
     VALUES (?, ?, ?, ?, ?, 'null', ?, ?)`,
  );
  const sources = {
    config: configSchema.parse({ dataFolder: '.' }),
    issuer,
    consumer: null,
    cashierName: 'आशा',
    outageName: null,
  };
  const sign = (text: string): string => signer.sign(Buffer.from(text, 'utf8').toString('hex'));
  return {
    print: (stored, recharge) => {
      const { at } = recharge;
      const job = uuidv7(at, systemRandom);
      const text = textOfDocument(
        receiptDocument(receiptFactsOf(sources, { stored, recharge, answer: null }, sign)),
      );
      insertJob.run(job, stored.uid, at);
      insertStep.run(job, 1, 'queued', 0, at, text, sha256Hex(text));
      insertStep.run(job, 2, 'sending', 1, at + 100, null, null);
      insertStep.run(job, 3, 'awaiting', 1, at + 200, null, null);
      insertStep.run(job, 4, 'confirmed', 1, at + 900, null, null);
    },
  };
}
