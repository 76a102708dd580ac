import type { Fleet } from '../../harness/fleet.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import type { MeasuredHeadEnd } from './measured-head-end.ts';

/** Throws unless each recharge of the fleet is credited exactly once, to the paisa. */
export async function proveLedger(
  headEnd: MeasuredHeadEnd,
  { entries, totalPaise }: Pick<Fleet, 'entries' | 'totalPaise'>,
): Promise<void> {
  const rows = await headEndLedger(headEnd);
  const uids = new Set(rows.map(({ uid }) => uid));
  if (rows.length !== entries || uids.size !== entries)
    throw new Error(`${entries} sold, ${rows.length} credited, of them ${uids.size} different`);
  const creditedPaise = rows.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  if (creditedPaise !== totalPaise) throw new Error(`${totalPaise} paise sold, ${creditedPaise} credited`);
}
