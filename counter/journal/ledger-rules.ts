import { limits } from '../limits.ts';
import { assertNever } from '../result.ts';
import type { LedgerAccount } from './every-entry.ts';
import type { EntryDraft } from './entry.ts';

/** Rules of the books that no use case may break, as a sentence for the log; null when all hold. */
export function brokenRule(draft: EntryDraft): string | null {
  const amounts = draft.ledger.map((line) => line.amountPaise);
  if (!amounts.every(inBounds)) return 'a ledger line is no amount in bounds';
  if (amounts.reduce((sum, amount) => sum + amount, 0) !== 0) return 'the ledger lines do not sum to zero';
  const moved = moveOf(draft);
  if (moved.kind === 'none') return draft.ledger.length === 0 ? null : `${draft.kind} moves no money`;
  if (!inBounds(moved.amountPaise)) return `the amount of ${draft.kind} is out of bounds`;
  if (
    moved.kind === 'drawer' &&
    (draft.businessDate === null || draft.day === null || draft.shift === null)
  ) {
    return `${draft.kind} belongs to an open day and an open shift`;
  }
  const account: LedgerAccount = moved.kind === 'drawer' ? 'cash-drawer' : moved.account;
  if (sumOf(draft, account) !== moved.amountPaise)
    return `the ledger does not move ${account} as ${draft.kind}`;
  return draft.kind === 'recharge' ? brokenRecharge(draft) : null;
}

/** What an entry adds to the cash drawer of its shift; below zero for what it takes out. */
export function drawerPaise(entry: { readonly ledger: EntryDraft['ledger'] }): number {
  return sumOf(entry, 'cash-drawer');
}

type Move =
  | { readonly kind: 'none' }
  | { readonly kind: 'drawer'; readonly amountPaise: number }
  | { readonly kind: 'elsewhere'; readonly account: LedgerAccount; readonly amountPaise: number };

/** The one account of each kind whose movement its body names. */
function moveOf(draft: EntryDraft): Move {
  switch (draft.kind) {
    case 'recharge':
    case 'cash in':
      return { kind: 'drawer', amountPaise: draft.amountPaise };
    case 'cancellation':
    case 'refund':
    case 'cash out':
    case 'safe drop':
    case 'handover':
      return { kind: 'drawer', amountPaise: -draft.amountPaise };
    case 'shift opened':
      return { kind: 'drawer', amountPaise: draft.floatPaise };
    case 'shift closed':
      return { kind: 'drawer', amountPaise: -draft.expectedPaise };
    case 'deposit':
      return { kind: 'elsewhere', account: 'bank', amountPaise: draft.amountPaise };
    case 'recovered receipt':
      return { kind: 'elsewhere', account: 'recovered', amountPaise: draft.amountPaise };
    case 'counter enrolled':
    case 'person set':
    case 'settings changed':
    case 'override':
    case 'clock moved':
    case 'key lost':
    case 'recovery':
    case 'day opened':
    case 'day closed':
    case 'pack sealed':
    case 'outage opened':
    case 'outage closed':
    case 'count':
    case 'reprint':
    case 'refusal settled':
      return { kind: 'none' };
    default:
      return assertNever(draft);
  }
}

function brokenRecharge(draft: Extract<EntryDraft, { kind: 'recharge' }>): string | null {
  if (draft.amountPaise < limits.rechargePaiseMin) return 'the amount of a recharge is out of bounds';
  if (draft.heads.length === 0 || draft.heads.length > limits.headLinesMax) return 'the number of head lines';
  const heads = draft.heads.map((line) => line.amountPaise);
  if (!heads.every((amount) => inBounds(amount) && amount > 0)) return 'a head line is no amount in bounds';
  return heads.reduce((sum, amount) => sum + amount, 0) === draft.amountPaise
    ? null
    : 'the head lines do not sum to the amount';
}

function sumOf({ ledger }: { readonly ledger: EntryDraft['ledger'] }, account: LedgerAccount): number {
  let sum = 0;
  for (const line of ledger) if (line.account === account) sum += line.amountPaise;
  return sum;
}

function inBounds(amount: number): boolean {
  return Number.isSafeInteger(amount) && Math.abs(amount) <= limits.amountPaiseMax;
}
