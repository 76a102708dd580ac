import { creditedBy } from './judge-row.ts';
import { type Claim, standingWord } from './row.ts';

/** One business date as the head end's statement tells it; both sides are brought into this form. */
export interface DayFigures {
  readonly recharges: number;
  readonly rechargesPaise: number;
  /** Of recharges and of settlements, each on its own business date. */
  readonly credits: number;
  readonly creditedPaise: number;
}

/** What the head end signed of its own books. Days without any entry are left out. */
export interface Statement {
  readonly counter: string;
  readonly throughSeq: number;
  readonly from: string;
  readonly to: string;
  /** Time of the head end, UTC milliseconds. */
  readonly at: number;
  readonly days: readonly (DayFigures & { readonly businessDate: string })[];
}

export interface ComparedDay {
  readonly businessDate: string;
  readonly counter: DayFigures;
  /** Null where the statement does not reach. */
  readonly headEnd: DayFigures | null;
}

export const noFigures: DayFigures = { recharges: 0, rechargesPaise: 0, credits: 0, creditedPaise: 0 };

/** The counter's figures by business date, of what the head end had and had decided at a moment. */
export type DayBook = Map<string, DayFigures>;

/** How far a comparison goes: what came or was decided after a statement is not in it. */
export interface AsOf {
  readonly throughSeq: number;
  /** Time of the head end, UTC milliseconds. */
  readonly at: number;
}

export const asOfNow: AsOf = { throughSeq: Number.MAX_SAFE_INTEGER, at: Number.MAX_SAFE_INTEGER };

/** Something that asks for a credit, for the comparison by day. */
export interface DatedClaim {
  /** Cash came in; else it is a settlement. */
  readonly isReceipt: boolean;
  readonly claim: Claim;
}

/** Adds one claim to its date, in place. */
export function addClaim(days: DayBook, { isReceipt, claim }: DatedClaim, asOf: AsOf): void {
  if (claim.seq > asOf.throughSeq) return;
  const words = claim.words.filter(({ decidedAt }) => decidedAt <= asOf.at);
  const known = { ...claim, words };
  const before = days.get(claim.businessDate) ?? noFigures;
  const isCredited = standingWord(known)?.credit === 'applied';
  days.set(claim.businessDate, {
    recharges: before.recharges + (isReceipt ? 1 : 0),
    rechargesPaise: before.rechargesPaise + (isReceipt ? claim.amountPaise : 0),
    credits: before.credits + (isCredited ? 1 : 0),
    creditedPaise: before.creditedPaise + (isCredited ? creditedBy(known) : 0),
  });
}

/** Every date that either side knows, in order. */
export function compareDays(days: DayBook, statement: Statement | null): ComparedDay[] {
  const stated = new Map(statement?.days.map(({ businessDate, ...day }) => [businessDate, day]));
  const dates = [...new Set([...days.keys(), ...stated.keys()])].toSorted();
  return dates.map((businessDate) => {
    const isStated = statement !== null && businessDate >= statement.from && businessDate <= statement.to;
    return {
      businessDate,
      counter: days.get(businessDate) ?? noFigures,
      headEnd: isStated ? (stated.get(businessDate) ?? noFigures) : null,
    };
  });
}

export function dayTies({ counter, headEnd }: ComparedDay): boolean {
  return (
    headEnd === null ||
    (counter.recharges === headEnd.recharges &&
      counter.rechargesPaise === headEnd.rechargesPaise &&
      counter.credits === headEnd.credits &&
      counter.creditedPaise === headEnd.creditedPaise)
  );
}
