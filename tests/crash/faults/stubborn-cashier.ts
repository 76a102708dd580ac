import type { ErrorCode } from '../../../counter/error-codes.ts';
import type { JournalOptions } from '../../../db/journal.ts';
import { bornPrintJob } from '../../../db/print-jobs.ts';
import { type JournalKeeper, journalKeeper } from '../../../electron/service/journal-keeper.ts';
import { newUid, type RechargeDraft } from '../../harness/journal.ts';
import type { Sale } from './fault-case.ts';

/** A cashier who is wrong on purpose: takes unknown for refused, so the cash goes back. */
export type CashierPlant = 'unknown-is-refused';

const triesMax = 3;

/** The journal as the counter service holds it, without its log. */
export function silentKeeper(): JournalKeeper {
  const log = { note: () => undefined, incident: () => undefined };
  return journalKeeper(
    log,
    () => undefined,
    () => undefined,
  );
}

/**
 * One sale as a cashier makes it: what was refused or unknown is asked again by the same uid, after the
 * counter was started anew. Gives what was said last; unknown stays unknown until the sale is found.
 */
export async function sellStubbornly(
  keeper: JournalKeeper,
  options: JournalOptions,
  draft: RechargeDraft,
  plant?: CashierPlant,
): Promise<Sale> {
  const { uid } = draft;
  const job = newUid();
  let code: ErrorCode | null = null;
  let said: 'refused' | 'unknown' = 'refused';
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const done = await keeper.append(draft, (db, stored) => {
      bornPrintJob(db, { id: job, entry: stored.uid, slip: 'receipt', copy: 0, owner: 'sale', bornAt: 1 });
    });
    if (done.ok) {
      const { entry, copies } = done.value;
      // A sale that was found is shown again; in how many copies it is, the state of the counter says.
      const told = copies === 'two' ? 'two' : 'single';
      return { said: 'recorded', uid, seq: entry.seq, hash: entry.hash, copies: told, tries };
    }
    code = done.error.code;
    // A lock that is told later says nothing about a sale that was unknown before.
    if (code === 'OUTCOME_UNKNOWN' && plant === undefined) said = 'unknown';
    await keeper.close();
    await keeper.open(options);
  }
  return { said, uid, code: code ?? '', tries: triesMax };
}
