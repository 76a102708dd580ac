import type { Entry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { assert } from '../../counter/result.ts';
import { lastCare } from '../../db/care/care-events.ts';
import { uncoveredSales } from '../../db/care/uncovered-sales.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { entryBySeq, entryByUid } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import type { CounterfoilFacts } from '../../printers/report/counterfoil.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Issuer } from './receipt-facts-of.ts';
import { slipHeading } from './slip-heading.ts';

interface CounterfoilSources {
  readonly config: Config;
  readonly issuer: Issuer;
  readonly journal: Journal;
  readonly nameOf: (db: ReadableDb, person: string) => string;
}

/** What the counterfoil says that was born with `entry`: the sales before it that no other one lists. */
export function counterfoilFactsOf(sources: CounterfoilSources, entry: string): CounterfoilFacts {
  const { config, issuer, journal, nameOf } = sources;
  const { db } = journal;
  const stored = entryByUid(db, entry);
  const act = stored === null ? null : readBody(stored.body);
  assert(stored !== null && act !== null, `a counterfoil belongs to an entry: ${entry}`);
  const sales = uncoveredSales(db, stored.seq - 1);
  const approver = approverOf(act);
  const last = lastCare(db, ['mirror-lost', 'mirror-whole']);
  return {
    ...slipHeading(config, issuer),
    businessDate: act.businessDate ?? '',
    cashier: nameOf(db, act.operator),
    approver: approver === null ? '' : nameOf(db, approver),
    printedAtMs: act.at,
    lostSinceMs: last?.event === 'mirror-lost' ? last.at : null,
    sales,
    hash: sales.at(-1)?.hash ?? entryBySeq(db, stored.seq - 1)?.hash ?? stored.prevHash,
  };
}

function approverOf(act: Entry): string | null {
  if (act.kind !== 'recharge') return null;
  return act.approvals.find(({ guard }) => guard === 'single-copy')?.approver ?? null;
}
