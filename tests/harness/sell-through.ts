import { isServed } from '../../build/consumers/served.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { sale } from './counter-day.ts';
import type { JsonLinesCounter } from './json-lines-counter.ts';
import type { Office } from './office.ts';

/** What a cashier saw who sold until the counter refused. */
export interface SoldThrough {
  /** uids of what the counter called recorded, in order. */
  readonly promised: readonly string[];
  /** The refused sale and why; null when every sale went through. */
  readonly refused: { readonly uid: string; readonly code: ErrorCode } | null;
}

let sold = 0;

/** Sells to one consumer after the other, each time another amount, until a refusal or `salesMax`. */
export async function sellThrough(
  counter: JsonLinesCounter,
  office: Office,
  salesMax: number,
): Promise<SoldThrough> {
  const served = office.consumers.filter(isServed);
  const promised: string[] = [];
  while (promised.length < salesMax) {
    const consumer = served[sold % served.length]?.consumer ?? '';
    const amountPaise = (100 + sold) * 100;
    sold += 1;
    const wanted = sale(consumer, { amountPaise, tenderedPaise: amountPaise });
    const reply = await counter.call('recharge.record', wanted);
    if (!reply.ok) return { promised, refused: { uid: wanted.uid, code: reply.error.code } };
    promised.push(wanted.uid);
  }
  return { promised, refused: null };
}
