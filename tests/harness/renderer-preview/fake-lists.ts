import { limits } from '../../../counter/limits.ts';
import type { ListPreview, ListWanted, MadeListInParts } from '../../../electron/contract/list-schemas.ts';
import { doNotDisconnect, paidInOutage } from '../a4-preview/papers.ts';
import { now } from './people-and-consumers.ts';

const connections = doNotDisconnect(318);
const paid = paidInOutage(318);

/** The lists as the service would preview them: of the same people who stand on the A4 papers. */
export function fakeList(list: ListWanted['list']): ListPreview {
  if (list === 'do-not-disconnect') {
    const { outage, receipts, paidPaise, consumers, directoryAt, rows } = connections;
    const shown = rows.slice(0, limits.listPreviewRowsMax);
    return { list, outage, receipts, paidPaise, at: now, consumers, directoryAt, rows: shown };
  }
  const { receipts, paidPaise, states, rows } = paid;
  const day = list === 'paid-in-day';
  return {
    list: 'paid',
    outage: day ? null : paid.outage,
    businessDate: day ? '2026-11-02' : null,
    receipts: day ? 0 : receipts,
    paidPaise: day ? 0 : paidPaise,
    at: now,
    states: day ? [] : states,
    rows: day ? [] : rows.slice(0, limits.listPreviewRowsMax),
  };
}

export const madeList: MadeListInParts = {
  folder: 'D:\\division-counter\\documents',
  csv: 'DND_PTC-C02_2026-11-02.csv',
  seal: 'DND_PTC-C02_2026-11-02.csv.sig.json',
  pdf: 'DND_PTC-C02_2026-11-02.pdf',
  morePdfs: [],
  noPdf: null,
  rows: connections.rows.length,
  sumPaise: connections.paidPaise,
};
