import { canonicalJson, type Json } from '../../counter/journal/canonical.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import type { SignText } from '../../counter/recharge/receipt-qr.ts';
import { assert } from '../../counter/result.ts';
import { financialYear, kolkataDate, paperDateTime } from '../../counter/time.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { entryBySeq, entryByUid, rechargeByUid } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import { outageNameOf } from '../../db/outage-reads.ts';
import { personById } from '../../db/people.ts';
import { receiptJobsOf, type PrintJob } from '../../db/print-jobs.ts';
import { duplicateOf, type Document } from '../../printers/document.ts';
import { receiptDocument } from '../../printers/receipt/receipt-document.ts';
import { counterfoilDocument } from '../../printers/report/counterfoil.ts';
import { usbManifestDocument } from '../../printers/report/usb-manifest.ts';
import { usbManifestFactsOf } from './usb-slip.ts';
import { refundDocument } from '../../printers/report/refund-slip.ts';
import { shiftReportDocument } from '../../printers/report/shift-report.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { ConsumerView } from '../contract/view-schemas.ts';
import { counterfoilFactsOf } from './counterfoil-facts-of.ts';
import { previewFacts, receiptFactsOf, type Issuer } from './receipt-facts-of.ts';
import { refundFactsOf, type RefundSources } from './refund-facts-of.ts';
import { shiftReportFactsOf } from './shift-report-facts-of.ts';

/** Makes the documents of this counter from what is on disk at this moment. */
export interface PaperMaker {
  /** The document of a print job, to be frozen. A further copy says so and repeats the first paper. */
  documentFor(job: PrintJob): Document;
  preview(asked: {
    readonly consumer: string;
    readonly amountPaise: number;
    readonly tenderedPaise: number;
    readonly cashier: string;
    readonly outageName: string | null;
    readonly now: number;
  }): Document;
}

export function paperMaker(ports: {
  readonly config: Config;
  readonly journal: Journal;
  readonly sign: SignText;
  readonly findConsumer: (consumer: string) => ConsumerView | null;
}): PaperMaker {
  const { config, journal } = ports;
  const issuer = issuerOf(journal);

  const original = (entry: string): Document => {
    const recorded = rechargeByUid(journal.db, entry);
    assert(recorded !== null, `a receipt belongs to a recharge: ${entry}`);
    const { recharge } = recorded;
    const sources = {
      config,
      issuer,
      consumer: ports.findConsumer(recharge.consumer),
      cashierName: nameOf(journal.db, recharge.operator),
      outageName: recharge.outage === null ? null : outageNameOf(journal.db, recharge.outage),
    };
    return receiptDocument(receiptFactsOf(sources, recorded, ports.sign));
  };

  const shiftSlip = (job: PrintJob): Document => {
    const facts = shiftReportFactsOf({ config, issuer, journal, nameOf }, job.entry);
    const document = shiftReportDocument(facts);
    if (job.copy === 0) return document;
    return duplicateOf(document, { n: job.copy, at: paperDateTime(job.bornAt), operator: facts.cashier });
  };

  const counterfoil = (job: PrintJob): Document => {
    const facts = counterfoilFactsOf({ config, issuer, journal, nameOf }, job.entry);
    const document = counterfoilDocument(facts);
    if (job.copy === 0) return document;
    return duplicateOf(document, { n: job.copy, at: paperDateTime(job.bornAt), operator: facts.cashier });
  };

  return {
    documentFor: (job) => {
      if (job.slip === 'usb-manifest')
        return usbManifestDocument(usbManifestFactsOf({ config, issuer, journal }, job));
      if (job.slip === 'refund-slip') return refundSlip({ config, issuer, journal, nameOf }, job);
      if (job.slip === 'shift-slip') return shiftSlip(job);
      if (job.slip === 'counterfoil') return counterfoil(job);
      if (job.copy === 0) return original(job.entry);
      const reprint = reprintOf(journal.db, job);
      const first = receiptJobsOf(journal.db, job.entry).find(({ copy }) => copy === 0);
      const asNow =
        reprint.reason === 'confirmed-slip' || first?.documentText === null || first === undefined;
      const document = asNow ? original(job.entry) : documentOfText(first.documentText ?? '');
      return duplicateOf(document, {
        n: job.copy,
        at: paperDateTime(reprint.at),
        operator: nameOf(journal.db, reprint.operator),
      });
    },
    preview: (asked) => {
      const sources = {
        config,
        issuer,
        consumer: ports.findConsumer(asked.consumer),
        cashierName: nameOf(journal.db, asked.cashier),
        outageName: asked.outageName,
      };
      const year = financialYear(kolkataDate(asked.now));
      return receiptDocument(previewFacts(sources, { ...asked, year }));
    },
  };
}

function refundSlip(sources: RefundSources, job: PrintJob): Document {
  const facts = refundFactsOf(sources, job.entry);
  const document = refundDocument(facts);
  if (job.copy === 0) return document;
  const asked = job.owner.startsWith(reprintOwner) ? reprintOf(sources.journal.db, job) : null;
  const operator = asked === null ? facts.operator : nameOf(sources.journal.db, asked.operator);
  return duplicateOf(document, { n: job.copy, at: paperDateTime(asked?.at ?? job.bornAt), operator });
}

/** What freezes a document: its canonical text. */
export function textOfDocument(document: Document): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a document holds nothing but JSON; its interfaces only lack the index signature
  return canonicalJson(document as unknown as Json);
}

/** The journal only ever holds what `textOfDocument` wrote, sealed by its SHA-256. */
export function documentOfText(text: string): Document {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the journal gives back its own text, sealed by a SHA-256
  return JSON.parse(text) as Document;
}

export function issuerOf(journal: Journal): Issuer {
  const first = entryBySeq(journal.db, 1);
  const entry = first === null ? null : readBody(first.body);
  assert(entry?.kind === 'counter enrolled', 'the first entry of a journal enrols its counter');
  const { office, officeName, company } = entry;
  return { counter: journal.counter, office, officeName, company };
}

const reprintOwner = 'reprint:';

/** The reprint entry's owner is the job's owner field: `reprint:<uid>`. */
function reprintOf(db: ReadableDb, job: PrintJob) {
  const stored = entryByUid(db, job.owner.slice(reprintOwner.length));
  const entry = stored === null ? null : readBody(stored.body);
  assert(entry?.kind === 'reprint', `copy ${job.copy} was asked for by a reprint entry`);
  return entry;
}

/**
 * The person's Hindi name: one name on every slip, in the script of the counter's own people. The
 * program's own acts have no name.
 */
function nameOf(db: ReadableDb, person: string): string {
  return personById(db, person)?.name.hi ?? person;
}
