import type { MadeList } from '../../../electron/contract/list-schemas.ts';
import type { ListedOutage, OutageReportView } from '../../../electron/contract/outage-schemas.ts';
import { outageReportPaper } from '../a4-preview/papers.ts';
import { hour, now } from './people-and-consumers.ts';

const { cause, since, opened, closed, upload, total, days } = outageReportPaper(7);

/** The same made-up week as on the A4 paper. */
export const weekReport: OutageReportView = {
  name: 'BR-2026-10-26',
  cause,
  since,
  opened,
  closed,
  upload,
  total,
  days,
  at: now,
};

export const outages: readonly ListedOutage[] = [
  { uid: '0199f000-0000-7000-8000-000000000003', name: 'BR-2026-10-26', since, closedAt: null },
  {
    uid: '0199f000-0000-7000-8000-000000000004',
    name: 'BR-2026-09-14',
    since: now - 49 * 24 * hour,
    closedAt: now - 48.5 * 24 * hour,
  },
];

export const madeReport: MadeList = {
  folder: 'C:\\Counter\\documents',
  csv: 'OUTAGE_BR-2026-10-26_PTC-C02_2026-11-02.csv',
  seal: 'OUTAGE_BR-2026-10-26_PTC-C02_2026-11-02.csv.sig.json',
  pdf: 'OUTAGE_BR-2026-10-26_PTC-C02_2026-11-02.pdf',
  noPdf: null,
  rows: days.length,
  sumPaise: total.takingsPaise,
};
