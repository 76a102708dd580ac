import { entryKinds, movesMoney, type EntryKind } from '../../counter/journal/entry.ts';
import { uuidPattern } from '../../counter/ids.ts';
import { limits } from '../../counter/limits.ts';
import { isIsoDate, kolkataDate } from '../../counter/time.ts';
import type { ReceivedEntry } from '../batch.ts';
import { readJsonObject } from '../read-json.ts';
import type { AnswerCode } from './answer-codes.ts';

/** What the head end reads of a body. All else is kept verbatim and not looked at. */
export type ReadBody =
  | AsksCredit
  /** Cash that went back at the counter. `ref` is what it was taken for. */
  | {
      readonly kind: 'refund' | 'cancellation';
      readonly uid: string;
      readonly ref: string;
      readonly amountPaise: number;
    }
  | { readonly kind: 'moves-no-money'; readonly uid: string; readonly entryKind: EntryKind }
  | { readonly kind: 'parked'; readonly uid: string; readonly entryKind: string; readonly code: AnswerCode };

/** An entry that asks for a credit of its own. */
export type AsksCredit = RechargeAsked | SettlementAsked;

interface CreditAsked {
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
  /** The part that a token is made of: the head lines called `recharge`. */
  readonly rechargePaise: number;
  /** Of the entry itself; empty where neither that nor its time can be read. */
  readonly businessDate: string;
}

export interface RechargeAsked extends CreditAsked {
  readonly kind: 'recharge';
}

export interface SettlementAsked extends CreditAsked {
  readonly kind: 'settlement';
  readonly outcome: 'moved' | 'matched' | 'resubmitted';
  /** uid of the recharge, or of the earlier settlement, whose money this is. */
  readonly ref: string;
}

export function asksCredit(body: ReadBody): body is AsksCredit {
  return body.kind === 'recharge' || body.kind === 'settlement';
}

/** The kind as the entry itself says it. */
export function entryKindOf(body: ReadBody): string {
  switch (body.kind) {
    case 'settlement':
      return 'refusal settled';
    case 'recharge':
    case 'refund':
    case 'cancellation':
      return body.kind;
    case 'moves-no-money':
    case 'parked':
      return body.entryKind;
  }
}

export function readBody(
  place: { readonly counter: string; readonly epoch: number },
  { seq, body }: Pick<ReceivedEntry, 'seq' | 'body'>,
): ReadBody {
  const fields = readJsonObject(body);
  const uid = fields['uid'];
  const kind = fields['kind'];
  if (typeof uid !== 'string' || !uuidPattern.test(uid) || typeof kind !== 'string') {
    return { kind: 'parked', uid: '', entryKind: 'unreadable', code: 'unreadable' };
  }
  const entryKind = kind.slice(0, 40);
  const parked = (code: AnswerCode): ReadBody => ({ kind: 'parked', uid, entryKind, code });
  const placed =
    fields['counter'] === place.counter && fields['epoch'] === place.epoch && fields['seq'] === seq;
  if (!placed) return parked('place-differs');
  if (fields['v'] !== 1) return parked('unknown-version');
  if (!isEntryKind(kind)) return parked('unknown-kind');
  if (kind === 'refusal settled') return readSettlement(uid, fields) ?? parked('unreadable');
  if (kind === 'refund' || kind === 'cancellation') return readCashBack(kind, uid, fields);
  if (!movesMoney(kind)) return { kind: 'moves-no-money', uid, entryKind: kind };
  const asked = readAsked(uid, fields, fields);
  return typeof asked === 'string' ? parked(asked) : { kind: 'recharge', ...asked };
}

type Fields = Readonly<Partial<Record<string, unknown>>>;

const outcomes = ['moved', 'matched', 'resubmitted'] as const;

/** One that names no credit tells what was done elsewhere: it asks for nothing. */
function readSettlement(uid: string, fields: Fields): ReadBody | null {
  const { credit, outcome, ref } = fields;
  if (credit === undefined) return { kind: 'moves-no-money', uid, entryKind: 'refusal settled' };
  const known = outcomes.find((each) => each === outcome);
  if (!isFields(credit) || known === undefined || typeof ref !== 'string' || !uuidPattern.test(ref))
    return null;
  const asked = readAsked(uid, fields, credit);
  if (typeof asked === 'string') return { kind: 'parked', uid, entryKind: 'refusal settled', code: asked };
  return { kind: 'settlement', outcome: known, ref, ...asked };
}

function readCashBack(kind: 'refund' | 'cancellation', uid: string, { ref, amountPaise }: Fields): ReadBody {
  if (typeof ref !== 'string' || !uuidPattern.test(ref)) {
    return { kind: 'parked', uid, entryKind: kind, code: 'unreadable' };
  }
  if (!isAmount(amountPaise)) return { kind: 'parked', uid, entryKind: kind, code: 'wrong-amount' };
  return { kind, uid, ref, amountPaise };
}

function readAsked(
  uid: string,
  { businessDate, at }: Fields,
  { consumer, amountPaise, heads }: Fields,
): CreditAsked | AnswerCode {
  if (typeof consumer !== 'string' || consumer === '' || consumer.length > 40) return 'unreadable';
  if (!isAmount(amountPaise)) return 'wrong-amount';
  return {
    uid,
    consumer,
    amountPaise,
    rechargePaise: rechargePart(heads, amountPaise),
    businessDate: dateOf(businessDate, at),
  };
}

/** An entry that was made while no day was open counts on the date of its time. */
function dateOf(businessDate: unknown, at: unknown): string {
  if (typeof businessDate === 'string' && isIsoDate(businessDate)) return businessDate;
  const isTime = typeof at === 'number' && at >= 0 && at <= limits.wallMsMax;
  return isTime ? kolkataDate(at) : '';
}

function rechargePart(heads: unknown, amountPaise: number): number {
  if (!Array.isArray(heads)) return amountPaise;
  let sum = 0;
  for (const line of heads as readonly unknown[]) {
    if (!isFields(line)) continue;
    if (line['head'] === 'recharge' && Number.isSafeInteger(line['amountPaise']))
      sum += Number(line['amountPaise']);
  }
  return Math.max(0, Math.min(sum, amountPaise));
}

function isAmount(amountPaise: unknown): amountPaise is number {
  const isWhole = typeof amountPaise === 'number' && Number.isSafeInteger(amountPaise);
  return isWhole && amountPaise >= 1 && amountPaise <= limits.amountPaiseMax;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntryKind(kind: string): kind is EntryKind {
  return (entryKinds as readonly string[]).includes(kind);
}
