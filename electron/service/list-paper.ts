import { sumStates } from '../../counter/lists/receipt-state.ts';
import { limits } from '../../counter/limits.ts';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import type { A4Document, A4Fault, ListPart } from '../contract/a4-schemas.ts';
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

/**
 * A list as A4 papers, one for every so many rows: each says which part it is, and has the sums of the whole.
 * Nobody carries more parts than the limit.
 */
export function listPapers(list: GatheredList, sources: PaperSources): Result<A4Document[], A4Fault> {
  const of = Math.max(1, Math.ceil(list.rows.length / limits.a4RowsMax));
  if (of > limits.a4PartsMax) return err('too-large');
  const papers = Array.from({ length: of }, (_, index) =>
    paperOf(list, sources, { number: index + 1, of, firstRow: index * limits.a4RowsMax + 1 }),
  );
  return ok(papers);
}

function paperOf(list: GatheredList, sources: PaperSources, part: ListPart): A4Document {
  const { madeAt, directoryAt, signature } = sources;
  const { head, outage, receipts, paidPaise } = list;
  const sheet = { heading: a4Heading(sources), outage, madeAt, head, signature, part };
  switch (list.list) {
    case 'do-not-disconnect':
      return {
        kind: 'do-not-disconnect',
        ...sheet,
        directoryAt,
        consumers: list.rows.length,
        receipts,
        paidPaise,
        rows: rowsOfPart(list.rows, part).map((row) => ({ ...row, receipts: [...row.receipts] })),
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
        rows: rowsOfPart(list.rows, part),
      };
    }
    default:
      return assertNever(list);
  }
}

function rowsOfPart<Row>(rows: readonly Row[], { firstRow }: ListPart): Row[] {
  return rows.slice(firstRow - 1, firstRow - 1 + limits.a4RowsMax);
}

/** What stands at the head of every sheet. */
export function a4Heading({
  config,
  issuer,
}: Pick<PaperSources, 'config' | 'issuer'>): A4Document['heading'] {
  return { ...slipHeading(config, issuer), office: issuer.office };
}
