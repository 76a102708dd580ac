import { approvalIsDue, singleCopyReason, type SingleCopyReason } from '../../counter/copies/single-copy.ts';
import { uncoveredNow } from '../../db/care/uncovered-sales.ts';
import type { Journal } from '../../db/journal.ts';
import { secondCopyStatus } from '../../db/second-copy.ts';
import type { ServiceContext } from './service-context.ts';

/** Selling with one copy: why, and what stands in it alone since the last counterfoil. */
export interface SingleCopy {
  readonly reason: SingleCopyReason;
  readonly sales: number;
  readonly sumPaise: number;
  /** The next sale needs a second person. */
  readonly due: boolean;
}

/** Null while two copies are kept as the office demands. */
export function singleCopyNow(
  context: Pick<ServiceContext, 'config' | 'copyDevice'>,
  journal: Journal,
): SingleCopy | null {
  const settings = context.config.singleCopy;
  const { state } = secondCopyStatus(journal);
  const reason = singleCopyReason(settings.demand, { state, device: context.copyDevice.now });
  if (reason === null) return null;
  const uncovered = uncoveredNow(journal.db);
  const sales = uncovered.length;
  const sumPaise = uncovered.reduce((sum, sale) => sum + sale.amountPaise, 0);
  return { reason, sales, sumPaise, due: approvalIsDue(settings, { sales, sumPaise }) };
}
