import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import { emptyBooks, foldEntry } from '../../../counter/journal/fold.ts';
import { chainStart, type ChainTools, verifyNext } from '../../../counter/journal/verify-chain.ts';

/** Each check says in a sentence what is broken; null while its invariant holds. */

/** I1: the cash that a hand counts is the cash of the journal. */
export function cashIsJournal(facts: {
  readonly countedPaise: number;
  readonly journalPaise: number;
}): string | null {
  const { countedPaise, journalPaise } = facts;
  return countedPaise === journalPaise
    ? null
    : `${countedPaise} paise were counted, the journal says ${journalPaise}`;
}

/** I2: the ledger lines of each entry sum to zero. */
export function ledgerBalances(entry: Pick<Entry, 'seq' | 'ledger'>): string | null {
  const sum = entry.ledger.reduce((total, line) => total + line.amountPaise, 0);
  return sum === 0 ? null : `the ledger lines of entry ${entry.seq} sum to ${sum} paise`;
}

/** I8: chain and every signature prove, and no number is missing. */
export function chainProves(
  counter: string,
  entries: readonly StoredEntry[],
  tools: ChainTools,
): string | null {
  let chain = chainStart(counter);
  for (const stored of entries) {
    const next = verifyNext(chain, stored, tools, 'every');
    if (!next.ok) return `entry ${next.error.seq}: ${next.error.code}`;
    chain = next.value.chain;
  }
  return null;
}

/** I9: a close says what the entries before it add up to. */
export function closeIsFold(before: readonly Entry[], close: Entry): string | null {
  if (close.kind !== 'shift closed' && close.kind !== 'day closed') return null;
  const books = emptyBooks();
  for (const entry of before) foldEntry(books, entry);
  const shifts = [...books.shifts].filter(([uid, { day }]) =>
    close.kind === 'shift closed' ? uid === close.shift : day === close.day,
  );
  const takings = shifts.reduce((sum, [, shift]) => sum + shift.takingsPaise, 0);
  const recharges = shifts.reduce((sum, [, shift]) => sum + shift.recharges, 0);
  if (takings !== close.takingsPaise || recharges !== close.recharges) {
    return `the ${close.kind} entry says ${close.recharges} recharges of ${close.takingsPaise} paise, its entries ${recharges} of ${takings}`;
  }
  const cash = shifts.reduce((sum, [, shift]) => sum + shift.cashPaise, 0);
  if (close.kind === 'shift closed' && cash !== close.expectedPaise) {
    return `the shift closed expecting ${close.expectedPaise} paise, its entries give ${cash}`;
  }
  return null;
}
