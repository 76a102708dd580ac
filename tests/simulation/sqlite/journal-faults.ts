import Database from 'better-sqlite3';
import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { JournalFaults } from '../../../db/test-points.ts';
import { fateOf } from '../world/disk-fate.ts';
import type { Swarm } from '../world/swarm.ts';

/** The process ends here: what is on disk stays, all else is gone. */
export class Died extends Error {}

/** What befalls a real journal, brought about at the points that db/ leaves open to tests. */
export interface FilesUnderFault {
  /** Appends under way; only within one may the process die of itself. */
  appends: number;
  hasStick: boolean;
  /** The next opening after a failed commit fails too. */
  stops: boolean;
}

const deathsPerPoint = 0.01;

export function journalFaults(
  files: FilesUnderFault,
  chance: { readonly random: SeededRandom; readonly rates: Swarm['rates']; readonly isCalm: () => boolean },
): JournalFaults {
  const { random, rates, isCalm } = chance;
  return {
    crashPoint: (label) => {
      const mayDie = label === 'before-commit' || label === 'after-commit' || label === 'after-mirror';
      if (!mayDie || files.appends === 0 || isCalm() || rates.crash === 0) return;
      if (random.chance(rates.crash * deathsPerPoint)) throw new Died(label);
    },
    commit: (commit) => {
      const fate = isCalm() ? 'ok' : fateOf(random, rates);
      if (fate === 'ok' || fate === 'unknown-committed' || fate === 'stops-committed') commit();
      if (fate === 'ok') return;
      files.stops = fate === 'stops-committed' || fate === 'stops-not';
      if (fate === 'full') throw new Database.SqliteError('the disk is full', 'SQLITE_FULL');
      throw new Database.SqliteError('the flush failed', 'SQLITE_IOERR_FSYNC');
    },
    reopen: () => {
      if (!files.stops) return;
      files.stops = false;
      throw new Database.SqliteError('the disk is gone', 'SQLITE_IOERR_READ');
    },
    mirrorFlush: async () => {
      if (!files.hasStick) throw Object.assign(new Error('no stick'), { code: 'EIO' });
    },
  };
}
