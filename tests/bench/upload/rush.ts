import { fleetCodes, prepareFleet, proveReplies, runFleet } from '../../harness/fleet.ts';
import { proveLedger } from './prove-ledger.ts';
import { startMeasuredHeadEnd, type Database } from './measured-head-end.ts';

export interface Rush {
  readonly seconds: number;
  /** Counters that were asked to come back later, at least once. */
  readonly turnedAway: number;
  readonly peakMb: number;
}

/** The first minute after an outage: every counter of a company has a backlog and all begin at once. */
export async function benchRush(
  database: Database,
  shape: { readonly counters: number; readonly entriesEach: number },
): Promise<Rush> {
  const headEnd = await startMeasuredHeadEnd({ database, codes: fleetCodes(shape.counters) });
  try {
    const fleet = await prepareFleet(headEnd, { entriesEach: shape.entriesEach, batchEntries: 100 });
    const run = await runFleet(fleet);
    await proveReplies(fleet, run);
    await proveLedger(headEnd, fleet);
    await fleet.close();
    return {
      seconds: run.elapsedMs / 1_000,
      turnedAway: run.turnedAway.size,
      peakMb: headEnd.peakBytes() / 1_048_576,
    };
  } finally {
    await headEnd.stop();
  }
}
