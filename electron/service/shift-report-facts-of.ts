import { readBody } from '../../counter/journal/read-body.ts';
import { assert } from '../../counter/result.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { shiftCredit } from '../../db/day-reads.ts';
import { entryByUid } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import { openPrintJobs } from '../../db/print-jobs.ts';
import type { ShiftReportFacts } from '../../printers/report/shift-report.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Issuer } from './receipt-facts-of.ts';
import { slipHeading } from './slip-heading.ts';

interface ShiftSources {
  readonly config: Config;
  readonly issuer: Issuer;
  readonly journal: Journal;
  readonly nameOf: (db: ReadableDb, person: string) => string;
}

/**
 * What the slip of a closed shift says, from the entry `closed` and what is known of its receipts now.
 * Nothing of it is typed anew: every sum stands in the entries of opening and closing.
 */
export function shiftReportFactsOf(sources: ShiftSources, closed: string): ShiftReportFacts {
  const { config, issuer, journal, nameOf } = sources;
  const { db } = journal;
  const end = bodyOf(db, closed);
  assert(end?.kind === 'shift closed', `a shift slip belongs to a closed shift: ${closed}`);
  const start = bodyOf(db, end.shift ?? '');
  assert(start?.kind === 'shift opened', `a closed shift was opened: ${closed}`);
  const credit = shiftCredit(db, start.uid, end.seq);
  return {
    ...slipHeading(config, issuer),
    cashier: nameOf(db, end.cashier),
    businessDate: end.businessDate ?? '',
    shift: start.shiftNumber,
    openedAtMs: start.at,
    closedAtMs: end.at,
    receipts: end.recharges,
    firstReceipt: end.firstReceipt ?? '',
    lastReceipt: end.lastReceipt ?? '',
    confirmed: credit.confirmed,
    refused: credit.refused,
    pending: end.recharges - credit.confirmed - credit.refused,
    cancelled: end.cancellations,
    cancelledPaise: end.cancelledPaise,
    // No screen drops cash into the vault yet.
    droppedPaise: 0,
    floatPaise: start.floatPaise,
    takingsPaise: end.takingsPaise,
    expectedPaise: end.expectedPaise,
    countedPaise: end.countedPaise,
    differencePaise: end.differencePaise,
    differenceReason: end.differenceReason ?? '',
    approver: end.approver === null ? '' : nameOf(db, end.approver),
    uncertainSlips: openPrintJobs(db).filter(({ slip }) => slip === 'receipt').length,
  };
}

function bodyOf(db: ReadableDb, uid: string) {
  const stored = entryByUid(db, uid);
  return stored === null ? null : readBody(stored.body);
}
