import type { Entry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { assert } from '../../counter/result.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { entryByUid } from '../../db/entries.ts';
import { chainOf, rechargeBehind } from '../../db/exception-chain.ts';
import type { Journal } from '../../db/journal.ts';
import type { RefundFacts } from '../../printers/report/refund-slip.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Issuer } from './receipt-facts-of.ts';
import { slipHeading } from './slip-heading.ts';

export interface RefundSources {
  readonly config: Config;
  readonly issuer: Issuer;
  readonly journal: Journal;
  readonly nameOf: (db: ReadableDb, person: string) => string;
}

/** What the slip of the refund `uid` says, from its entry and the story of its recharge before it. */
export function refundFactsOf(sources: RefundSources, uid: string): RefundFacts {
  const { config, issuer, journal, nameOf } = sources;
  const { db } = journal;
  const refund = refundEntry(db, uid);
  const behind = rechargeBehind(db, refund.ref ?? '');
  const chain = behind === null ? null : chainOf(db, behind, refund.seq);
  assert(chain !== null, `a refund belongs to a recharge: ${uid}`);
  const refused = [chain.recharge, ...chain.acts].find((row) => row.uid === refund.ref);
  const answer = refused !== undefined && 'answer' in refused ? refused.answer : null;
  return {
    ...slipHeading(config, issuer),
    businessDate: refund.businessDate ?? '',
    receiptNumber: refund.receiptNumber,
    paidAtMs: chain.recharge.at,
    consumer: chain.recharge.consumer,
    consumerName: chain.recharge.consumerName ?? '',
    meter: chain.recharge.meter ?? '',
    amountPaise: refund.amountPaise,
    refundedAtMs: refund.at,
    reason: refund.reason,
    refusal: answer?.text ?? null,
    operator: nameOf(db, refund.operator),
    approver: refund.approver === refund.operator ? '' : nameOf(db, refund.approver),
  };
}

function refundEntry(db: ReadableDb, uid: string): Extract<Entry, { kind: 'refund' }> {
  const stored = entryByUid(db, uid);
  const entry = stored === null ? null : readBody(stored.body);
  assert(entry?.kind === 'refund', `a refund slip belongs to a refund: ${uid}`);
  return entry;
}
