import { assertNever } from '../result.ts';
import { financialYear } from '../time.ts';
import type { BilingualText, LedgerAccount, Role } from './every-entry.ts';
import type { Entry } from './entry.ts';
import type { Cancellation, Recharge, Refund } from './recharge-entries.ts';
import type { DayOpened, ShiftOpened } from './day-entries.ts';
import type { CashIn, CashOut, Handover, SafeDrop } from './drawer-entries.ts';
import { drawerPaise } from './ledger-rules.ts';

/** What the entries of a journal add up to. The journal's projections must equal it, row by row. */
export interface Books {
  readonly days: Map<string, DayBook>;
  readonly shifts: Map<string, ShiftBook>;
  readonly people: Map<string, PersonBook>;
  readonly outages: Map<string, OutageBook>;
  /** Receipts given in the present epoch, by financial year. */
  readonly receiptCounts: Map<string, number>;
  readonly accounts: Map<LedgerAccount, number>;
  perpetualTotalPaise: number;
  recharges: number;
}

export interface DayBook {
  readonly businessDate: string;
  readonly session: number;
  readonly openedAt: number;
  readonly openedBy: string;
  closedAt: number | null;
}

export interface ShiftBook {
  readonly day: string;
  readonly cashier: string;
  readonly shiftNumber: number;
  readonly floatPaise: number;
  readonly openedAt: number;
  closedAt: number | null;
  /** What an untouched drawer holds; once the shift is closed, what it held then. */
  cashPaise: number;
  recharges: number;
  takingsPaise: number;
  cancellations: number;
  cancelledPaise: number;
  firstReceipt: string | null;
  lastReceipt: string | null;
}

export interface PersonBook {
  readonly name: BilingualText;
  readonly role: Role;
  state: 'active' | 'off';
}

export interface OutageBook {
  readonly name: string;
  readonly cause: string;
  readonly since: number;
  closedAt: number | null;
}

export function emptyBooks(): Books {
  return {
    days: new Map(),
    shifts: new Map(),
    people: new Map(),
    outages: new Map(),
    receiptCounts: new Map(),
    accounts: new Map(),
    perpetualTotalPaise: 0,
    recharges: 0,
  };
}

/** Adds one entry to the books, in place: a journal of ten lakh entries is folded in seconds. */
export function foldEntry(books: Books, entry: Entry): void {
  for (const line of entry.ledger) {
    books.accounts.set(line.account, (books.accounts.get(line.account) ?? 0) + line.amountPaise);
  }
  switch (entry.kind) {
    case 'recharge':
      return foldRecharge(books, entry);
    case 'day opened':
      return openDay(books, entry);
    case 'day closed':
      return close(books.days, entry.day, entry.at);
    case 'shift opened':
      return openShift(books, entry);
    case 'shift closed':
      return close(books.shifts, entry.shift, entry.at);
    case 'person set': {
      const { name, role, state } = entry;
      books.people.set(entry.person, { name, role, state });
      return;
    }
    case 'outage opened': {
      const { name, cause, since } = entry;
      books.outages.set(entry.uid, { name, cause, since, closedAt: null });
      return;
    }
    case 'outage closed':
      return close(books.outages, entry.ref, entry.at);
    case 'cancellation':
    case 'refund':
    case 'cash in':
    case 'cash out':
    case 'safe drop':
    case 'handover':
      return foldDrawer(books, entry);
    case 'recovery':
      books.receiptCounts.clear();
      for (const person of books.people.values()) person.state = 'off';
      return;
    case 'counter enrolled':
    case 'settings changed':
    case 'override':
    case 'clock moved':
    case 'key lost':
    case 'pack sealed':
    case 'deposit':
    case 'count':
    case 'reprint':
    case 'refusal settled':
    case 'recovered receipt':
      return;
    default:
      return assertNever(entry);
  }
}

function openDay(books: Books, entry: DayOpened): void {
  const { session, at: openedAt, operator: openedBy } = entry;
  const businessDate = entry.businessDate ?? '';
  books.days.set(entry.uid, { businessDate, session, openedAt, openedBy, closedAt: null });
}

function openShift(books: Books, entry: ShiftOpened): void {
  const { cashier, shiftNumber, floatPaise, at: openedAt } = entry;
  books.shifts.set(entry.uid, {
    day: entry.day ?? '',
    cashier,
    shiftNumber,
    floatPaise,
    openedAt,
    closedAt: null,
    cashPaise: floatPaise,
    recharges: 0,
    takingsPaise: 0,
    cancellations: 0,
    cancelledPaise: 0,
    firstReceipt: null,
    lastReceipt: null,
  });
}

function foldDrawer(
  books: Books,
  entry: Cancellation | Refund | CashIn | CashOut | SafeDrop | Handover,
): void {
  const drawer = books.shifts.get(entry.shift ?? '');
  if (drawer === undefined) return;
  drawer.cashPaise += drawerPaise(entry);
  if (entry.kind !== 'cancellation') return;
  drawer.cancellations += 1;
  drawer.cancelledPaise += entry.amountPaise;
}

function foldRecharge(books: Books, entry: Recharge): void {
  books.perpetualTotalPaise += entry.amountPaise;
  books.recharges += 1;
  const year = financialYear(entry.businessDate ?? '');
  books.receiptCounts.set(year, (books.receiptCounts.get(year) ?? 0) + 1);
  const takings = books.shifts.get(entry.shift ?? '');
  if (takings === undefined) return;
  takings.cashPaise += entry.amountPaise;
  takings.recharges += 1;
  takings.takingsPaise += entry.amountPaise;
  takings.firstReceipt ??= entry.receiptNumber;
  takings.lastReceipt = entry.receiptNumber;
}

/** What is closed once stays closed: the first closing stands. */
function close(books: Map<string, { closedAt: number | null }>, uid: string | null, at: number): void {
  const book = uid === null ? undefined : books.get(uid);
  if (book !== undefined) book.closedAt ??= at;
}
