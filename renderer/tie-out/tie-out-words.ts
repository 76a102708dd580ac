import type { RowReason, RowState } from '../../counter/tie-out/row.ts';
import type { en } from '../text/resources.ts';

/** Where the rupees of a receipt are, in a word. */
export const stateWords: Readonly<Record<RowState, `tieOutState.${keyof (typeof en)['tieOutState']}`>> = {
  credited: 'tieOutState.credited',
  cancelled: 'tieOutState.cancelled',
  refunded: 'tieOutState.refunded',
  settled: 'tieOutState.settled',
  unsent: 'tieOutState.unsent',
  pending: 'tieOutState.pending',
  suspense: 'tieOutState.suspense',
  refused: 'tieOutState.refused',
  differs: 'tieOutState.differs',
};

/** What a person does about it now. */
export const nowWords: Readonly<Record<RowReason, `tieOutNow.${keyof (typeof en)['tieOutNow']}`>> = {
  credited: 'tieOutNow.credited',
  cancelled: 'tieOutNow.cancelled',
  refunded: 'tieOutNow.refunded',
  settled: 'tieOutNow.settled',
  'not-sent': 'tieOutNow.not-sent',
  'no-answer': 'tieOutNow.no-answer',
  'waits-at-head-end': 'tieOutNow.waits-at-head-end',
  'settlement-waits': 'tieOutNow.settlement-waits',
  'unknown-consumer': 'tieOutNow.unknown-consumer',
  refused: 'tieOutNow.refused',
  'settlement-refused': 'tieOutNow.settlement-refused',
  'other-amount': 'tieOutNow.other-amount',
  'other-consumer': 'tieOutNow.other-consumer',
  'credited-twice': 'tieOutNow.credited-twice',
  'given-back-twice': 'tieOutNow.given-back-twice',
  'given-back-and-credited': 'tieOutNow.given-back-and-credited',
  'refunded-before-refusal': 'tieOutNow.refunded-before-refusal',
  'other-amount-given-back': 'tieOutNow.other-amount-given-back',
  'answers-contradict': 'tieOutNow.answers-contradict',
  'nothing-to-credit': 'tieOutNow.nothing-to-credit',
  'credit-without-receipt': 'tieOutNow.credit-without-receipt',
  'cash-back-without-receipt': 'tieOutNow.cash-back-without-receipt',
  'settlement-without-receipt': 'tieOutNow.settlement-without-receipt',
};
