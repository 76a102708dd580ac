import { assertNever } from '../result.ts';
import { rowStates } from '../tie-out/row.ts';
import { type RowFacts, rowStateOf } from './row-state.ts';

/**
 * Where a row stands, as the page behind the status says it: the words of the tie-out, and three that
 * tell a person more. `offered`: it left the counter and no answer came. `settling`: the office has
 * settled it, and the credit for that is still to come. `recorded`: the head end holds it, and nothing
 * was asked to be credited.
 */
export const sendingStates = [...rowStates, 'offered', 'settling', 'recorded'] as const;
export type SendingState = (typeof sendingStates)[number];

export type SentRow =
  | { readonly asks: 'credit'; readonly facts: RowFacts }
  /** A refund, say. `parked`: the head end has put it aside for a person. */
  | { readonly asks: 'nothing'; readonly acknowledged: boolean; readonly parked: boolean };

/** `offered`: the batch that held it left the counter. What was done here stands before what was said there. */
export function sendingStateOf(row: SentRow, offered: boolean): SendingState {
  switch (row.asks) {
    case 'credit':
      return stateOfCredit(row.facts, offered);
    case 'nothing':
      if (row.parked) return 'pending';
      if (row.acknowledged) return 'recorded';
      return offered ? 'offered' : 'unsent';
    default:
      return assertNever(row);
  }
}

function stateOfCredit(facts: RowFacts, offered: boolean): SendingState {
  const state = rowStateOf(facts);
  if (state === 'unsent') return offered ? 'offered' : 'unsent';
  return facts.settlement === 'under-way' && isException(state) ? 'settling' : state;
}

function isException(state: SendingState): boolean {
  return state === 'refused' || state === 'suspense' || state === 'differs';
}
