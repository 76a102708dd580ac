import type { Chain } from '../../../counter/exception/chain.ts';
import type { Answer } from '../../../counter/journal/answer.ts';
import type { EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import type { Slip } from '../../../counter/journal/print-job.ts';
import type { Result } from '../../../counter/result.ts';
import type { IsoDate } from '../../../counter/time.ts';
import type { AppendOutcome } from '../../../db/append.ts';
import type { DayRow, ShiftRow, Totals, UnsentSummary } from '../../../db/day-reads.ts';
import type { JournalFault } from '../../../db/fault.ts';
import type { BirthOfPrintJob, PrintJob, PrintStepDraft } from '../../../db/print-jobs.ts';
import type { JournalFound } from '../../../printers/print-dispatch.ts';
import type { Outbox } from '../../../headend/outbox.ts';

/** An open journal as the counter service of the simulation uses it: in memory, or SQLite on a disk. */
export interface SimJournal {
  readonly counter: string;
  readonly epoch: number;
  readonly found: JournalFound;
  readonly outbox: Outbox;
  /** Durable in journal and second copy when it resolves; the slip is born in the same transaction. */
  append(draft: EntryDraft, slip: BirthOfPrintJob | null): Promise<AppendOutcome>;
  entryByUid(uid: string): StoredEntry | null;
  currentDay(): DayRow | null;
  openShift(): ShiftRow | null;
  sessionsOn(date: IsoDate): number;
  shiftsOfDay(day: string): number;
  shiftTotals(shift: string): Totals;
  dayTotals(day: string): Totals;
  unsent(): UnsentSummary;
  cashOn(consumer: string, date: IsoDate): number;
  sameAmountSince(consumer: string, amountPaise: number, sinceMs: number): boolean;
  latestAnswer(seq: number): Answer | null;
  /** A recharge and all that was done about it; null where this is no recharge. */
  chainOf(recharge: string): Chain | null;
  /** uids of recharges that were refused or wait for a name, settled or not. */
  troubled(): readonly string[];
  slip(id: string): PrintJob | null;
  openSlips(): readonly PrintJob[];
  slipsOf(entry: string): readonly PrintJob[];
  nextCopy(entry: string, slip: Slip): number;
  freeze(id: string, documentText: string): Result<PrintJob, JournalFault>;
  step(draft: PrintStepDraft): Result<PrintJob, JournalFault>;
  /** A clean stop. */
  close(): Promise<void>;
}
