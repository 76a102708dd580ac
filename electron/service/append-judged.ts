import type { EntryDraft } from '../../counter/journal/entry.ts';
import { err, type Result } from '../../counter/result.ts';
import type { Alongside } from '../../db/append.ts';
import type { ReadableDb } from '../../db/connection.ts';
import type { Appended, JournalKeeper } from './journal-keeper.ts';
import type { Refusal } from './refusal.ts';

/**
 * Appends an entry whose rules are looked at once more inside its own transaction, which is undone where
 * `judge` objects: of two people who do the same at once, the journal takes one. `judge` sees the journal
 * with the entry in it; `beforeSeq` is the last entry before.
 */
export async function appendJudged(
  keeper: JournalKeeper,
  draft: EntryDraft,
  judge: (db: ReadableDb, beforeSeq: number) => Refusal | null,
  alongside?: Alongside,
): Promise<Result<Appended, Refusal>> {
  try {
    return await keeper.append(draft, (db, stored) => {
      const refusal = judge(db, stored.seq - 1);
      if (refusal !== null) throw new Objection(refusal);
      alongside?.(db, stored);
    });
  } catch (error) {
    if (error instanceof Objection) return err(error.refusal);
    throw error;
  }
}

/** Thrown inside a transaction to undo it; never leaves this file. */
class Objection extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
