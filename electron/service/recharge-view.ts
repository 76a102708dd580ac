import type { Answer } from '../../counter/journal/answer.ts';
import { assert } from '../../counter/result.ts';
import { rechargeByUid, type RecordedRecharge } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import { outageNameOf } from '../../db/outage-reads.ts';
import { newestReceiptJob, type PrintJobState } from '../../db/print-jobs.ts';
import { secondCopyStatus } from '../../db/second-copy.ts';
import type { RechargeView } from '../contract/view-schemas.ts';
import { printJobView } from './print-view.ts';

export function rechargeViewByUid(journal: Journal, uid: string): RechargeView {
  const recorded = rechargeByUid(journal.db, uid);
  assert(recorded !== null, `recharge ${uid} is on disk`);
  return rechargeView(journal, recorded);
}

/** A recharge with what is known of its credit, and its newest paper. */
export function rechargeView(journal: Journal, recorded: RecordedRecharge): RechargeView {
  return rechargeViewOf(journal, recorded, newestReceiptJob(journal.db, recorded.stored.uid));
}

/** The same for a caller who has the paper in hand. */
export function rechargeViewOf(
  journal: Journal,
  { stored, recharge, answer }: RecordedRecharge,
  newest: PrintJobState | null,
): RechargeView {
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
    outage: recharge.outage === null ? null : outageNameOf(journal.db, recharge.outage),
    copies: secondCopyStatus(journal).throughSeq >= stored.seq ? 'two' : 'single',
    print: newest === null ? null : printJobView(newest, recharge.receiptNumber),
  };
}

/** Only the head end's own word confirms or rejects; silence, parked and pending are pending. */
export function creditOf(answer: Answer | null): RechargeView['credit'] {
  if (answer?.credit === 'applied') return 'confirmed';
  return answer?.credit === 'rejected' ? 'rejected' : 'pending';
}
