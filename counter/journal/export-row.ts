import { kolkataDateTime } from '../time.ts';
import type { Answer } from './answer.ts';
import type { Entry, StoredEntry } from './entry.ts';

/**
 * Columns of the table for spreadsheets, version 1. New ones are added at the end; none is moved,
 * renamed or given another meaning. `docs/export.md` explains each.
 */
export const exportColumns = [
  'epoch',
  'seq',
  'uid',
  'kind',
  'businessDate',
  'takenAt',
  'day',
  'shift',
  'operator',
  'receiptNumber',
  'consumer',
  'consumerName',
  'meter',
  'heads',
  'amountPaise',
  'tenderedPaise',
  'changePaise',
  'cashInPaise',
  'cashOutPaise',
  'perpetualTotalPaise',
  'ref',
  'reason',
  'approver',
  'credit',
  'reference',
  'prevHash',
  'hash',
  'signature',
  'outage',
] as const;

export type ExportColumn = (typeof exportColumns)[number];

/** Numbers stay numbers; a cell that does not apply to the kind is empty. */
export type ExportRow = Readonly<Record<ExportColumn, string | number>>;

/** What the head end last said of the entry; null where it has said nothing. */
export type CreditOf = Pick<Answer, 'credit' | 'reference'> | null;

/** Names of the outages that were opened so far, by uid. */
export type OutageNames = ReadonlyMap<string, string>;

export function exportRow(
  stored: StoredEntry,
  entry: Entry,
  credit: CreditOf,
  outages: OutageNames,
): ExportRow {
  const fields: Readonly<Partial<Record<string, unknown>>> = { ...entry };
  const cash = cashOf(entry);
  return {
    epoch: stored.epoch,
    seq: stored.seq,
    uid: stored.uid,
    kind: stored.kind,
    businessDate: entry.businessDate ?? '',
    takenAt: kolkataInstant(entry.at),
    day: entry.day ?? '',
    shift: entry.shift ?? '',
    operator: entry.operator,
    receiptNumber: cell(fields['receiptNumber']),
    consumer: cell(fields['consumer']),
    consumerName: cell(fields['consumerName']),
    meter: cell(fields['meter']),
    heads: entry.kind === 'recharge' ? headsText(entry.heads) : '',
    amountPaise: cell(fields['amountPaise']),
    tenderedPaise: cell(fields['tenderedPaise']),
    changePaise: cell(fields['changePaise']),
    ...cash,
    perpetualTotalPaise: entry.perpetualTotalPaise,
    ref: entry.ref ?? '',
    reason: cell(fields['reason']),
    approver: cell(fields['approver']),
    credit: credit?.credit ?? '',
    reference: credit?.reference ?? '',
    prevHash: stored.prevHash,
    hash: stored.hash,
    signature: stored.signature,
    outage: outageOf(entry, outages),
  };
}

/** The name; of a recharge whose outage was opened before the first exported entry, its uid. */
function outageOf(entry: Entry, outages: OutageNames): string {
  if (entry.kind === 'outage opened' || entry.kind === 'outage closed') return entry.name;
  if (entry.kind !== 'recharge' || entry.outage === null) return '';
  return outages.get(entry.outage) ?? entry.outage;
}

function cell(value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : '';
}

/** `recharge 50000; arrears 20000`: code and paise of each head line. */
function headsText(heads: readonly { readonly head: string; readonly amountPaise: number }[]): string {
  return heads.map(({ head, amountPaise }) => `${head} ${amountPaise}`).join('; ');
}

/** What the entry moved into and out of the drawer, in columns of their own so that none is negative. */
function cashOf({ ledger }: Entry): { cashInPaise: number; cashOutPaise: number } {
  let sum = 0;
  for (const line of ledger) if (line.account === 'cash-drawer') sum += line.amountPaise;
  return { cashInPaise: Math.max(0, sum), cashOutPaise: Math.max(0, -sum) };
}

/** `2026-11-23T11:42:07.123+05:30`. */
function kolkataInstant(wallMs: number): string {
  const milliseconds = String(wallMs % 1000).padStart(3, '0');
  return `${kolkataDateTime(wallMs).replace(' ', 'T')}.${milliseconds}+05:30`;
}
