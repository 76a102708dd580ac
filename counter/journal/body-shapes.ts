import { uuidPattern } from '../ids.ts';
import { limits } from '../limits.ts';
import { assert } from '../result.ts';
import type { Shape, Unit } from './body-shape.ts';
import { type EntryCommon, ledgerAccounts, roles } from './every-entry.ts';
import { type Entry, type EntryKind, entryKinds } from './entry.ts';

const text: Shape = { is: 'text', charsMin: 1, charsMax: limits.bodyTextCharsMax };
const words: Shape = { is: 'text', charsMax: limits.bodyTextCharsMax };
const uid: Shape = { is: 'pattern', pattern: uuidPattern.source, says: 'UUIDv7' };
const hash: Shape = { is: 'pattern', pattern: '^[0-9a-f]{64}$', says: 'SHA-256 in hex' };
const date: Shape = { is: 'pattern', pattern: '^\\d{4}-\\d{2}-\\d{2}$', says: 'YYYY-MM-DD' };
const publicKey: Shape = { is: 'pattern', pattern: '^[A-Za-z0-9_-]{43}$', says: 'Ed25519 key, base64url' };
const signature: Shape = {
  is: 'pattern',
  pattern: '^[A-Za-z0-9_-]{86}$',
  says: 'Ed25519 signature, base64url',
};
const token: Shape = { is: 'pattern', pattern: '^\\d{20}$', says: 'twenty digits' };
const bilingual: Shape = { is: 'record', fields: { hi: text, en: text } };
const pieces: Shape = { is: 'pieces' };
const whole = (min: number, max: number, unit: Unit): Shape => ({ is: 'whole', min, max, unit });
const count = whole(0, Number.MAX_SAFE_INTEGER, 'count');
const ordinal = whole(1, Number.MAX_SAFE_INTEGER, 'count');
const wallTime = whole(0, limits.wallMsMax, 'wall milliseconds');
const amount = whole(1, limits.amountPaiseMax, 'paise');
const sum = whole(0, limits.amountPaiseMax, 'paise');
const signed = whole(-limits.amountPaiseMax, limits.amountPaiseMax, 'paise');
const oneOf = (...values: readonly string[]): Shape => ({ is: 'one-of', values });
const orNull = (of: Shape): Shape => ({ is: 'nullable', of });
const list = (of: Shape, max: number): Shape => ({ is: 'list', of, max });
const headLine: Shape = { is: 'record', fields: { head: text, amountPaise: amount } };
const approval: Shape = {
  is: 'record',
  fields: {
    guard: oneOf('above-cash-cap', 'same-amount-again', 'unknown-consumer', 'single-copy'),
    approver: text,
  },
};

const consumer: Shape = { is: 'text', charsMin: 1, charsMax: 40 };
const meterKind: Shape = orNull(oneOf('managed', 'sts'));
const rechargeAmount = whole(limits.rechargePaiseMin, limits.amountPaiseMax, 'paise');
const heads = list(headLine, limits.headLinesMax);
const askedCredit: Shape = {
  is: 'record',
  fields: { consumer, meter: orNull(text), meterKind, amountPaise: rechargeAmount, heads },
};

type Fields<Each> = { readonly [Name in Exclude<keyof Each, 'kind'>]-?: Shape };

/** What every body carries, whatever its kind. */
export const commonShapes: Fields<EntryCommon> = {
  v: { is: 'one-of', values: [1] },
  counter: { is: 'text', charsMin: 1, charsMax: 16 },
  epoch: whole(1, limits.epochsMax, 'count'),
  seq: ordinal,
  uid,
  at: wallTime,
  clock: { is: 'optional', of: oneOf('held') },
  bootId: text,
  monotonicMs: whole(0, Number.MAX_SAFE_INTEGER, 'milliseconds'),
  businessDate: orNull(date),
  day: orNull(uid),
  shift: orNull(uid),
  operator: text,
  ledger: list(
    { is: 'record', fields: { account: oneOf(...ledgerAccounts), amountPaise: signed } },
    limits.ledgerLinesMax,
  ),
  perpetualTotalPaise: sum,
  ref: orNull(uid),
};

type OwnFields<Kind extends EntryKind> = Fields<Omit<Extract<Entry, { kind: Kind }>, keyof EntryCommon>>;

/** What each kind adds, in version 1 of its body. A field that the type has and this table lacks does not compile. */
export const ownShapes: { readonly [Kind in EntryKind]: OwnFields<Kind> } = {
  'counter enrolled': {
    office: { is: 'text', charsMin: 1, charsMax: 16 },
    officeName: bilingual,
    company: bilingual,
    publicKey,
    headEndPublicKey: text,
    headEndId: text,
    recoveryKey: orNull({
      is: 'pattern',
      pattern: '^[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{43}$',
      says: '<x25519>.<ed25519>, base64url',
    }),
  },
  'person set': { person: text, name: bilingual, role: oneOf(...roles), state: oneOf('active', 'off') },
  'settings changed': {
    settingsSha256: hash,
    changes: list({ is: 'record', fields: { name: text, from: words, to: words } }, limits.settingChangesMax),
  },
  override: { rule: text, reason: text, approver: text },
  'clock moved': {
    approver: text,
    headEndOffMs: orNull(whole(-limits.wallMsMax, limits.wallMsMax, 'milliseconds')),
  },
  'key lost': { publicKey },
  recovery: {
    oldEpoch: ordinal,
    oldSeq: ordinal,
    oldHash: hash,
    publicKey,
    recoverySignature: signature,
    source: oneOf('mirror', 'journal', 'mirror-and-journal'),
  },
  'day opened': { session: ordinal },
  'day closed': {
    recharges: count,
    takingsPaise: sum,
    cancellations: count,
    cancelledPaise: sum,
    unsent: count,
    unsentPaise: sum,
    firstReceipt: orNull(text),
    lastReceipt: orNull(text),
  },
  'pack sealed': { manifestSha256: hash, files: ordinal },
  deposit: { amountPaise: amount, bank: text, slip: text, seal: orNull(text) },
  'outage opened': { name: text, since: wallTime, cause: text },
  'outage closed': { name: text },
  'shift opened': { cashier: text, shiftNumber: ordinal, float: pieces, floatPaise: sum },
  'shift closed': {
    cashier: text,
    counted: pieces,
    countedPaise: sum,
    floatPaise: sum,
    cancellations: count,
    cancelledPaise: sum,
    movedPaise: signed,
    expectedPaise: signed,
    differencePaise: signed,
    differenceReason: orNull(text),
    approver: orNull(text),
    recharges: count,
    takingsPaise: sum,
    firstReceipt: orNull(text),
    lastReceipt: orNull(text),
  },
  'cash in': { amountPaise: amount, reason: text, approver: orNull(text) },
  'cash out': { amountPaise: amount, reason: text, approver: orNull(text) },
  'safe drop': { notes: pieces, amountPaise: amount, bag: text, witness: text },
  handover: { receiver: text, notes: pieces, amountPaise: amount },
  count: {
    occasion: oneOf('closing', 'surprise', 'recount'),
    attempt: ordinal,
    counted: pieces,
    countedPaise: sum,
    expectedPaise: signed,
  },
  recharge: {
    receiptNumber: text,
    consumer,
    consumerName: orNull(text),
    meter: orNull(text),
    meterKind,
    amountPaise: rechargeAmount,
    heads,
    tenderedPaise: amount,
    changePaise: sum,
    approvals: list(approval, limits.approvalsMax),
    outage: orNull(uid),
    poolTokens: list(token, limits.tokensPerAnswerMax),
  },
  cancellation: { receiptNumber: text, consumer: text, amountPaise: amount, reason: text, approver: text },
  reprint: {
    receiptNumber: text,
    copy: ordinal,
    reason: oneOf('paper-damaged', 'not-printed', 'consumer-asks', 'confirmed-slip'),
    approver: orNull(text),
  },
  refund: { receiptNumber: text, consumer: text, amountPaise: amount, reason: text, approver: text },
  'refusal settled': {
    receiptNumber: text,
    outcome: oneOf('moved', 'refunded', 'matched', 'resubmitted'),
    reason: text,
    by: orNull(uid),
    approver: text,
    credit: { is: 'optional', of: askedCredit },
  },
  'recovered receipt': {
    qr: text,
    receiptNumber: text,
    consumer: text,
    amountPaise: amount,
    takenAt: wallTime,
    approver: text,
  },
};

const bodyShapes = new Map<EntryKind, Shape>(
  entryKinds.map((kind) => [
    kind,
    { is: 'record', fields: { ...commonShapes, kind: oneOf(kind), ...ownShapes[kind] } },
  ]),
);

/** The whole shape of a body of this kind, `kind` included. */
export function bodyShape(kind: EntryKind): Shape {
  const shape = bodyShapes.get(kind);
  assert(shape !== undefined, `the shape of ${kind}`);
  return shape;
}
