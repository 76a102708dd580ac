import { limits } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import { misfit } from './body-shape.ts';
import { bodyShape } from './body-shapes.ts';
import { canonicalJson, type Json } from './canonical.ts';
import { entryHash, hashBeforeFirst, type Sha256Hex, type SignHash } from './chain.ts';
import { type ClockFault, type ClockReading, timeOfEntry, trustOf } from './clock-rule.ts';
import type { Entry, EntryDraft, StoredEntry } from './entry.ts';
import { brokenRule } from './ledger-rules.ts';
import { readBody } from './read-body.ts';
import { numberOfReceipt } from './receipt-count.ts';

/** Where the journal ends: all that the next entry needs to know of those before it. */
export interface JournalTail {
  /** 1 until a recovery begins the next. */
  readonly epoch: number;
  /** 0 before the first entry; runs on through the epochs. */
  readonly seq: number;
  readonly hash: string;
  readonly at: number;
  readonly bootId: string;
  readonly monotonicMs: number;
  readonly perpetualTotalPaise: number;
}

export type PlacementFault = ClockFault | { readonly code: 'draft-refused'; readonly detail: string };

export const emptyTail: JournalTail = {
  epoch: 1,
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
  { counter, office }: { readonly counter: string; readonly office: string },
  tail: JournalTail,
  now: ClockReading,
  draft: EntryDraft,
  receiptCount: number,
): Result<Entry, PlacementFault> {
  const broken = brokenRule(draft);
  if (broken !== null) return err({ code: 'draft-refused', detail: broken });
  const epoch = draft.kind === 'recovery' ? tail.epoch + 1 : tail.epoch;
  if (epoch > limits.epochsMax) return err({ code: 'draft-refused', detail: 'the epochs are used up' });
  const time = timeOfEntry(tail.seq === 0 ? null : tail, now, trustOf(draft.kind));
  if (!time.ok) return time;
  const given = {
    counter,
    epoch,
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
    receiptNumber: numberOfReceipt({ counter, office, epoch }, businessDate, receiptCount + 1),
  });
}

/** Writes the body, links it to the chain and signs it. */
export function sealEntry(
  entry: Entry,
  prevHash: string,
  tools: { readonly sha256: Sha256Hex; readonly sign: SignHash },
): Result<StoredEntry, PlacementFault> {
  const wrong = misfit(bodyShape(entry.kind), entry);
  if (wrong !== null)
    return err({ code: 'draft-refused', detail: `${entry.kind}: ${wrong} is out of its shape` });
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
  const { epoch, seq, hash } = stored;
  return { epoch, seq, hash, at, bootId, monotonicMs, perpetualTotalPaise };
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
