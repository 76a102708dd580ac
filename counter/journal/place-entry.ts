import { limits } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import { canonicalJson, type Json } from './canonical.ts';
import { entryHash, hashBeforeFirst, type Sha256Hex, type SignHash } from './chain.ts';
import { type ClockFault, type ClockReading, timeOfEntry } from './clock-rule.ts';
import type { Entry, EntryDraft, StoredEntry } from './entry.ts';
import { readBody } from './read-body.ts';
import { numberOfReceipt, type ReceiptPlace } from './receipt-count.ts';

/** Where the journal ends: all that the next entry needs to know of those before it. */
export interface JournalTail {
  /** 0 before the first entry. */
  readonly seq: number;
  readonly hash: string;
  readonly at: number;
  readonly bootId: string;
  readonly monotonicMs: number;
  readonly perpetualTotalPaise: number;
}

export type PlacementFault = ClockFault | { readonly code: 'draft-refused'; readonly detail: string };

export const emptyTail: JournalTail = {
  seq: 0,
  hash: hashBeforeFirst,
  at: 0,
  bootId: '',
  monotonicMs: 0,
  perpetualTotalPaise: 0,
};

/**
 * Gives a draft its place: order, time, receipt number and running total. `receiptCount` is the
 * number of the receipts already given in this epoch and financial year.
 */
export function placeEntry(
  place: ReceiptPlace,
  tail: JournalTail,
  now: ClockReading,
  draft: EntryDraft,
  receiptCount: number,
): Result<Entry, PlacementFault> {
  const broken = brokenRule(draft);
  if (broken !== null) return err({ code: 'draft-refused', detail: broken });
  const time = timeOfEntry(
    tail.seq === 0 ? null : tail,
    now,
    draft.kind === 'clock moved' ? 'vouched' : 'measured',
  );
  if (!time.ok) return time;
  const given = {
    counter: place.counter,
    epoch: place.epoch,
    seq: tail.seq + 1,
    ...time.value,
    bootId: now.bootId,
    monotonicMs: now.monotonicMs,
  };
  if (draft.kind !== 'recharge') {
    return ok({ ...draft, ...given, perpetualTotalPaise: tail.perpetualTotalPaise });
  }
  const perpetualTotalPaise = tail.perpetualTotalPaise + draft.amountPaise;
  if (perpetualTotalPaise > limits.amountPaiseMax) {
    return err({ code: 'draft-refused', detail: 'the perpetual total is out of bounds' });
  }
  if (receiptCount >= limits.receiptsPerYearMax) {
    return err({ code: 'draft-refused', detail: 'the receipt numbers of the financial year are used up' });
  }
  const businessDate = draft.businessDate ?? '';
  return ok({
    ...draft,
    ...given,
    perpetualTotalPaise,
    receiptNumber: numberOfReceipt(place, businessDate, receiptCount + 1),
  });
}

/** Writes the body, links it to the chain and signs it. */
export function sealEntry(
  entry: Entry,
  prevHash: string,
  tools: { readonly sha256: Sha256Hex; readonly sign: SignHash },
): Result<StoredEntry, PlacementFault> {
  const body = canonicalJson(asJson(entry));
  if (utf8Bytes(body) > limits.journalBodyBytesMax) {
    return err({ code: 'draft-refused', detail: `a body has at most ${limits.journalBodyBytesMax} bytes` });
  }
  const { counter, epoch, seq, uid, kind } = entry;
  const hash = entryHash(tools.sha256, { counter, epoch, seq, prevHash, body });
  return ok({ counter, epoch, seq, uid, kind, body, prevHash, hash, signature: tools.sign(hash) });
}

/** The tail of a journal that ends with this entry. */
export function tailAfter(stored: StoredEntry, entry: Entry): JournalTail {
  const { at, bootId, monotonicMs, perpetualTotalPaise } = entry;
  return { seq: stored.seq, hash: stored.hash, at, bootId, monotonicMs, perpetualTotalPaise };
}

/**
 * Whether a draft asks for what is already stored under its uid. Only what the person meant counts:
 * the surroundings (an outage that has ended meanwhile, say) may differ in a second arrival.
 */
export function sameIntent(draft: EntryDraft, stored: StoredEntry): boolean {
  const entry = readBody(stored.body);
  if (entry === null || draft.kind !== entry.kind) return false;
  if (draft.kind === 'recharge' && entry.kind === 'recharge') {
    return (
      draft.consumer === entry.consumer &&
      draft.amountPaise === entry.amountPaise &&
      canonicalJson(asJson(draft.heads)) === canonicalJson(asJson(entry.heads))
    );
  }
  if (draft.kind === 'reprint' && entry.kind === 'reprint') {
    return draft.receiptNumber === entry.receiptNumber && draft.copy === entry.copy;
  }
  return draft.operator === entry.operator;
}

/** Rules of the books that no use case may break, as a sentence for the log; null when all hold. */
function brokenRule(draft: EntryDraft): string | null {
  const amounts = draft.ledger.map((line) => line.amountPaise);
  if (!amounts.every(inBounds)) return 'a ledger line is no amount in bounds';
  if (amounts.reduce((sum, amount) => sum + amount, 0) !== 0) return 'the ledger lines do not sum to zero';
  if (draft.kind !== 'recharge') return null;
  if (draft.businessDate === null || draft.day === null || draft.shift === null) {
    return 'a recharge belongs to an open day and an open shift';
  }
  if (!inBounds(draft.amountPaise) || draft.amountPaise < limits.rechargePaiseMin) {
    return 'the amount of a recharge is out of bounds';
  }
  if (draft.heads.length === 0 || draft.heads.length > limits.headLinesMax) return 'the number of head lines';
  const heads = draft.heads.map((line) => line.amountPaise);
  if (!heads.every((amount) => inBounds(amount) && amount > 0)) return 'a head line is no amount in bounds';
  if (heads.reduce((sum, amount) => sum + amount, 0) !== draft.amountPaise) {
    return 'the head lines do not sum to the amount';
  }
  const cash = draft.ledger.filter((line) => line.account === 'cash-drawer');
  if (cash.reduce((sum, line) => sum + line.amountPaise, 0) !== draft.amountPaise) {
    return 'the drawer does not grow by the amount';
  }
  return null;
}

function inBounds(amount: number): boolean {
  return Number.isSafeInteger(amount) && Math.abs(amount) <= limits.amountPaiseMax;
}

/** Length in UTF-8; a text has at most three bytes for each of its UTF-16 units. */
function utf8Bytes(text: string): number {
  if (text.length * 3 <= limits.journalBodyBytesMax) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function asJson(value: object): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries hold nothing but JSON; their interfaces only lack the index signature that says so
  return value as Json;
}
