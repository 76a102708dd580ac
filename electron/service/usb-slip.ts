import { wordlist } from '@scure/bip39/wordlists/english.js';
import { uuidv7 } from '../../counter/ids.ts';
import { assert } from '../../counter/result.ts';
import { hashWords } from '../../counter/text/hash-words.ts';
import { entryBySeq, entryByUid } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import { addPrintJob, nextCopyNumber, type PrintJob } from '../../db/print-jobs.ts';
import { rangeSums } from '../../db/range-sums.ts';
import type { Stick } from '../../headend/usb/usb-stick.ts';
import type { UsbManifestFacts } from '../../printers/report/usb-manifest.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Issuer } from './receipt-facts-of.ts';
import type { ServiceContext } from './service-context.ts';
import { slipHeading } from './slip-heading.ts';

/** The eight words that two people compare. */
export function wordsOfStick(manifestHash: string): readonly string[] {
  return hashWords(manifestHash, wordlist);
}

/**
 * The slip of a stick belongs to the last entry on it; its owner says the rest: where the stick begins, and
 * the hash of its manifest. The stick is good without paper, so a slip that cannot be born stops nothing.
 */
export function printUsbSlip(context: ServiceContext, journal: Journal, { manifest, hash }: Stick): void {
  const last = entryBySeq(journal.db, manifest.to);
  assert(last !== null, 'a stick ends with an entry of the journal');
  const bornAt = context.clock.wallMs();
  const born = addPrintJob(journal, {
    id: uuidv7(bornAt, context.random),
    entry: last.uid,
    slip: 'usb-manifest',
    copy: nextCopyNumber(journal.db, last.uid, 'usb-manifest'),
    owner: `usb:${manifest.from}:${hash}`,
    bornAt,
  });
  if (born.ok) context.paper.printWhenReady(born.value.id, 0, 'at-once');
  else context.keeper.noteFault(born.error);
}

export function usbManifestFactsOf(
  {
    config,
    issuer,
    journal,
  }: { readonly config: Config; readonly issuer: Issuer; readonly journal: Journal },
  job: PrintJob,
): UsbManifestFacts {
  const [, from = '', hash = ''] = /^usb:(\d{1,15}):([0-9a-f]{64})$/u.exec(job.owner) ?? [];
  const last = entryByUid(journal.db, job.entry);
  assert(last !== null && hash !== '', `the slip of a stick names its manifest: ${job.owner}`);
  return {
    ...slipHeading(config, issuer),
    madeAtMs: job.bornAt,
    from: Number(from),
    to: last.seq,
    ...rangeSums(journal.db, Number(from), last.seq),
    words: wordsOfStick(hash),
  };
}
