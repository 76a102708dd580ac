import { join } from 'node:path';
import type { Clock } from '../../counter/time.ts';
import { careDue, type CareDue } from '../../db/care/care-due.ts';
import { type CareRun, startCare } from '../../db/care/care-run.ts';
import { journalProof, keepReport } from '../../db/care/keep-report.ts';
import { keepReserve } from '../../db/care/reserve-record.ts';
import { checkpointWhenIdle } from '../../db/checkpoint.ts';
import type { Journal } from '../../db/journal.ts';
import { retrySecondCopy, secondCopyStatus } from '../../db/second-copy.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Log } from './log.ts';
import type { CopyDevice } from './same-device.ts';

/** Looks after the copies of the journal while nobody sells. */
export interface CareDesk {
  /** One look at what is to be done. A round of proofs that it begins goes on beside the sales. */
  rest(): Promise<void>;
  /** A round under way is ended; the next start sweeps up after it. */
  stop(): Promise<void>;
}

export interface CarePorts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly keeper: JournalKeeper;
  readonly copyDevice: CopyDevice;
  /** File of the thread that proves. */
  readonly careWorker: URL;
  readonly changed: () => void;
  /** Has the journal opened anew, which mends it. */
  readonly mend: () => void;
}

interface Inner {
  readonly ports: CarePorts;
  resting: Promise<void> | null;
  run: CareRun | null;
  /** Monotonic time before which no round begins, after one that came to nothing. */
  notBeforeMs: number;
}

const againAfterMs = 60_000;

export function careDesk(ports: CarePorts): CareDesk {
  const inner: Inner = { ports, resting: null, run: null, notBeforeMs: 0 };
  return {
    rest: () => {
      inner.resting ??= rest(inner).finally(() => {
        inner.resting = null;
      });
      return inner.resting;
    },
    stop: async () => {
      inner.notBeforeMs = Number.POSITIVE_INFINITY;
      await inner.resting;
      await inner.run?.stop();
    },
  };
}

async function rest(inner: Inner): Promise<void> {
  const { keeper, clock } = inner.ports;
  const { journal } = keeper;
  if (journal === null) return;
  await seekRoom(inner, journal);
  if (keeper.lock !== null) return;
  await seekSecondCopy(inner, journal);
  checkpointWhenIdle(journal);
  if (inner.run !== null || clock.monotonicMs() < inner.notBeforeMs) return;
  const due = careDue(journal.db, clock.wallMs());
  if (due !== null) void beginRound(inner, journal, due);
}

/** Room that came back is first given to the reserve, and then to sales. */
async function seekRoom({ ports }: Inner, journal: Journal): Promise<void> {
  const { keeper, log } = ports;
  if (keeper.lock !== null && keeper.lock !== 'JOURNAL_FULL') return;
  if ((await keepReserve(journal)) === 'no-room' || keeper.lock === null) return;
  log.note('there is room on the disk again');
  keeper.roomIsBack();
}

/** A stick that was put back is found without a sale: with an approval due, nobody would sell to find it. */
async function seekSecondCopy({ ports }: Inner, journal: Journal): Promise<void> {
  if (secondCopyStatus(journal).state !== 'lost') return;
  if ((await retrySecondCopy(journal)) === 'single') return;
  ports.copyDevice.look();
  ports.log.note('the second copy is whole again');
  ports.changed();
}

async function beginRound(inner: Inner, journal: Journal, due: CareDue): Promise<void> {
  const { config, careWorker: worker, log, clock, changed, mend } = inner.ports;
  const copiesFolder = config.copiesFolder ?? join(config.dataFolder, 'copies');
  inner.run = startCare(journal, { worker, copiesFolder });
  try {
    const outcome = await inner.run.outcome;
    if (outcome.kind === 'unfinished') {
      inner.notBeforeMs = Math.max(inner.notBeforeMs, clock.monotonicMs() + againAfterMs);
      log.note('a round of care came to nothing', { due, detail: outcome.detail });
      return;
    }
    const before = journalProof(journal.db).state;
    const kept = await keepReport(journal, outcome);
    log.note('a round of care', { due, seq: outcome.seq, ...kept });
    // Once: what could not be mended then is tried again when somebody starts the program.
    if (kept.journal === 'failed' && before !== 'failed') mend();
  } catch (error) {
    log.incident('care', 'a round of care failed', error);
  } finally {
    inner.run = null;
    changed();
  }
}
