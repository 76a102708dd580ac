import { parseLedgerCsv, type LedgerRow } from '../../build/demo/ledger-csv.ts';
import type { ReferenceHeadEnd } from '../../headend/reference/start.ts';

/** Every final credit, from the head end's own books, in the order of the journal. */
export async function headEndLedger(
  headEnd: Pick<ReferenceHeadEnd, 'adminUrl' | 'adminToken'>,
): Promise<LedgerRow[]> {
  const response = await fetch(`${headEnd.adminUrl}/admin/ledger.csv`, {
    headers: { authorization: `Bearer ${headEnd.adminToken}` },
  });
  if (!response.ok) throw new Error(`ledger: ${response.status}`);
  return parseLedgerCsv(await response.text()).toSorted((left, right) => left.seq - right.seq);
}
