import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRow } from '../../../../counter/tie-out/judge-row.ts';
import { type Claim, explainedStates, type MoneyRow, type Word } from '../../../../counter/tie-out/row.ts';
import {
  addRow,
  differencePaise,
  emptyTieOut,
  type Sums,
  ties,
} from '../../../../counter/tie-out/tie-out.ts';
import { anyRow, anyRows } from './random-row.ts';

const runs = 600;

/** What an answer is worth, told without the code under test: the first final word by turn, said last. */
function creditedPaise(claim: Claim): number {
  const byTurn = [...claim.words].sort((left, right) => left.turn - right.turn);
  const isFinal = ({ credit }: Word) => credit === 'applied' || credit === 'rejected';
  const first = byTurn.filter(isFinal)[0];
  if (first?.credit !== 'applied') return 0;
  const last = byTurn.filter(({ credit }) => credit === 'applied').at(-1);
  return last?.amountPaise ?? claim.amountPaise;
}

const isCredited = (claim: Claim) => creditedPaise(claim) > 0;
const saysOnly = (claim: Claim, credit: Word['credit']) => {
  const finals = claim.words.filter((word) => word.credit === 'applied' || word.credit === 'rejected');
  return finals.length > 0 && finals.every((word) => word.credit === credit);
};

/** A row whose rupees went exactly one way, whole, and to whom they should. */
function wentOneWay({ receipt, settlements, backs }: MoneyRow): boolean {
  const claims = [receipt, ...settlements];
  const credits = claims.filter(isCredited);
  if (credits.length + backs.length !== 1) return false;
  const [credit] = credits;
  const [back] = backs;
  if (credit !== undefined) {
    const named = credit.words.filter((word) => word.credit === 'applied');
    return named.every(
      (word) =>
        (word.amountPaise ?? credit.amountPaise) === receipt.amountPaise &&
        (credit.consumer === null || (word.consumer ?? credit.consumer) === credit.consumer),
    );
  }
  return back?.amountPaise === receipt.amountPaise;
}

const sumOf = (rows: readonly MoneyRow[], paiseOf: (row: MoneyRow) => number) =>
  rows.reduce((paise, row) => paise + paiseOf(row), 0);
const backsOf = (row: MoneyRow) => row.backs.reduce((paise, back) => paise + back.amountPaise, 0);
const creditsOf = ({ receipt, settlements }: MoneyRow) =>
  [receipt, ...settlements].reduce((paise, claim) => paise + creditedPaise(claim), 0);

function tiedOut(rows: readonly MoneyRow[]) {
  const tieOut = emptyTieOut();
  const unexplained = rows.flatMap((row) => addRow(tieOut, row, 60) ?? []);
  return { tieOut, unexplained };
}

describe('a tie-out of random histories', () => {
  it('has every rupee in exactly one state, by date, by shift and together', () => {
    fc.assert(
      fc.property(anyRows(), (rows) => {
        const { tieOut } = tiedOut(rows);
        const takings = sumOf(rows, ({ receipt }) => receipt.amountPaise);
        const ofStates = (sums: Sums) =>
          Object.values(sums.states).reduce((paise, state) => paise + state.paise, 0);
        expect(ofStates(tieOut.total)).toBe(takings);
        expect(tieOut.total.takingsPaise).toBe(takings);
        for (const groups of [tieOut.days, tieOut.shifts]) {
          const sums = [...groups.values()];
          expect(sums.reduce((paise, each) => paise + ofStates(each), 0)).toBe(takings);
          expect(sums.reduce((count, each) => count + each.recharges, 0)).toBe(rows.length);
        }
      }),
      { numRuns: runs },
    );
  });

  it('keeps the equation: what the counter has and the head end has not is the difference', () => {
    fc.assert(
      fc.property(anyRows(), (rows) => {
        const { total } = tiedOut(rows).tieOut;
        const money = sumOf(rows, (row) => row.receipt.amountPaise - backsOf(row) - creditsOf(row));
        expect(differencePaise(total)).toBe(money);
        expect(total.creditedPaise).toBe(sumOf(rows, creditsOf));
        expect(total.cancelledPaise + total.refundedPaise).toBe(sumOf(rows, backsOf));
        if (total.unexplainedRows === 0) expect(money).toBe(0);
        expect(ties(total)).toBe(total.unexplainedRows === 0);
      }),
      { numRuns: runs },
    );
  });

  it('explains a receipt only where its rupees went exactly one way', () => {
    fc.assert(
      fc.property(anyRow(1), (row) => {
        const verdict = judgeRow(row, null);
        const isExplained = explainedStates.has(verdict.state);
        expect(!isExplained || wentOneWay(row)).toBe(true);
        // And never hides one that plainly did.
        const others = [row.receipt, ...row.settlements].filter((claim) => !isCredited(claim));
        const plain = wentOneWay(row) && others.every((claim) => saysOnly(claim, 'rejected'));
        const credited = [row.receipt, ...row.settlements].filter(isCredited);
        const asAsked = credited.every(
          (claim) => saysOnly(claim, 'applied') && claim.amountPaise === row.receipt.amountPaise,
        );
        expect(isExplained || !(plain && asAsked)).toBe(true);
      }),
      { numRuns: runs * 2 },
    );
  });

  it('gives a reason for each row that it lists, and lists each that it counts', () => {
    fc.assert(
      fc.property(anyRows(), (rows) => {
        const { tieOut, unexplained } = tiedOut(rows);
        expect(unexplained).toHaveLength(tieOut.total.unexplainedRows);
        expect(unexplained.reduce((paise, row) => paise + row.amountPaise, 0)).toBe(
          tieOut.total.unexplainedPaise,
        );
        for (const { state, reason } of unexplained) {
          expect(explainedStates.has(state)).toBe(false);
          expect(['credited', 'cancelled', 'refunded', 'settled']).not.toContain(reason);
        }
      }),
      { numRuns: runs / 2 },
    );
  });
});
