import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import { headEndKeyOf } from '../../db/answer-check.ts';
import { verifyCopy } from '../../db/audit/verify-copy.ts';
import { openConnection } from '../../db/connection.ts';
import { journalTieOutSource, type TieOutSource } from '../../db/tie-out-source.ts';
import { readIdentity } from '../../db/tail.ts';
import { type AuditSource, kindOfFile } from './audit-source.ts';
import { faultSentence, takeCopy } from './journal-copy.ts';

export interface OpenedTieOut {
  readonly source: TieOutSource;
  readonly headEndPublicKey: string;
  readonly close: () => Promise<void>;
}

/** A journal that is not whole ends with 1, what cannot be read with 3. */
export interface CannotTieOut {
  readonly exit: 1 | 2 | 3;
  readonly sentence: string;
}

/** Opens a private copy and proves it first: sums of a journal that is not whole would say nothing. */
export async function openTieOutSource(source: AuditSource): Promise<Result<OpenedTieOut, CannotTieOut>> {
  switch (source.kind) {
    case 'data':
      return openJournalCopy(source.journal);
    case 'file':
      return (await kindOfFile(source.path)) === 'journal'
        ? openJournalCopy(source.path)
        : unreadable('it is no journal, or cannot be read');
    case 'mirror':
      return unreadable('a second copy holds no acknowledgements: restore it first');
    default:
      return assertNever(source);
  }
}

async function openJournalCopy(path: string): Promise<Result<OpenedTieOut, CannotTieOut>> {
  const copy = await takeCopy(path);
  if (!copy.ok) return unreadable(copy.error);
  const { remove } = copy.value;
  const broken = faultOf(copy.value.path);
  const opened =
    broken === null
      ? openConnection({ path: copy.value.path, mode: 'existing', boot: { bootId: 'tie-out', at: 0 } })
      : null;
  const identity = opened?.ok === true ? readIdentity(opened.value.db) : null;
  if (opened?.ok !== true || identity === null) {
    if (opened?.ok === true) opened.value.db.close();
    await remove();
    return err(broken ?? { exit: 3, sentence: 'the file names no counter' });
  }
  const { db } = opened.value;
  return ok({
    source: journalTieOutSource(identity.counter, () => db),
    headEndPublicKey: headEndKeyOf(db),
    close: async () => {
      db.close();
      await remove();
    },
  });
}

function faultOf(path: string): CannotTieOut | null {
  const report = verifyCopy(path, 'data', 'closes');
  if (!report.ok) return { exit: 3, sentence: faultSentence(report.error) };
  const { fault } = report.value;
  return fault === null
    ? null
    : {
        exit: 1,
        sentence: `the journal is not whole: ${fault.code} at entry ${fault.seq}; see counter verify`,
      };
}

function unreadable(sentence: string): Result<never, CannotTieOut> {
  return err({ exit: 3, sentence });
}
