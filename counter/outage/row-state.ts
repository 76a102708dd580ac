import type { Answer } from '../journal/answer.ts';
import { assertNever } from '../result.ts';
import type { RowState } from '../tie-out/row.ts';

/** What the journal holds of one recharge. */
export interface RowFacts {
  /** Null where the counter did not know whose money it was: the office may then credit anybody. */
  readonly consumer: string | null;
  readonly amountPaise: number;
  /** Whether the head end has acknowledged it. */
  readonly acknowledged: boolean;
  readonly answer: Answer | null;
  readonly cancelled: boolean;
  readonly refunded: boolean;
  /** Of the last settlement of its chain; null while nobody has settled it. */
  readonly settlement: 'applied' | 'under-way' | 'rejected' | null;
}

export function rowStateOf(row: RowFacts): RowState {
  if (row.cancelled) return 'cancelled';
  if (row.refunded) return 'refunded';
  if (row.settlement === 'applied') return 'settled';
  const { answer } = row;
  if (answer === null) return row.acknowledged ? 'pending' : 'unsent';
  switch (answer.credit) {
    case 'applied':
      return isAsPaid(row, answer) ? 'credited' : 'differs';
    case 'rejected':
      return 'refused';
    case 'pending':
    case 'none':
      return answer.code === 'unknown-consumer' ? 'suspense' : 'pending';
    default:
      return assertNever(answer.credit);
  }
}

/** An older head end names neither amount nor consumer: what it applied is then what it was sent. */
function isAsPaid({ consumer, amountPaise }: RowFacts, answer: Answer): boolean {
  const toTheSame = consumer === null || (answer.consumer ?? consumer) === consumer;
  return toTheSame && (answer.amountPaise ?? amountPaise) === amountPaise;
}
