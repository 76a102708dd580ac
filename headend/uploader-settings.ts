/** When the uploader asks and sends. All times in milliseconds. */
export interface UploaderSettings {
  readonly healthIntervalMs: number;
  /** 0.2 asks between 80 % and 120 % of the interval. */
  readonly healthJitter: number;
  /** One missed health answer is asked again after this, before the head end counts as down. */
  readonly healthAgainMs: number;
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  readonly retryAfterMaxMs: number;
  /** After an outage counters begin spread over this window; 0 for at once. */
  readonly spreadWindowMs: number;
  /** An outage shorter than this is followed neither by a spread start nor by small first batches. */
  readonly spreadAfterMs: number;
  /** This counter's place in the window, 0 ≤ share < 1, from the hash of its id. */
  readonly spreadShare: number;
  readonly batchEntriesMin: number;
  /** The first batches after an outage: one entry, then ten, before the rest is let go. */
  readonly probeEntries: readonly number[];
  readonly batchEntriesStart: number;
  readonly batchEntriesMax: number;
  /** How often later results, and a signature, are asked for while the head end answers. */
  readonly resultsIntervalMs: number;
}

export const defaultUploaderSettings: UploaderSettings = {
  healthIntervalMs: 15_000,
  healthJitter: 0.2,
  healthAgainMs: 1_000,
  backoffBaseMs: 1_000,
  backoffMaxMs: 300_000,
  retryAfterMaxMs: 3_600_000,
  spreadWindowMs: 900_000,
  spreadAfterMs: 60_000,
  spreadShare: 0,
  batchEntriesMin: 1,
  probeEntries: [1, 10],
  batchEntriesStart: 50,
  batchEntriesMax: 500,
  resultsIntervalMs: 30_000,
};

/** A counter's place in the spread window: the first 32 bits of the hash of its id, as a share of one. */
export function spreadShareOf(counterHashHex: string): number {
  return Number.parseInt(counterHashHex.slice(0, 8), 16) / 2 ** 32;
}
