import type { Consumer } from '../consumer/consumer.ts';

/** Cash taken at this counter for a credit that the head end has not confirmed. */
export interface UnconfirmedPayment {
  readonly receiptNumber: string;
  /** Whom the credit is for: after the exceptions desk moved it, not who stands on the receipt. */
  readonly consumer: string;
  /** As the receipt says; null where nobody knew the consumer. */
  readonly consumerName: string | null;
  readonly meter: string | null;
  readonly amountPaise: number;
  readonly paidAt: number;
}

/** What the consumer list says, which may be days old. */
export type KnownConsumer = Pick<
  Consumer,
  'name' | 'address' | 'meter' | 'mobile' | 'status' | 'balance' | 'arrears'
>;

/** One connection that must stay on. What is not known is null, never a guess. */
export interface ConnectionRow {
  readonly consumer: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly meter: string | null;
  readonly mobile: string | null;
  readonly status: Consumer['status'] | null;
  readonly balance: Consumer['balance'];
  readonly arrears: Consumer['arrears'];
  /** Numbers of the receipts, in the order of payment. */
  readonly receipts: readonly string[];
  readonly paidPaise: number;
  readonly firstPaidAt: number;
  readonly lastPaidAt: number;
}

/** One row a consumer, the nearest to being cut off first. */
export function connectionRows(
  payments: readonly UnconfirmedPayment[],
  known: ReadonlyMap<string, KnownConsumer>,
): ConnectionRow[] {
  const paidBy = new Map<string, UnconfirmedPayment[]>();
  for (const payment of payments) {
    const paid = paidBy.get(payment.consumer);
    if (paid === undefined) paidBy.set(payment.consumer, [payment]);
    else paid.push(payment);
  }
  return [...paidBy]
    .map(([consumer, paid]) => connectionRow(consumer, paid, known.get(consumer) ?? null))
    .toSorted(byRisk);
}

function connectionRow(
  consumer: string,
  payments: readonly UnconfirmedPayment[],
  known: KnownConsumer | null,
): ConnectionRow {
  const paid = payments.toSorted((one, other) => one.paidAt - other.paidAt);
  const times = paid.map(({ paidAt }) => paidAt);
  return {
    consumer,
    name: known?.name ?? firstKnown(paid.map(({ consumerName }) => consumerName)),
    address: known?.address ?? null,
    meter: known?.meter ?? firstKnown(paid.map(({ meter }) => meter)),
    mobile: known?.mobile ?? null,
    status: known?.status ?? null,
    balance: known?.balance ?? null,
    arrears: known?.arrears ?? null,
    receipts: paid.map(({ receiptNumber }) => receiptNumber),
    paidPaise: paid.reduce((sum, { amountPaise }) => sum + amountPaise, 0),
    firstPaidAt: times[0] ?? 0,
    lastPaidAt: times.at(-1) ?? 0,
  };
}

function firstKnown(values: readonly (string | null)[]): string | null {
  return values.find((value) => value !== null) ?? null;
}

/**
 * A balance below zero comes first, the lowest on top and of two alike the one known longest ago; then who
 * has arrears, the most on top; then who paid first. The consumer number decides the rest, so that the same
 * payments always make the same list.
 */
export function byRisk(one: ConnectionRow, other: ConnectionRow): number {
  return (
    owedPaise(other) - owedPaise(one) ||
    (owedPaise(one) > 0 ? (one.balance?.at ?? 0) - (other.balance?.at ?? 0) : 0) ||
    (other.arrears?.amountPaise ?? 0) - (one.arrears?.amountPaise ?? 0) ||
    one.firstPaidAt - other.firstPaidAt ||
    (one.consumer < other.consumer ? -1 : Number(one.consumer > other.consumer))
  );
}

/** How far the balance is below zero; 0 for any other, and where none is known. */
function owedPaise({ balance }: ConnectionRow): number {
  return Math.max(0, -(balance?.amountPaise ?? 0));
}
