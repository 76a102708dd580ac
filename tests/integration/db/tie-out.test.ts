import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../build/consumers/seeded-random.ts';
import type { MoneyRow } from '../../../counter/tie-out/row.ts';
import type { TieOutScope } from '../../../counter/tie-out/scope.ts';
import { addRow, emptyTieOut, type TieOut, type UnexplainedRow } from '../../../counter/tie-out/tie-out.ts';
import { appendEntry } from '../../../db/append.ts';
import { storeAnswers } from '../../../db/answers.ts';
import { closeJournal, type Journal } from '../../../db/journal.ts';
import { readMoneyRows, tieOutAtOnce, tieOutMoment, unexplainedOf } from '../../../db/tie-out.ts';
import { answerOf } from '../../harness/answer-of.ts';
import { everyDraft } from '../../harness/every-draft.ts';
import { enrolled, must, newUid, openCounter, sell } from '../../harness/journal.ts';
import { tieOutHistory } from '../../harness/tie-out-history.ts';

let journal: Journal;
afterEach(() => closeJournal(journal));

/** What the test's own rows add up to. Nothing was acknowledged. */
function expected(rows: readonly MoneyRow[]): { tieOut: TieOut; unexplained: UnexplainedRow[] } {
  const tieOut = emptyTieOut();
  return { tieOut, unexplained: rows.flatMap((row) => addRow(tieOut, row, 0) ?? []) };
}

describe('the tie-out of a journal', () => {
  it.each([1, 2, 3, 4, 5, 6])('reads random history %i as it was written, for every scope', async (seed) => {
    const history = await tieOutHistory(seededRandom(seed), { days: 3, actsPerDay: 45 });
    ({ journal } = history);
    const ofDate = (from: string, to: string) =>
      history.rows.filter(({ receipt }) => receipt.businessDate >= from && receipt.businessDate <= to);
    const [first = '', second = '', third = ''] = history.dates;
    const scopes: readonly (readonly [TieOutScope, readonly MoneyRow[]])[] = [
      [{ kind: 'everything' }, history.rows],
      [{ kind: 'dates', from: first, to: first }, ofDate(first, first)],
      [{ kind: 'dates', from: second, to: third }, ofDate(second, third)],
      [{ kind: 'dates', from: '2027-01-01', to: '2027-01-02' }, []],
      [{ kind: 'outage', outage: history.outage }, history.rows.filter(({ outage }) => outage !== null)],
      [{ kind: 'outage', outage: newUid() }, []],
    ];
    expect(history.rows.length).toBeGreaterThan(30);
    for (const [scope, rows] of scopes) {
      const told: UnexplainedRow[] = [];
      const { total, days, shifts } = tieOutAtOnce(journal.db, scope, (row) => void told.push(row));
      const { tieOut, unexplained } = expected(rows);
      expect([total, days, shifts]).toEqual([tieOut.total, tieOut.days, tieOut.shifts]);
      // How the consumer stood on the paper is not what the head end is asked for.
      const asTold = (row: UnexplainedRow) => ({ ...row, consumer: null });
      expect(told.map(asTold)).toEqual(unexplained.map(asTold));
      expect(unexplainedOf(journal.db, scope)).toEqual({
        count: total.unexplainedRows,
        sumPaise: total.unexplainedPaise,
      });
    }
  });

  it('is of one moment, whatever is sold, answered or paid back while it is read', async () => {
    const bench = await enrolled({ mirrorFolder: null });
    ({ journal } = bench);
    const open = await openCounter(journal, bench.clock.wallMs());
    const sold = must(await sell(journal, open)).entry;
    const moment = tieOutMoment(journal.db, { kind: 'everything' });
    await storeAnswers(journal, [answerOf(sold)]);
    must(await sell(journal, open));
    must(await appendEntry(journal, { ...everyDraft(open).refund, ref: sold.uid }));
    const page = readMoneyRows(journal.db, moment, 1);
    expect(page).toMatchObject({
      rows: [{ receipt: { seq: sold.seq, words: [] }, settlements: [], backs: [] }],
      nextSeq: null,
    });
    expect(tieOutMoment(journal.db, { kind: 'everything' }).toSeq).toBe(moment.toSeq + 2);
  });

  it('shows cash and credits that lead to no receipt', async () => {
    const bench = await enrolled({ mirrorFolder: null });
    ({ journal } = bench);
    const open = await openCounter(journal, bench.clock.wallMs());
    must(await sell(journal, open));
    const { refund, 'refusal settled': settled, count } = everyDraft(open);
    const nowhere = must(await appendEntry(journal, { ...refund, ref: newUid() })).entry;
    const counted = must(await appendEntry(journal, { ...count, ref: null })).entry;
    const lost = must(await appendEntry(journal, { ...settled, ref: counted.uid })).entry;
    await storeAnswers(journal, [answerOf(counted, { amountPaise: 70_00 })]);
    const told: UnexplainedRow[] = [];
    const { total } = tieOutAtOnce(journal.db, { kind: 'everything' }, (row) => void told.push(row));
    expect(told.map(({ seq, reason, amountPaise }) => [seq, reason, amountPaise]).slice(1)).toEqual([
      [nowhere.seq, 'cash-back-without-receipt', refund.amountPaise],
      [counted.seq, 'credit-without-receipt', 70_00],
      [lost.seq, 'settlement-without-receipt', 500_00],
    ]);
    expect(total.unexplainedRows).toBe(4);
    const other: TieOutScope = { kind: 'dates', from: '2026-01-01', to: '2026-01-02' };
    expect(unexplainedOf(journal.db, other)).toEqual({ count: 0, sumPaise: 0 });
  });

  it('counts to an outage what was sold since it began, though nobody had opened it yet', async () => {
    const bench = await enrolled({ mirrorFolder: null });
    ({ journal } = bench);
    const open = await openCounter(journal, bench.clock.wallMs());
    must(await sell(journal, open));
    bench.clock.pass(60_000);
    const since = bench.clock.wallMs();
    must(await sell(journal, open, { amountPaise: 200_00 }));
    bench.clock.pass(60_000);
    const opened = everyDraft(open)['outage opened'];
    const { uid } = must(await appendEntry(journal, { ...opened, since, ref: null })).entry;
    must(await sell(journal, open, { amountPaise: 300_00, outage: uid }));
    expect(unexplainedOf(journal.db, { kind: 'outage', outage: uid })).toEqual({
      count: 2,
      sumPaise: 500_00,
    });
  });
});
