import { limits } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import { isMeterNumber, type MeterKind, meterKinds } from './meter.ts';

/** An amount as the head end last knew it; `at` is UTC milliseconds and is always shown with it. */
export interface SnapshotAmount {
  readonly amountPaise: number;
  readonly at: number;
}

/**
 * What the company said about the connection: `disconnected` is cut for want of balance and comes
 * back with a recharge, `blocked` goes to the office first (tamper, dispute), `closed` is given up.
 */
export const consumerStatuses = ['active', 'disconnected', 'blocked', 'closed'] as const;
export type ConsumerStatus = (typeof consumerStatuses)[number];

/** One connection in a directory snapshot. Names and addresses stay in the script the company wrote them in. */
export interface Consumer {
  /** CA number, 9 to 11 digits. Text, because it may lead with zeros. */
  readonly consumer: string;
  readonly name: string;
  /** `पत्नी रमेश क्षेत्री`, `S/o Ram Lal`: as written, or null. */
  readonly relation: string | null;
  readonly address: string;
  readonly ward: string | null;
  /** Tariff category as the company writes it: `DS-I`, `DS-II`, `NDS-I`. */
  readonly tariff: string;
  readonly loadWatts: number | null;
  readonly meter: string;
  readonly meterKind: MeterKind;
  /** Ten digits without country code. */
  readonly mobile: string | null;
  /** Negative when the consumer has used more than was paid. */
  readonly balance: SnapshotAmount | null;
  readonly arrears: SnapshotAmount | null;
  readonly usualRechargePaise: number | null;
  readonly status: ConsumerStatus;
}

export type ConsumerFault =
  | 'not-a-record'
  | 'unknown-field'
  | 'consumer-number'
  | 'name'
  | 'relation'
  | 'address'
  | 'ward'
  | 'tariff'
  | 'load'
  | 'meter-kind'
  | 'meter'
  | 'mobile'
  | 'balance'
  | 'arrears'
  | 'usual-recharge'
  | 'status';

const consumerNumberPattern = /^\d{9,11}$/u;
const mobilePattern = /^[6-9]\d{9}$/u;
const tariffPattern = /^[A-Z0-9][A-Z0-9 ()/-]{0,15}$/u;
const printablePattern = /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u;

const fieldNames = new Set([
  'consumer',
  'name',
  'relation',
  'address',
  'ward',
  'tariff',
  'loadWatts',
  'meter',
  'meterKind',
  'mobile',
  'balance',
  'arrears',
  'usualRechargePaise',
  'status',
] satisfies (keyof Consumer)[]) as ReadonlySet<string>;

export function isConsumerNumber(text: string): boolean {
  return consumerNumberPattern.test(text);
}

export function isMobileNumber(text: string): boolean {
  return mobilePattern.test(text);
}

/** Checks an untrusted record field by field; the first field that is wrong names the fault. */
export function parseConsumer(value: unknown): Result<Consumer, ConsumerFault> {
  if (!isRecord(value)) return err('not-a-record');
  for (const key of Object.keys(value)) if (!fieldNames.has(key)) return err('unknown-field');
  const { consumer, name, relation, address, ward, tariff, loadWatts, meter } = value;
  const { meterKind, mobile, usualRechargePaise, status } = value;
  if (typeof consumer !== 'string' || !isConsumerNumber(consumer)) return err('consumer-number');
  if (!isPlainText(name, limits.nameCharsMax)) return err('name');
  if (relation !== null && !isPlainText(relation, limits.nameCharsMax)) return err('relation');
  if (!isPlainText(address, limits.addressCharsMax)) return err('address');
  if (ward !== null && !isPlainText(ward, limits.wardCharsMax)) return err('ward');
  if (typeof tariff !== 'string' || !tariffPattern.test(tariff)) return err('tariff');
  if (loadWatts !== null && !isWithin(loadWatts, 1, limits.loadWattsMax)) return err('load');
  if (!isMember(meterKinds, meterKind)) return err('meter-kind');
  if (typeof meter !== 'string' || !isMeterNumber(meter, meterKind)) return err('meter');
  if (mobile !== null && (typeof mobile !== 'string' || !isMobileNumber(mobile))) return err('mobile');
  const balance = parseSnapshotAmount(value['balance'], -limits.amountPaiseMax);
  if (!balance.ok) return err('balance');
  const arrears = parseSnapshotAmount(value['arrears'], 0);
  if (!arrears.ok) return err('arrears');
  if (usualRechargePaise !== null && !isWithin(usualRechargePaise, 1, limits.amountPaiseMax)) {
    return err('usual-recharge');
  }
  if (!isMember(consumerStatuses, status)) return err('status');
  return ok({
    consumer,
    name,
    relation,
    address,
    ward,
    tariff,
    loadWatts,
    meter,
    meterKind,
    mobile,
    balance: balance.value,
    arrears: arrears.value,
    usualRechargePaise,
    status,
  });
}

function parseSnapshotAmount(
  value: unknown,
  amountPaiseMin: number,
): Result<SnapshotAmount | null, 'malformed'> {
  if (value === null) return ok(null);
  if (!isRecord(value) || Object.keys(value).length !== 2) return err('malformed');
  const { amountPaise, at } = value;
  if (!isWithin(amountPaise, amountPaiseMin, limits.amountPaiseMax)) return err('malformed');
  if (!isWithin(at, 0, limits.wallMsMax)) return err('malformed');
  return ok({ amountPaise, at });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line of text for people: not empty, no control characters, no blank ends. */
function isPlainText(value: unknown, charsMax: number): value is string {
  return (
    typeof value === 'string' &&
    value.length <= charsMax &&
    printablePattern.test(value) &&
    value.trim() === value
  );
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

function isMember<Member extends string>(members: readonly Member[], value: unknown): value is Member {
  return members.some((member) => member === value);
}
