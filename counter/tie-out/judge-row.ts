import { assertNever } from '../result.ts';
import {
  type CashBack,
  type Claim,
  contradictsItself,
  type MoneyRow,
  type RowReason,
  type RowState,
  standingWord,
} from './row.ts';

/** Where the money of one receipt is, and what of it moved. */
export interface Verdict {
  readonly state: RowState;
  readonly reason: RowReason;
  /** Cash that went back over this counter. */
  readonly cancelledPaise: number;
  readonly refundedPaise: number;
  /** What the head end says it credited, the credits of settlements included. */
  readonly creditedPaise: number;
  /** The head end's own code for what it holds open; null where it gave none. */
  readonly code: string | null;
}

/**
 * Every receipt is in exactly one state. Money must have gone exactly one way: two credits, two refunds,
 * or one of each is a difference, whoever made the mistake. `ackedSeq`: last entry that the head end says
 * it has; null where the source does not tell.
 */
export function judgeRow(row: MoneyRow, ackedSeq: number | null): Verdict {
  const { receipt, settlements, backs } = row;
  const claims = [receipt, ...settlements];
  const credits = claims.filter(isCredited);
  const money = {
    cancelledPaise: sumOf(backs, 'cancellation'),
    refundedPaise: sumOf(backs, 'refund'),
    creditedPaise: credits.reduce((paise, claim) => paise + creditedBy(claim), 0),
    code: null,
  };
  const differs = (reason: RowReason): Verdict => ({ ...money, state: 'differs', reason });

  if (claims.some(contradictsItself)) return differs('answers-contradict');
  if (credits.length > 0 && backs.length > 0) return differs('given-back-and-credited');
  if (credits.length > 1) return differs('credited-twice');
  if (backs.length > 1) return differs('given-back-twice');
  const [credit] = credits;
  if (credit !== undefined) {
    const wrong = wrongCredit(credit);
    if (wrong !== null) return differs(wrong);
    if (credit.amountPaise !== receipt.amountPaise) return differs('other-amount');
    if (credit === receipt) return { ...money, state: 'credited', reason: 'credited' };
    // Only the refusal of what came before says that it will not be credited beside its settlement.
    const open = claims.find((claim) => claim.seq < credit.seq && !isRefused(claim));
    return open === undefined
      ? { ...money, state: 'settled', reason: 'settled' }
      : { ...money, state: 'pending', reason: 'settlement-waits', code: standingWord(open)?.code ?? null };
  }
  const [back] = backs;
  if (back !== undefined) {
    if (back.amountPaise !== receipt.amountPaise) return differs('other-amount-given-back');
    if (back.kind === 'cancellation') return { ...money, state: 'cancelled', reason: 'cancelled' };
    return claims.every(isRefused)
      ? { ...money, state: 'refunded', reason: 'refunded' }
      : differs('refunded-before-refusal');
  }
  return { ...money, ...openState(claims.at(-1) ?? receipt, receipt, ackedSeq) };
}

function sumOf(backs: readonly CashBack[], kind: CashBack['kind']): number {
  return backs.reduce((paise, back) => (back.kind === kind ? paise + back.amountPaise : paise), 0);
}

function isCredited(claim: Claim): boolean {
  return standingWord(claim)?.credit === 'applied';
}

function isRefused(claim: Claim): boolean {
  return standingWord(claim)?.credit === 'rejected';
}

/** What the head end says it credited for the claim; where an old answer names no amount, what was asked. */
export function creditedBy(claim: Claim): number {
  const word = standingWord(claim);
  return word?.credit === 'applied' ? (word.amountPaise ?? claim.amountPaise) : 0;
}

/** Every word of a credit must name what the entry asked for, not the last alone. */
function wrongCredit({ words, amountPaise, consumer }: Claim): RowReason | null {
  const applied = words.filter(({ credit }) => credit === 'applied');
  if (applied.some((word) => word.amountPaise !== undefined && word.amountPaise !== amountPaise))
    return 'other-amount';
  const isOther = (named: string | undefined) =>
    named !== undefined && consumer !== null && named !== consumer;
  return applied.some((word) => isOther(word.consumer)) ? 'other-consumer' : null;
}

/** Nothing moved yet: the last entry that asks for the money says where it waits. */
function openState(
  tip: Claim,
  receipt: Claim,
  ackedSeq: number | null,
): Pick<Verdict, 'state' | 'reason' | 'code'> {
  const word = standingWord(tip);
  const isSettlement = tip !== receipt;
  if (word === null) {
    return ackedSeq === null || tip.seq > ackedSeq
      ? { state: 'unsent', reason: 'not-sent', code: null }
      : { state: 'pending', reason: isSettlement ? 'settlement-waits' : 'no-answer', code: null };
  }
  const { code } = word;
  switch (word.credit) {
    case 'rejected':
      return { state: 'refused', reason: isSettlement ? 'settlement-refused' : 'refused', code };
    case 'pending':
      if (code === 'unknown-consumer') return { state: 'suspense', reason: 'unknown-consumer', code };
      return { state: 'pending', reason: isSettlement ? 'settlement-waits' : 'waits-at-head-end', code };
    case 'none':
      return { state: 'differs', reason: 'nothing-to-credit', code };
    case 'applied':
      throw new Error('a credit that was applied is no open state');
    default:
      return assertNever(word.credit);
  }
}
