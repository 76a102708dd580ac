import { ok, type Result } from '../../../counter/result.ts';
import { lastSeq } from '../../../db/entries.ts';
import type { RecoveryKey } from '../../../db/recovery-key.ts';
import type { RestoreFault } from '../../../db/restore/restore-journal.ts';
import type { Input } from '../../contract/schemas.ts';
import { codeOfJournalFault } from '../journal-fault.ts';
import { readRecoveryKey } from '../recovery-key-file.ts';
import { recoveryKeyOfWords } from '../recovery-words.ts';
import { refuse, type Refusal, type Refused } from '../refusal.ts';
import { fillSecondCopy, restoreCounter } from '../restore-counter.ts';
import type { UseCase } from './use-case.ts';

/**
 * Makes this PC the counter that died, from its second copy and what is left of its journal. Only for a
 * PC without a journal. People are set anew afterwards, as at the first start.
 */
export const setupRestore: UseCase<'setup.restore'> = async (context, input) => {
  const { config, keeper, restore } = context;
  if (keeper.journal !== null) return refuse('ALREADY_ENROLLED');
  if (keeper.lock !== null) return refuse(keeper.lock);
  if (input.fromMirror === null && input.fromJournal === null) return refuse('RESTORE_NOTHING_FOUND');
  const recoveryKey = await keyOf(input.recoveryKey);
  if (!recoveryKey.ok) return recoveryKey;
  const { dataFolder, mirrorFolder } = config;
  const { fromMirror, fromJournal, counter } = input;
  try {
    const restored = await restoreCounter(
      { ...context, dataFolder, mirrorFolder },
      { recoveryKey: recoveryKey.value, fromMirror, fromJournal, counter },
      restore.note,
    );
    if (!restored.ok) {
      const { code, detail } = restored.error;
      context.log.note('nothing was restored', { code, detail });
      return refuseRestore(restored.error);
    }
    const { options, report, secrets } = restored.value;
    const opened = await keeper.open(options);
    if (!opened.ok) return refuse(codeOfJournalFault(opened.error.code));
    await fillSecondCopy(opened.value);
    await context.begin(secrets, opened.value);
    const { office, recovery, takingsPaise, entriesFromMirror, entriesFromJournal, headHash, lost } = report;
    return ok({
      counter: report.counter,
      office,
      epoch: recovery.epoch,
      entries: lastSeq(opened.value.db),
      entriesFromMirror,
      entriesFromJournal,
      takingsPaise,
      headHash,
      lost,
      setAside: report.setAside.length,
    });
  } finally {
    restore.note(null);
  }
};

async function keyOf(given: Input<'setup.restore'>['recoveryKey']): Promise<Result<RecoveryKey, Refusal>> {
  const key = given.is === 'words' ? recoveryKeyOfWords(given.words) : await keyInFile(given.path);
  return key === null ? refuse('RECOVERY_KEY_UNREADABLE') : ok(key);
}

async function keyInFile(path: string): Promise<RecoveryKey | null> {
  const read = await readRecoveryKey(path);
  return read.ok ? read.value : null;
}

function refuseRestore(fault: RestoreFault): Refused {
  switch (fault.code) {
    case 'which-counter':
      return fault.counters.length === 0
        ? refuse('RESTORE_NOTHING_FOUND')
        : refuse('RESTORE_COUNTER_UNCLEAR', { counters: fault.counters.join(', ') });
    case 'nothing-proved':
      return refuse('RESTORE_NOTHING_FOUND');
    case 'wrong-key':
    case 'other-division':
      return refuse('RECOVERY_KEY_WRONG');
    default:
      return refuse(codeOfJournalFault(fault.code));
  }
}
