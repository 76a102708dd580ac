import type { Answer } from '../journal/answer.ts';
import type { IsoDate } from '../time.ts';

/** Where the rupees of one receipt are. Each receipt is in exactly one of these. */
export const rowStates = [
  'credited',
  'cancelled',
  'refunded',
  'settled',
  'unsent',
  'pending',
  'suspense',
  'refused',
  'differs',
] as const;
export type RowState = (typeof rowStates)[number];

/** In these the money has arrived or has gone back; every other rupee is unexplained. */
export const explainedStates: ReadonlySet<RowState> = new Set([
  'credited',
  'cancelled',
  'refunded',
  'settled',
] satisfies RowState[]);

/** Why a receipt is in its state, as one word for a program; the screens have a sentence for each. */
export const rowReasons = [
  'credited',
  'cancelled',
  'refunded',
  'settled',
  'not-sent',
  'no-answer',
  'waits-at-head-end',
  'settlement-waits',
  'unknown-consumer',
  'refused',
  'settlement-refused',
  'other-amount',
  'other-consumer',
  'credited-twice',
  'given-back-twice',
  'given-back-and-credited',
  'refunded-before-refusal',
  'other-amount-given-back',
  'answers-contradict',
  'nothing-to-credit',
  'credit-without-receipt',
  'cash-back-without-receipt',
  'settlement-without-receipt',
] as const;
export type RowReason = (typeof rowReasons)[number];

/** Of an answer only what says where money went. */
export type Word = Pick<Answer, 'credit' | 'turn' | 'code' | 'decidedAt'> & {
  /** What was credited and to whom; absent in answers that name neither. */
  readonly amountPaise?: number | undefined;
  readonly consumer?: string | undefined;
};

/** An entry that asks the head end for a credit: a receipt, or a settlement of one that was refused. */
export interface Claim {
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  /** To whom the credit should go; null where the counter did not know, so that the office finds it. */
  readonly consumer: string | null;
  readonly amountPaise: number;
  readonly businessDate: IsoDate;
  /** Everything the head end ever said about it. */
  readonly words: readonly Word[];
}

/** A receipt as it was written: cash came in. */
export interface Receipt extends Claim {
  readonly receiptNumber: string;
  /** As it stands on the paper. */
  readonly consumerTyped: string;
  /** Wall time, UTC milliseconds. */
  readonly takenAt: number;
  readonly shift: string;
}

/** Cash that went back over this counter. */
export interface CashBack {
  readonly kind: 'cancellation' | 'refund';
  readonly seq: number;
  readonly amountPaise: number;
}

/** One receipt with everything that became of it, in the order of the journal. */
export interface MoneyRow {
  readonly receipt: Receipt;
  /** Each hangs on the receipt or on a settlement before it. */
  readonly settlements: readonly Claim[];
  readonly backs: readonly CashBack[];
}

/** Something that moves or claims money and belongs to no receipt. */
export interface Stray {
  readonly seq: number;
  readonly reason: Extract<
    RowReason,
    'credit-without-receipt' | 'cash-back-without-receipt' | 'settlement-without-receipt'
  >;
  readonly amountPaise: number;
  readonly businessDate: IsoDate | null;
}

/** What the head end stands by: the first final word, or the last word where none is. */
export function standingWord({ words }: Pick<Claim, 'words'>): Word | null {
  const inOrder = words.toSorted((left, right) => left.turn - right.turn);
  const final = inOrder.find(({ credit }) => credit === 'applied' || credit === 'rejected');
  return inOrder.findLast(({ credit }) => final === undefined || credit === final.credit) ?? null;
}

/** It says that the entry was credited and that it never will be. Both are final, so it broke its word. */
export function contradictsItself({ words }: Pick<Claim, 'words'>): boolean {
  return (
    words.some(({ credit }) => credit === 'applied') && words.some(({ credit }) => credit === 'rejected')
  );
}
