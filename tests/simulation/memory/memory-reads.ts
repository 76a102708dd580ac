import { movesMoney } from '../../../counter/journal/entry.ts';
import { kolkataMidnightMs } from '../../../counter/time.ts';
import type { ShiftRow, Totals } from '../../../db/day-reads.ts';
import type { SimJournal } from '../world/sim-journal.ts';
import type { MemoryDisk } from './disk.ts';
import { chainIn, troubledIn } from './memory-chains.ts';
import { latestAnswerIn } from './memory-outbox.ts';

const noTotals: Totals = {
  cashPaise: 0,
  recharges: 0,
  takingsPaise: 0,
  cancellations: 0,
  cancelledPaise: 0,
  firstReceipt: null,
  lastReceipt: null,
};
const dayMs = 86_400_000;

/** What the screens ask a journal, answered from the fold of its entries. */
export function readsOf(
  disk: MemoryDisk,
): Pick<
  SimJournal,
  | 'entryByUid'
  | 'currentDay'
  | 'openShift'
  | 'sessionsOn'
  | 'shiftsOfDay'
  | 'shiftTotals'
  | 'dayTotals'
  | 'unsent'
  | 'cashOn'
  | 'sameAmountSince'
  | 'latestAnswer'
  | 'chainOf'
  | 'troubled'
> {
  const shiftsIn = (day: string) => [...disk.books.shifts.values()].filter((shift) => shift.day === day);
  return {
    entryByUid: (uid) => disk.entries[(disk.seqOfUid.get(uid) ?? 0) - 1] ?? null,
    currentDay: () => {
      const open = [...disk.books.days].findLast(([, { closedAt }]) => closedAt === null);
      return open === undefined ? null : { day: open[0], ...open[1] };
    },
    openShift: (): ShiftRow | null => {
      const open = [...disk.books.shifts].findLast(([, { closedAt }]) => closedAt === null);
      return open === undefined ? null : { shift: open[0], ...open[1] };
    },
    sessionsOn: (date) =>
      [...disk.books.days.values()].filter(({ businessDate }) => businessDate === date).length,
    shiftsOfDay: (day) => shiftsIn(day).length,
    shiftTotals: (shift) => disk.books.shifts.get(shift) ?? noTotals,
    dayTotals: (day) => {
      const shifts = shiftsIn(day);
      const receipts = shifts.flatMap(({ firstReceipt, lastReceipt }) => [firstReceipt, lastReceipt]);
      const sorted = receipts.filter((receipt) => receipt !== null).toSorted();
      const sumOf = (pick: (shift: Totals) => number): number =>
        shifts.reduce((sum, shift) => sum + pick(shift), 0);
      return {
        cashPaise: sumOf(({ cashPaise }) => cashPaise),
        recharges: sumOf(({ recharges }) => recharges),
        takingsPaise: sumOf(({ takingsPaise }) => takingsPaise),
        cancellations: sumOf(({ cancellations }) => cancellations),
        cancelledPaise: sumOf(({ cancelledPaise }) => cancelledPaise),
        firstReceipt: sorted[0] ?? null,
        lastReceipt: sorted.at(-1) ?? null,
      };
    },
    unsent: () => {
      const acked = disk.acknowledgements.at(-1)?.acknowledgement.ackedSeq ?? 0;
      const money = disk.bodies.slice(acked).filter(({ kind }) => movesMoney(kind));
      const sumPaise = money.reduce(
        (sum, body) => sum + (body.kind === 'recharge' ? body.amountPaise : 0),
        0,
      );
      return { count: money.length, sumPaise, oldestAt: money[0]?.at ?? null };
    },
    cashOn: (consumer, date) => {
      const midnight = kolkataMidnightMs(date);
      let paise = 0;
      for (const body of disk.bodies) {
        if (body.kind !== 'recharge' || body.consumer !== consumer) continue;
        if (body.at >= midnight && body.at < midnight + dayMs) paise += body.amountPaise;
      }
      return paise;
    },
    sameAmountSince: (consumer, amountPaise, sinceMs) =>
      disk.bodies.some(
        (body) =>
          body.kind === 'recharge' &&
          body.consumer === consumer &&
          body.amountPaise === amountPaise &&
          body.at >= sinceMs,
      ),
    latestAnswer: (seq) => latestAnswerIn(disk.answers, seq),
    chainOf: (recharge) => chainIn(disk, recharge),
    troubled: () => troubledIn(disk),
  };
}
