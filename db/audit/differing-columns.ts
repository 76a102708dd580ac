import { readBody } from '../../counter/journal/read-body.ts';
import type { ReadableDb } from '../connection.ts';
import { entryBySeq } from '../entries.ts';
import { statement } from '../statement.ts';

const columns = {
  at: 'at',
  business_date: 'businessDate',
  day: 'day',
  shift: 'shift',
  operator: 'operator',
  ref: 'ref',
  total_paise: 'perpetualTotalPaise',
} as const;
/** Those that only a recharge fills. */
const rechargeColumns = {
  consumer: 'consumer',
  amount_paise: 'amountPaise',
  receipt_number: 'receiptNumber',
} as const;

/** Names the columns of one entry that say something else than its body; null when none does. */
export function differingColumns(db: ReadableDb, seq: number): string | null {
  const stored = entryBySeq(db, seq);
  const entry = stored === null ? null : readBody(stored.body);
  const row = statement<Record<string, unknown>>(db, 'SELECT * FROM entry WHERE seq = ?').get(seq);
  if (entry === null || row === undefined) return null;
  const body: Partial<Record<string, unknown>> = { ...entry };
  const wanted = new Map<string, unknown>();
  for (const [column, field] of Object.entries(columns)) wanted.set(column, body[field] ?? null);
  for (const [column, field] of Object.entries(rechargeColumns)) {
    wanted.set(column, entry.kind === 'recharge' ? (body[field] ?? null) : null);
  }
  const differing = [...wanted].filter(([column, value]) => row[column] !== value);
  if (differing.length === 0) return `${entry.kind}: column recharges`;
  const said = differing.map(
    ([column, value]) => `${column} is ${text(row[column])}, its text says ${text(value)}`,
  );
  return `${entry.kind}: ${said.join('; ')}`;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
