import type { StoredEntry } from '../../counter/journal/entry.ts';
import { limits } from '../../counter/limits.ts';
import type { Journal } from '../../db/journal.ts';
import { type PrintJobState, receiptJobsOf } from '../../db/print-jobs.ts';
import { sentEntryOf } from '../../db/row-facts.ts';
import {
  acknowledgedAt,
  actsUponRow,
  type ActUponRow,
  type AnswerOfRow,
  answersOfRow,
  offeredAt,
} from '../../db/row-history.ts';
import { secondCopyStatus } from '../../db/second-copy.ts';
import type { RowHistoryView, RowStepView } from '../contract/upload-schemas.ts';
import type { Attempts } from './attempt-watch.ts';
import { printJobView } from './print-view.ts';
import { sentRowView, standingNow } from './sent-row-view.ts';

/**
 * Everything that is stored about a row, by the time at which it was stored here; what has no time of its own
 * stands right behind the taking. An answer adds a step, and takes none away.
 */
export function rowHistoryView(journal: Journal, stored: StoredEntry, attempts: Attempts): RowHistoryView {
  const { db } = journal;
  const row = sentRowView(db, stored, standingNow(db, attempts));
  const { seq, uid } = stored;
  const taken = sentEntryOf(stored);
  const sending: RowStepView[] = [
    ...at('offered', offeredAt(db, seq)),
    ...at('tried', row.triedAt === offeredAt(db, seq) ? null : row.triedAt),
    ...at('acknowledged', acknowledgedAt(db, seq)),
  ];
  const later = [
    ...receiptJobsOf(db, uid).map((job) => paperStep(job)),
    ...sending,
    ...answersOfRow(db, seq, answersTold).map(answerStep),
    ...actsUponRow(db, uid, actsTold).flatMap(actStep),
  ].toSorted((left, right) => (left.at ?? 0) - (right.at ?? 0));
  const steps: RowStepView[] = [
    { step: 'taken', at: taken.at, by: taken.operator },
    { step: 'copied', at: null, copies: secondCopyStatus(journal).throughSeq >= seq ? 'two' : 'single' },
    ...later,
  ];
  return { row, steps: steps.slice(0, limits.rowStepsMax) };
}

/** Further copies are few, by their approvals; answers and acts get the rest of the room. */
const answersTold = Math.trunc(limits.rowStepsMax / 3);
const actsTold = Math.trunc(limits.rowStepsMax / 3);

function at(step: 'offered' | 'tried' | 'acknowledged', when: number | null): RowStepView[] {
  return when === null ? [] : [{ step, at: when }];
}

function paperStep(job: PrintJobState): RowStepView {
  const { at: when, copy, state, proof } = printJobView(job, null);
  return { step: 'paper', at: when, copy, state, proof };
}

function answerStep({ answer, storedAt }: AnswerOfRow): RowStepView {
  const { turn, record, credit, code, text, reference, tokens } = answer;
  return {
    step: 'answered',
    at: storedAt,
    turn,
    record,
    credit,
    code,
    text,
    reference,
    tokens: tokens.length,
  };
}

/** Acts of the program itself, a recovery say, are no person's doing and stand elsewhere. */
function actStep({ act, answer }: ActUponRow): RowStepView[] {
  const common = {
    step: 'act',
    at: act.at,
    by: act.operator,
    credit: answer?.credit ?? null,
    text: answer?.text ?? null,
    outcome: null,
    consumer: null,
  } as const;
  switch (act.kind) {
    case 'cancellation':
    case 'refund':
      return [
        { ...common, act: act.kind, approver: act.approver, reason: act.reason, consumer: act.consumer },
      ];
    case 'refusal settled': {
      const { approver, reason, outcome, credit } = act;
      return [
        { ...common, act: 'settlement', approver, reason, outcome, consumer: credit?.consumer ?? null },
      ];
    }
    case 'reprint':
      return [{ ...common, act: 'reprint', approver: act.approver, reason: act.reason }];
    case 'override':
      return [{ ...common, act: 'override', approver: act.approver, reason: act.reason }];
    default:
      return [];
  }
}
