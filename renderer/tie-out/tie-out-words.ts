import type { RowState } from '../../counter/tie-out/row.ts';
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
