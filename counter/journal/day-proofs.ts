import type { Books } from './fold.ts';
import type { DayProof } from './proof.ts';

/** The days of the books in the order of their opening, each with the sums of its shifts. */
export function dayProofs(books: Books): DayProof[] {
  const days = new Map<string, { -readonly [Field in keyof DayProof]: DayProof[Field] }>();
  for (const [uid, { businessDate, session, closedAt }] of books.days) {
    days.set(uid, { businessDate, session, ...nothingSold, closed: closedAt !== null });
  }
  for (const shift of books.shifts.values()) {
    const day = days.get(shift.day);
    if (day === undefined) continue;
    day.recharges += shift.recharges;
    day.takingsPaise += shift.takingsPaise;
    day.cancelledPaise += shift.cancelledPaise;
    day.netPaise = day.takingsPaise - day.cancelledPaise;
    day.firstReceipt = earlier(day.firstReceipt, shift.firstReceipt);
    day.lastReceipt = later(day.lastReceipt, shift.lastReceipt);
  }
  return [...days.values()];
}

const nothingSold = {
  recharges: 0,
  takingsPaise: 0,
  cancelledPaise: 0,
  netPaise: 0,
  firstReceipt: null,
  lastReceipt: null,
};

/** Numbers of one day have one length and one prefix, so their order is that of their text. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return other < one ? other : one;
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return other > one ? other : one;
}
