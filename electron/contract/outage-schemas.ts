import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { checklistLines } from '../../counter/outage/outage-checklist.ts';
import { reportTallies } from '../../counter/outage/outage-report.ts';
import * as view from './view-schemas.ts';

/** Shapes of the channels `outage.…`, and of the A4 paper that tells of an outage. */

const amounts = z.strictObject({ count: z.number().int().min(0), sumPaise: view.paiseAmount });

export const reportFigures = {
  recharges: z.number().int().min(0),
  takingsPaise: view.paiseAmount,
  ...tallies(),
  firstReceipt: z.string().nullable(),
  lastReceipt: z.string().nullable(),
  /** Further copies proved on paper. */
  duplicates: z.number().int().min(0),
  unsentAtWorst: z.number().int().min(0),
  longestSilenceMs: z.number().int().min(0),
};

function tallies() {
  const shapes = Object.fromEntries(reportTallies.map((tally) => [tally, amounts]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one shape for each tally of the list
  return shapes as Record<(typeof reportTallies)[number], typeof amounts>;
}

/** One business date of one counter. */
export const reportDay = z.strictObject({
  businessDate: view.date,
  counter: z.string(),
  ...reportFigures,
  /** When the head end had all of it; null while something waits. */
  uploadedAt: view.time.nullable(),
});

/** Who did it, by name, and when. */
const act = z.strictObject({ at: view.time, person: view.bilingual });

/** What an outage was, and its receipts by day and counter. */
export const outageReport = z.strictObject({
  name: z.string(),
  cause: z.string(),
  since: view.time,
  opened: act,
  /** Null while it is open. */
  closed: act.nullable(),
  at: view.time,
  total: z.strictObject(reportFigures),
  /** From the first word after the worst moment until nothing waited; null while something waits. */
  upload: z.strictObject({ from: view.time, to: view.time }).nullable(),
  days: z.array(reportDay),
});

export const listedOutage = z.strictObject({
  uid: view.uid,
  name: z.string(),
  since: view.time,
  closedAt: view.time.nullable(),
});

/** Newest first. */
export const outageList = z.strictObject({ outages: z.array(listedOutage).max(limits.outagesListedMax) });

/** What must be done before an outage closes, in the order in which it is done. */
export const outageChecklist = z.strictObject({
  items: z
    .array(
      z.strictObject({
        line: z.enum(checklistLines),
        state: z.enum(['done', 'open']),
        count: z.number().int().min(0),
        sumPaise: view.paiseAmount,
      }),
    )
    .max(checklistLines.length),
  answeringForMs: z.number().int().min(0).nullable(),
  closeAfterMs: z.number().int().min(0),
});

export type OutageChecklistView = z.infer<typeof outageChecklist>;
export type OutageReportView = z.infer<typeof outageReport>;
export type ListedOutage = z.infer<typeof listedOutage>;
