import { sumStates } from '../../counter/lists/receipt-state.ts';
import { assertNever } from '../../counter/result.ts';
import type { A4Document } from '../contract/a4-schemas.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { GatheredList } from './gather-list.ts';
import type { Issuer } from './receipt-facts-of.ts';
import { slipHeading } from './slip-heading.ts';

interface PaperSources {
  readonly config: Config;
  readonly issuer: Issuer;
  readonly madeAt: number;
  /** When the head end made the consumer list; null where there is none. */
  readonly directoryAt: number | null;
  /** Of the file that goes with the paper. */
  readonly signature: string | null;
}

/** A list as an A4 paper. */
export function listPaper(list: GatheredList, sources: PaperSources): A4Document {
  const { madeAt, directoryAt, signature } = sources;
  const { head, outage, receipts, paidPaise } = list;
  const sheet = { heading: a4Heading(sources), outage, madeAt, head, signature };
  switch (list.list) {
    case 'do-not-disconnect':
      return {
        kind: 'do-not-disconnect',
        ...sheet,
        directoryAt,
        consumers: list.rows.length,
        receipts,
        paidPaise,
        rows: list.rows.map((row) => ({ ...row, receipts: [...row.receipts] })),
      };
    case 'paid': {
      const dates = list.rows.map(({ businessDate }) => businessDate).toSorted();
      const day = list.scope.list === 'paid-in-day' ? list.scope.businessDate : null;
      return {
        kind: 'paid-in-outage',
        ...sheet,
        from: day ?? dates[0] ?? null,
        to: day ?? dates.at(-1) ?? null,
        receipts,
        paidPaise,
        states: sumStates(list.rows),
        rows: [...list.rows],
      };
    }
    default:
      return assertNever(list);
  }
}

/** What stands at the head of every sheet. */
export function a4Heading({
  config,
  issuer,
}: Pick<PaperSources, 'config' | 'issuer'>): A4Document['heading'] {
  return { ...slipHeading(config, issuer), office: issuer.office };
}
