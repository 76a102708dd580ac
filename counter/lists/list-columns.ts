import { freshness } from '../consumer/age-of-data.ts';
import { kolkataDateTime } from '../time.ts';
import type { ConnectionRow } from './do-not-disconnect.ts';
import type { PaidRow } from './paid-list.ts';

/** The cells of one line of a list as a file. Numbers are whole; what is not known is empty. */
export type ListCells = readonly (string | number)[];

/**
 * Columns of the two lists as files, version 1. New ones are added at the end; none is moved, renamed or
 * given another meaning. Times are those of Asia/Kolkata.
 */
export const connectionColumns = [
  'consumer',
  'name',
  'meter',
  'address',
  'mobile',
  'status',
  'balancePaise',
  'balanceAt',
  'balanceAge',
  'arrearsPaise',
  'arrearsAt',
  'receipts',
  'paidPaise',
  'firstPaidAt',
  'lastPaidAt',
  'outage',
] as const;

export const paidColumns = [
  'receiptNumber',
  'businessDate',
  'takenAt',
  'consumer',
  'name',
  'meter',
  'amountPaise',
  'cashier',
  'state',
  'reference',
  'outage',
] as const;

/** `madeAt` is when the list is made: the age of what is known counts from there. */
export function connectionCells(
  row: ConnectionRow,
  list: { readonly outage: string | null; readonly madeAt: number },
): ListCells {
  return [
    row.consumer,
    row.name ?? '',
    row.meter ?? '',
    row.address ?? '',
    row.mobile ?? '',
    row.status ?? '',
    row.balance?.amountPaise ?? '',
    row.balance === null ? '' : kolkataDateTime(row.balance.at),
    row.balance === null ? '' : ageWords[freshness(row.balance.at, list.madeAt)],
    row.arrears?.amountPaise ?? '',
    row.arrears === null ? '' : kolkataDateTime(row.arrears.at),
    row.receipts.join(' '),
    row.paidPaise,
    kolkataDateTime(row.firstPaidAt),
    kolkataDateTime(row.lastPaidAt),
    list.outage ?? '',
  ];
}

export function paidCells(row: PaidRow, list: { readonly outage: string | null }): ListCells {
  return [
    row.receiptNumber,
    row.businessDate,
    kolkataDateTime(row.takenAt),
    row.consumer,
    row.name ?? '',
    row.meter ?? '',
    row.amountPaise,
    row.cashier,
    row.state,
    row.reference ?? '',
    list.outage ?? '',
  ];
}

const ageWords = { fresh: 'fresh', faded: 'over-24-h', struck: 'old' } as const;
