import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { RechargeView } from '../../electron/contract/view-schemas.ts';
import { meena, newUid, sale } from './counter-day.ts';
import type { JsonLinesCounter } from './json-lines-counter.ts';
import type { Office } from './office.ts';
import { admin } from './reference-counter.ts';

/** A number of the right form that nobody has: the head end waits for a name. */
export const nobodysNumber = '999888777';

const approvals = [{ guard: 'unknown-consumer', approver: meena.person, pin: meena.pin }] as const;

/** Sells to a consumer whom nobody knows, and waits until the head end has said so. */
export async function sellToNobody(
  counter: JsonLinesCounter,
  amountPaise = 500_00,
  consumer = nobodysNumber,
): Promise<RechargeView> {
  const wanted = sale(consumer, { amountPaise, tenderedPaise: amountPaise, approvals: [...approvals] });
  const sold = await counter.ask('recharge.record', wanted);
  await heard(counter, sold.receiptNumber, ({ row }) => row.standing === 'suspense');
  return sold;
}

/** The office at the head end decides about a row that waits there; the answer is on disk here when it resolves. */
export async function decide(
  office: Office,
  counter: JsonLinesCounter,
  row: { readonly seq: number; readonly receiptNumber: string },
  outcome: 'applied' | 'rejected',
  consumer: string | null = null,
): Promise<void> {
  const settlement = { counter: 'C02', epoch: 1, seq: row.seq, outcome, consumer };
  const response = await admin(office.headEnd, '/admin/settlements', settlement);
  if (!response.ok) throw new Error(`settlement: ${response.status} ${await response.text()}`);
  // A batch whose cursor has moved on makes the counter fetch what it has not heard yet.
  await counter.ask('recharge.record', sale(office.consumers[0]?.consumer ?? '', otherAmount()));
  await heard(counter, row.receiptNumber, ({ row: now }) => now.standing !== 'suspense');
}

let sold = 0;
function otherAmount() {
  sold += 1;
  return { amountPaise: (10 + sold) * 100, tenderedPaise: (10 + sold) * 100 };
}

/** What stands of this receipt once `holds`. */
export async function heard(
  counter: JsonLinesCounter,
  receiptNumber: string,
  holds: (detail: ExceptionDetailView) => boolean,
): Promise<ExceptionDetailView> {
  const until = performance.now() + 20_000;
  for (;;) {
    const detail = await counter.ask('exceptions.one', { receiptNumber });
    if (holds(detail)) return detail;
    if (performance.now() > until) throw new Error(`not heard: ${JSON.stringify(detail)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Consumers whose connection is in use, and those whose connection the head end takes no money for. */
export function consumersOf({ consumers }: Office, kind: 'active' | 'closed'): Office['consumers'] {
  return consumers.filter(({ status, meterKind }) =>
    kind === 'active'
      ? status === 'active' && meterKind === 'managed'
      : status === 'closed' || status === 'blocked',
  );
}

/** Sold to a consumer whose connection is closed: the head end refuses it at once and for good. */
export async function sellRefused(
  office: Office,
  counter: JsonLinesCounter,
  amountPaise = 500_00,
): Promise<ExceptionDetailView> {
  const [closed] = consumersOf(office, 'closed');
  const wanted = sale(closed?.consumer ?? '', { amountPaise, tenderedPaise: amountPaise });
  const { receiptNumber } = await counter.ask('recharge.record', wanted);
  return heard(counter, receiptNumber, ({ row }) => row.standing === 'refused');
}

/** What a person sends who has this on screen. */
export function actOn({ row, about }: ExceptionDetailView, reason = 'ग़लत नंबर लिखा गया') {
  const { receiptNumber, amountPaise } = row;
  return { uid: newUid(), receiptNumber, about, amountPaise, reason };
}
