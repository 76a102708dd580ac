import { isSupervisor, type SessionRole } from '../app/app-model.ts';
import type { en } from '../text/resources.ts';

/** The pages of the office menu. Each is an overlay of the same name. */
export type OfficePageName =
  | 'unsent'
  | 'exceptions'
  | 'outage'
  | 'tie-out'
  | 'lists'
  | 'outage-report'
  | 'usb';

/** What a page is called, what it is for, and who may open it. */
export interface OfficePage {
  readonly page: OfficePageName;
  readonly words: OfficeText;
  readonly note: OfficeText;
  readonly access: 'everybody' | 'supervisors';
}

type OfficeText = `office.${keyof (typeof en)['office']}`;

/** In the order of a bad week: what waits first, what proves that all is well last. */
const officePages: readonly OfficePage[] = [
  { page: 'unsent', words: 'office.unsent', note: 'office.unsentNote', access: 'everybody' },
  {
    page: 'exceptions',
    words: 'office.exceptions',
    note: 'office.exceptionsNote',
    access: 'everybody',
  },
  { page: 'outage', words: 'office.outage', note: 'office.outageNote', access: 'supervisors' },
  { page: 'tie-out', words: 'office.tieOut', note: 'office.tieOutNote', access: 'supervisors' },
  { page: 'lists', words: 'office.lists', note: 'office.listsNote', access: 'supervisors' },
  {
    page: 'outage-report',
    words: 'office.outageReport',
    note: 'office.outageReportNote',
    access: 'supervisors',
  },
  { page: 'usb', words: 'office.usb', note: 'office.usbNote', access: 'supervisors' },
];

export function officePagesFor(role: SessionRole): readonly OfficePage[] {
  return officePages.filter(({ access }) => access === 'everybody' || isSupervisor(role));
}
