import type { ReferenceHeadEnd } from '../../headend/reference/start.ts';

export interface LedgerRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly reference: string;
}

/** Every final credit, from the head end's own books, in the order of the journal. */
export async function headEndLedger(headEnd: ReferenceHeadEnd): Promise<LedgerRow[]> {
  const response = await fetch(`${headEnd.adminUrl}/admin/ledger.csv`, {
    headers: { authorization: `Bearer ${headEnd.adminToken}` },
  });
  if (!response.ok) throw new Error(`ledger: ${response.status}`);
  const [, ...lines] = (await response.text()).trim().split('\r\n');
  return lines
    .map((line) => line.split(','))
    .map(([counter = '', epoch, seq, uid = '', consumer = '', amountPaise, reference = '']) => ({
      counter,
      epoch: Number(epoch),
      seq: Number(seq),
      uid,
      consumer,
      amountPaise: Number(amountPaise),
      reference,
    }))
    .toSorted((left, right) => left.seq - right.seq);
}
