import { fleetCodes, prepareFleet, proveReplies, runFleet } from '../../harness/fleet.ts';
import { proveLedger } from './prove-ledger.ts';
import { startMeasuredHeadEnd, type Database } from './measured-head-end.ts';

export interface HeadEndRate {
  readonly entriesPerSecond: number;
  /** Of the head end's process, signatures included; a database server's own is not in it. */
  readonly processorMicrosPerEntry: number;
  readonly bytesPerEntry: number;
  readonly peakMb: number;
}

/**
 * What the head end takes from eight counters at once, 500 entries a batch, each batch durable before it is
 * answered and every answer signed. The counters check the answers after the clock has stopped: each
 * has processors of its own in a division, here they would take the head end's.
 */
export async function benchHeadEnd(database: Database, entriesEach: number): Promise<HeadEndRate> {
  const headEnd = await startMeasuredHeadEnd({ database, codes: fleetCodes(8) });
  try {
    const fleet = await prepareFleet(headEnd, { entriesEach, batchEntries: 500 });
    const before = headEnd.processorSeconds();
    const run = await runFleet(fleet);
    const seconds = headEnd.processorSeconds() - before;
    await proveReplies(fleet, run);
    await proveLedger(headEnd, fleet);
    await fleet.close();
    return {
      entriesPerSecond: (fleet.entries / run.elapsedMs) * 1_000,
      processorMicrosPerEntry: (seconds / fleet.entries) * 1_000_000,
      bytesPerEntry: fleet.bytesPerEntry,
      peakMb: headEnd.peakBytes() / 1_048_576,
    };
  } finally {
    await headEnd.stop();
  }
}
