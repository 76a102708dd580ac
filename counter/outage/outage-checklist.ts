/** Recharges that stand in the way of closing, and their money. */
export interface Amounts {
  readonly count: number;
  readonly sumPaise: number;
}

/** What is known of an open outage at this moment; rows are those taken since it began. */
export interface OutageFacts {
  /** How long the head end has been answering without a break; null while it does not. */
  readonly answeringForMs: number | null;
  /** Of the whole journal: an outage is not over while anything waits to be sent. */
  readonly unsent: Amounts;
  /** With the head end, not decided there; suspense is among them, and settlements on their way. */
  readonly pending: Amounts;
  /** Refused, or credited otherwise than paid, and nothing has been done about it. */
  readonly refused: Amounts;
  /** Every rupee that is neither credited, cancelled, refunded nor settled. */
  readonly unexplained: Amounts;
}

/** In the order in which they come true; the operator does the first open one. */
export const checklistLines = ['head-end', 'unsent', 'pending', 'refused', 'tie-out'] as const;
export type ChecklistLine = (typeof checklistLines)[number];

export interface ChecklistItem extends Amounts {
  readonly line: ChecklistLine;
  readonly state: 'done' | 'open';
}

const nothing: Amounts = { count: 0, sumPaise: 0 };

/** An outage closes when every line is done. Nobody can close it otherwise, whatever their role. */
export function outageChecklist(facts: OutageFacts, closeAfterMs: number): readonly ChecklistItem[] {
  const answers = facts.answeringForMs !== null && facts.answeringForMs >= closeAfterMs;
  return [
    { line: 'head-end', state: answers ? 'done' : 'open', ...nothing },
    lineOf('unsent', facts.unsent),
    lineOf('pending', facts.pending),
    lineOf('refused', facts.refused),
    lineOf('tie-out', facts.unexplained),
  ];
}

export function firstOpenLine(checklist: readonly ChecklistItem[]): ChecklistItem | null {
  return checklist.find(({ state }) => state === 'open') ?? null;
}

function lineOf(line: ChecklistLine, amounts: Amounts): ChecklistItem {
  // A row of no money would still be a row that nobody has explained.
  return { line, state: amounts.count === 0 && amounts.sumPaise === 0 ? 'done' : 'open', ...amounts };
}
