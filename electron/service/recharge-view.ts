import type { Answer } from '../../counter/journal/answer.ts';
import { assert } from '../../counter/result.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { rechargeByUid, type RecordedRecharge } from '../../db/entries.ts';
import { copiesOf } from '../../db/mirror-reads.ts';
import { printJobsOfEntry } from '../../db/print-jobs.ts';
import type { RechargeView } from '../contract/view-schemas.ts';
import { printJobView } from './print-view.ts';

export function rechargeViewByUid(db: ReadableDb, uid: string): RechargeView {
  const recorded = rechargeByUid(db, uid);
  assert(recorded !== null, `recharge ${uid} is on disk`);
  return rechargeView(db, recorded);
}

/** A recharge with what is known of its credit, and its newest paper. */
export function rechargeView(db: ReadableDb, { stored, recharge, answer }: RecordedRecharge): RechargeView {
  const newest = printJobsOfEntry(db, stored.uid).toSorted((left, right) => right.copy - left.copy)[0];
  return {
    uid: stored.uid,
    seq: stored.seq,
    receiptNumber: recharge.receiptNumber,
    takenAt: recharge.at,
    businessDate: recharge.businessDate ?? '',
    consumer: recharge.consumer,
    name: recharge.consumerName,
    meter: recharge.meter,
    amountPaise: recharge.amountPaise,
    tenderedPaise: recharge.tenderedPaise,
    changePaise: recharge.changePaise,
    cashier: recharge.operator,
    credit: creditOf(answer),
    reference: answer?.credit === 'applied' ? answer.reference : null,
    tokens: answer?.credit === 'applied' ? [...answer.tokens] : [],
    copies: copiesOf(db, stored.seq),
    print: newest === undefined ? null : printJobView(newest, recharge.receiptNumber),
  };
}

/** Only the head end's own word confirms or rejects; silence, parked and pending are pending. */
export function creditOf(answer: Answer | null): RechargeView['credit'] {
  if (answer?.credit === 'applied') return 'confirmed';
  return answer?.credit === 'rejected' ? 'rejected' : 'pending';
}
