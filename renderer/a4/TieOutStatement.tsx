import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import { Stacked } from './Both.tsx';
import { paperDay } from './tie-out-tables.tsx';
import { missingDates, statedDay, statementHead, words } from './tie-out-paper-words.ts';

/** What the counter was held against, and every date of which it says otherwise. */
export function TieOutStatement({ statement }: Pick<A4Of<'tie-out'>, 'statement'>) {
  if (statement === null) return <Said of={words.noStatement} />;
  const { is, at, throughSeq, differing } = statement;
  return (
    <>
      <Said of={statementHead(paperDateTime(at).slice(0, 16), groupIndian(throughSeq), is)} />
      {statement.missingDates === 0 ? null : <Said of={missingDates(groupIndian(statement.missingDates))} />}
      {differing.length === 0 ? <Said of={words.sameAll} /> : null}
      {differing.map(({ businessDate, counter, headEnd }) => (
        <Said
          key={businessDate}
          of={statedDay(
            paperDay(businessDate),
            formatRupees(counter.creditedPaise),
            formatRupees(headEnd.creditedPaise),
          )}
        />
      ))}
    </>
  );
}

function Said({ of }: { readonly of: BilingualText }) {
  return (
    <p className="said">
      <Stacked of={of} />
    </p>
  );
}
