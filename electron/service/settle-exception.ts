import type { Chain, RechargeLink, SettlementLink } from '../../counter/exception/chain.ts';
import { judgeWish, type Wish } from '../../counter/exception/outcomes.ts';
import type { RefusalSettled, Refund } from '../../counter/journal/recharge-entries.ts';
import { assert, err, ok, type Result } from '../../counter/result.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { rechargeByReceipt } from '../../db/entries.ts';
import { chainOf } from '../../db/exception-chain.ts';
import type { Journal } from '../../db/journal.ts';
import type { ExceptionDetailView } from '../contract/exception-schemas.ts';
import { exceptionDetail } from './exception-view.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** What a person had on screen when they settled it. */
export interface Asked {
  readonly uid: string;
  readonly receiptNumber: string;
  /** The row that was to be settled. */
  readonly about: string;
  readonly amountPaise: number;
  readonly reason: string;
}

export interface Judged {
  readonly chain: Chain;
  readonly tip: RechargeLink | SettlementLink;
}

/** The chain of a receipt, whether or not anything is wrong with it. */
export function chainOfReceipt(db: ReadableDb, receiptNumber: string): Result<Chain, Refusal> {
  const recorded = rechargeByReceipt(db, receiptNumber.trim());
  if (recorded === null) return refuse('RECEIPT_UNKNOWN', { receiptNumber });
  const chain = chainOf(db, recorded.stored.uid);
  assert(chain !== null, `receipt ${receiptNumber} is that of a recharge`);
  return ok(chain);
}

/** Whether this may be done now, by the journal as it stood with entry `untilSeq`. */
export function judgeAct(
  db: ReadableDb,
  asked: Asked,
  wish: Wish,
  untilSeq?: number,
): Result<Judged, Refusal> {
  const recorded = rechargeByReceipt(db, asked.receiptNumber);
  if (recorded === null) return refuse('RECEIPT_UNKNOWN', { receiptNumber: asked.receiptNumber });
  const chain = chainOf(db, recorded.stored.uid, untilSeq);
  assert(chain !== null, `receipt ${asked.receiptNumber} is that of a recharge`);
  const verdict = judgeWish(chain, wish);
  if (verdict.is === 'not-now') return refuse('SETTLEMENT_NOT_NOW', { reason: verdict.why });
  const { tip } = verdict;
  // What was read back is what is done: another row or amount than the screen showed is no longer it.
  const isAsSeen = tip.uid === asked.about && chain.recharge.amountPaise === asked.amountPaise;
  return isAsSeen ? ok({ chain, tip }) : refuse('SETTLEMENT_CHANGED');
}

/** The judgement that the transaction asks for once more. */
export function objectionTo(asked: Asked, wish: Wish) {
  return (db: ReadableDb, beforeSeq: number): Refusal | null => {
    const judged = judgeAct(db, asked, wish, beforeSeq);
    return judged.ok ? null : judged.error;
  };
}

/** A repeated uid gets the first call's answer if it asked for the same. */
export function sameActAgain(
  context: ServiceContext,
  journal: Journal,
  before: Refund | RefusalSettled,
  asked: Asked,
  consumer: string | null,
): Result<ExceptionDetailView, Refusal> {
  const isSame =
    before.receiptNumber === asked.receiptNumber &&
    before.ref === asked.about &&
    before.reason === asked.reason.trim() &&
    (consumer === null || (before.kind === 'refusal settled' && before.credit?.consumer === consumer));
  return isSame ? detailOfReceipt(context, journal, asked.receiptNumber) : refuse('SETTLEMENT_CHANGED');
}

export function detailOfReceipt(
  context: ServiceContext,
  journal: Journal,
  receiptNumber: string,
): Result<ExceptionDetailView, Refusal> {
  const chain = chainOfReceipt(journal.db, receiptNumber);
  return chain.ok ? ok(exceptionDetail(context, journal, chain.value)) : err(chain.error);
}

export function reasonFault(reason: string): ReturnType<typeof refuse> | null {
  return reason.trim() === '' ? refuse('SETTLEMENT_REASON_MISSING') : null;
}
