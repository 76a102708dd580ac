import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import { isLockedByProcess } from '../../db/audit/lock-holder.ts';
import { copyJournal, type PrivateCopy } from '../../db/audit/private-copy.ts';
import type { JournalFault } from '../../db/fault.ts';
import { askService } from './ask-service.ts';

/** A journal copied for this command alone, or the sentence that says why it could not be. */
export async function takeCopy(path: string): Promise<Result<PrivateCopy, string>> {
  if (!existsSync(path)) return err('there is no journal');
  const asked = await askService(dirname(path), 'hold');
  switch (asked.kind) {
    case 'silent':
      return err('a counter is using this folder and does not answer; try again, or when it is closed');
    case 'nobody':
      return (await isLockedByProcess(path))
        ? err('another program is using this journal and cannot be asked; close it first')
        : copied(path);
    case 'answered':
      // Held or not, a copy that is not one moment of the journal is noticed and not used.
      try {
        return await copied(path);
      } finally {
        asked.end();
      }
    default:
      return assertNever(asked);
  }
}

async function copied(path: string): Promise<Result<PrivateCopy, string>> {
  const copy = await copyJournal(path);
  return copy.ok ? ok(copy.value) : err(faultSentence(copy.error));
}

export function faultSentence({ code, detail }: JournalFault): string {
  return `${code}: ${detail}`;
}
