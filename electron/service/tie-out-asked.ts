import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../counter/limits.ts';
import { ok, type Result } from '../../counter/result.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import type { TieOutReport } from '../../counter/tie-out/report.ts';
import { isIsoDate, kolkataDate, wholeDaysBetween } from '../../counter/time.ts';
import { entryByUid } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import { journalTieOutSource } from '../../db/tie-out-source.ts';
import type { TieOutScopeInput } from '../contract/tie-out-schemas.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';
import { atDesk } from './signed-in.ts';
import type { HeldStatement } from './statement-desk.ts';
import { runTieOut, type TieOutQuestion } from './tie-out-run.ts';

/** A tie-out that a person at the desk asked for. */
export interface AskedTieOut {
  readonly journal: Journal;
  readonly report: TieOutReport;
  /** What it was held against; null where no statement was ever got. */
  readonly held: HeldStatement | null;
  /** Wall time at its end, UTC milliseconds. */
  readonly at: number;
}

/** Fetches the head end's statement and ties out against it. Refuses dates that are none, and an outage that nobody opened. */
export async function askTieOut(
  context: ServiceContext,
  scope: TieOutScopeInput,
  hearing: Pick<TieOutQuestion, 'each' | 'also'>,
): Promise<Result<AskedTieOut, Refusal>> {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const dates = datesToAsk(scope, context.clock.wallMs(), (uid) =>
    sinceOf(entryByUid(journal.db, uid)?.body),
  );
  if (dates === null) return refuse('CONTRACT_VIOLATION', { field: 'scope' });
  const held = await context.headEnd.statement(journal.counter, dates.from, dates.to);
  const report = await runTieOut({
    source: journalTieOutSource(journal.counter, () => journal.db),
    scope,
    statement: held?.statement ?? null,
    ledger: null,
    ...hearing,
    nextTurn,
  });
  return ok({ journal, report, held, at: context.clock.wallMs() });
}

/** The dates of the head end's statement; null where the question makes no sense. */
function datesToAsk(
  scope: TieOutScopeInput,
  now: number,
  since: (outage: string) => number | null,
): { readonly from: string; readonly to: string } | null {
  const today = kolkataDate(now);
  if (scope.kind === 'outage') {
    const begin = since(scope.outage);
    return begin === null ? null : latestDates(kolkataDate(begin), today);
  }
  const { from, to } = scope;
  const isRange = isIsoDate(from) && isIsoDate(to) && from <= to;
  return isRange && wholeDaysBetween(from, to) < limits.statementDaysMax ? { from, to } : null;
}

function latestDates(from: string, to: string): { readonly from: string; readonly to: string } {
  const first = Date.parse(to) - (limits.statementDaysMax - 1) * 86_400_000;
  const earliest = new Date(first).toISOString().slice(0, 10);
  return { from: from < earliest ? earliest : from, to: to < from ? from : to };
}

function sinceOf(body: string | undefined): number | null {
  const entry = body === undefined ? null : readBody(body);
  return entry?.kind === 'outage opened' ? entry.since : null;
}
