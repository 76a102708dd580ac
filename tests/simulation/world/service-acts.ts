import { clockMovedDraft } from '../../../counter/journal/clock-moved-draft.ts';
import { dayClosedDraft } from '../../../counter/day/day-close.ts';
import { dateToConfirm, dayOpenedDraft } from '../../../counter/day/day-open.ts';
import type { EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { limits } from '../../../counter/limits.ts';
import { judgeRecharge, sameAmountSinceMs, unapproved } from '../../../counter/recharge/guards.ts';
import { rechargeDraft, sameRecharge } from '../../../counter/recharge/recharge-draft.ts';
import { reprintDraft } from '../../../counter/recharge/reprint-draft.ts';
import { amountFault, tenderedFault } from '../../../counter/recharge/amounts.ts';
import { shiftClosedDraft } from '../../../counter/shift/shift-close.ts';
import { shiftOpenedDraft } from '../../../counter/shift/shift-open.ts';
import { denominationsPaise, type DenominationCount } from '../../../counter/money.ts';
import { kolkataDate } from '../../../counter/time.ts';
import type { Totals } from '../../../db/day-reads.ts';
import type { PrintJob } from '../../../db/print-jobs.ts';
import { plainStep } from '../../../printers/step-detail.ts';
import type { Desk } from './desk-acts.ts';
import { knownConsumer } from './head-end.ts';
import type { SimJournal } from './sim-journal.ts';

/** What the counter service does when it is asked, put together from the rules of counter/. */

export type ActReply =
  | { readonly kind: 'done'; readonly entry: StoredEntry }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown' };

export interface SaleAsked {
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
}

/** Takings of a shift or a day, as its close writes them down. */
export type DayTally = Totals;

export interface ActPorts {
  readonly journal: SimJournal;
  readonly cashier: string;
  readonly wallMs: () => number;
  readonly desk: Desk;
  readonly newUid: () => string;
  readonly isAnswering: () => boolean;
  /** Writes an entry and its slip; when both are durable, the paper may go its way. */
  readonly record: (
    draft: EntryDraft,
    slip: {
      readonly entry: string;
      readonly copy: number;
      readonly owner: string;
      readonly slip: PrintJob['slip'];
    } | null,
    paper: 'wait-for-answer' | 'at-once',
  ) => Promise<ActReply>;
  readonly step: (slip: PrintJob, state: PrintJob['state'], detail: typeof plainStep) => PrintJob | null;
  /** What a program that counts in memory would believe; only a mutant listens to it. */
  readonly totals: (of: string, fold: DayTally) => DayTally;
}

const refused = (code: string): ActReply => ({ kind: 'refused', code });
const guards = {
  cashPerReceiptPaise: limits.cashPerReceiptPaise,
  cashPerConsumerDayPaise: limits.cashPerConsumerDayPaiseMax,
  sameAmountWindowMs: limits.sameAmountWindowMs,
};

export async function recordSale(ports: ActPorts, asked: SaleAsked): Promise<ActReply> {
  const { journal } = ports;
  const sale = { ...asked, tenderedPaise: asked.amountPaise };
  const before = journal.entryByUid(asked.uid);
  if (before !== null) {
    const body = readBody(before.body);
    const isSame = body?.kind === 'recharge' && sameRecharge(body, sale);
    return isSame ? { kind: 'done', entry: before } : refused('RECHARGE_CHANGED');
  }
  const fault = amountFault(sale.amountPaise) ?? tenderedFault(sale.amountPaise, sale.tenderedPaise);
  if (fault !== null) return refused(fault);
  const day = journal.currentDay();
  const shift = journal.openShift();
  if (day === null || shift === null) return refused('SHIFT_NOT_OPEN');
  const meter = knownConsumer(sale.consumer);
  const verdict = judgeRecharge(guards, {
    amountPaise: sale.amountPaise,
    takenTodayPaise: journal.cashOn(sale.consumer, kolkataDate(ports.wallMs())),
    sameAmountBefore: journal.sameAmountSince(
      sale.consumer,
      sale.amountPaise,
      sameAmountSinceMs(guards, ports.wallMs()) ?? 0,
    ),
    known: meter !== null,
    singleCopyDue: false,
  });
  if (verdict.kind === 'refused') return refused(verdict.code);
  // The supervisor stands behind the cashier and approves whatever is asked.
  const approvals = verdict.needs.map((guard) => ({ guard, approver: 'meena' }));
  if (unapproved(verdict.needs, approvals).length > 0) return refused('APPROVAL_NEEDED');
  const draft = rechargeDraft({
    ...sale,
    day: { uid: day.day, businessDate: day.businessDate },
    shift: shift.shift,
    cashier: ports.cashier,
    known: meter === null ? null : { name: 'सीता देवी', ...meter },
    approvals,
    outage: null,
  });
  const waits = ports.isAnswering() && journal.unsent().count === 0;
  const slip = { entry: asked.uid, copy: 0, owner: 'service', slip: 'receipt' as const };
  return ports.record(draft, slip, waits ? 'wait-for-answer' : 'at-once');
}

export async function openDay(ports: ActPorts, uid: string): Promise<ActReply> {
  const { journal } = ports;
  const before = journal.entryByUid(uid);
  if (before !== null) return { kind: 'done', entry: before };
  if (journal.currentDay() !== null) return refused('DAY_ALREADY_OPEN');
  const businessDate = dateToConfirm(ports.wallMs());
  const sessionsBefore = journal.sessionsOn(businessDate);
  return ports.record(
    dayOpenedDraft({ uid, businessDate, operator: ports.cashier, sessionsBefore }),
    null,
    'at-once',
  );
}

export async function openShift(ports: ActPorts, uid: string, float: DenominationCount): Promise<ActReply> {
  const { journal } = ports;
  const before = journal.entryByUid(uid);
  if (before !== null) return { kind: 'done', entry: before };
  const day = journal.currentDay();
  if (day === null) return refused('DAY_NOT_OPEN');
  if (journal.openShift() !== null) return refused('SHIFT_ALREADY_OPEN');
  const shiftNumber = journal.shiftsOfDay(day.day) + 1;
  const place = { uid: day.day, businessDate: day.businessDate };
  return ports.record(
    shiftOpenedDraft({ uid, day: place, cashier: ports.cashier, shiftNumber, float }),
    null,
    'at-once',
  );
}

export async function closeShift(ports: ActPorts, uid: string, countedPaise: number): Promise<ActReply> {
  const { journal } = ports;
  const before = journal.entryByUid(uid);
  if (before !== null) return { kind: 'done', entry: before };
  const day = journal.currentDay();
  const shift = journal.openShift();
  if (day === null || shift === null) return refused('SHIFT_NOT_OPEN');
  if (openQuestions(journal).length > 0) return refused('SHIFT_HAS_OPEN_PRINTS');
  const totals = ports.totals(shift.shift, journal.shiftTotals(shift.shift));
  const draft = shiftClosedDraft({
    uid,
    day: { uid: day.day, businessDate: day.businessDate },
    shift: shift.shift,
    cashier: ports.cashier,
    counted: piecesOf(countedPaise),
    books: { ...totals, floatPaise: shift.floatPaise },
    differenceReason: 'counted twice',
    approver: 'meena',
  });
  return ports.record(draft, null, 'at-once');
}

export async function closeDay(ports: ActPorts, uid: string): Promise<ActReply> {
  const { journal } = ports;
  const before = journal.entryByUid(uid);
  if (before !== null) return { kind: 'done', entry: before };
  const day = journal.currentDay();
  if (day === null) return refused('DAY_NOT_OPEN');
  if (journal.openShift() !== null) return refused('DAY_HAS_OPEN_SHIFT');
  const draft = dayClosedDraft({
    uid,
    day: { uid: day.day, businessDate: day.businessDate },
    operator: ports.cashier,
    totals: ports.totals(day.day, journal.dayTotals(day.day)),
    unsent: journal.unsent(),
  });
  return ports.record(draft, null, 'at-once');
}

/** A supervisor looks at the clock and vouches for it. */
export async function confirmClock(ports: ActPorts, uid: string): Promise<ActReply> {
  const draft = clockMovedDraft({
    uid,
    day: ports.journal.currentDay(),
    operator: ports.cashier,
    approver: 'meena',
    headEndOffMs: null,
  });
  return ports.record(draft, null, 'at-once');
}

/** A person looked at the paper. `no` prints a further copy that says so. */
export async function answerDoubt(ports: ActPorts, slip: PrintJob, onPaper: 'yes' | 'no'): Promise<ActReply> {
  if (slip.state !== 'uncertain') return refused('PRINT_JOB_NOT_ASKED');
  if (onPaper === 'yes') {
    ports.step(slip, 'confirmed', { ...plainStep, proof: 'operator', person: ports.cashier });
    return refused('NOTHING_TO_RECORD');
  }
  return furtherCopy(ports, ports.newUid(), slip.entry, 'not-printed', slip);
}

export async function furtherCopy(
  ports: ActPorts,
  uid: string,
  entry: string,
  reason: 'not-printed' | 'consumer-asks',
  replaces: PrintJob | null,
): Promise<ActReply> {
  const { journal } = ports;
  const stored = journal.entryByUid(entry);
  const body = stored === null ? null : readBody(stored.body);
  if (body?.kind !== 'recharge') return refused('RECEIPT_UNKNOWN');
  const day = journal.currentDay();
  const copy = Math.max(1, journal.nextCopy(entry, 'receipt'));
  const draft = reprintDraft({
    uid,
    day: day === null ? null : { uid: day.day, businessDate: day.businessDate },
    shift: journal.openShift()?.shift ?? null,
    operator: ports.cashier,
    recharge: entry,
    receiptNumber: body.receiptNumber,
    copy,
    reason,
    approver: null,
  });
  const reply = await ports.record(
    draft,
    { entry, copy, owner: `reprint:${uid}`, slip: 'receipt' },
    'at-once',
  );
  if (reply.kind === 'done' && replaces !== null) ports.step(replaces, 'replaced', plainStep);
  return reply;
}

/** Slips that nobody may close a shift over. */
export function openQuestions(journal: SimJournal): readonly PrintJob[] {
  return journal
    .openSlips()
    .filter(
      ({ state }) =>
        state === 'uncertain' || state === 'sending' || state === 'awaiting' || state === 'stalled',
    );
}

function piecesOf(countedPaise: number): DenominationCount {
  const pieces: Record<string, number> = {};
  let rest = countedPaise;
  for (const value of denominationsPaise.toSorted((left, right) => right - left)) {
    const count = Math.floor(rest / value);
    if (count > 0) pieces[String(value)] = count;
    rest -= count * value;
  }
  return pieces;
}
