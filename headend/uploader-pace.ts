import type { UploaderState } from './uploader-state.ts';

/** How much goes up at a time, and how soon the next may follow. */

/** A batch is never more than the rate lets through in this time, so that it stays a stream. */
const longestPauseMs = 10_000;

/** Entries of the next batch. */
export function batchSize({ rate, batchEntries }: UploaderState): number {
  if (rate === null) return batchEntries;
  return Math.min(batchEntries, Math.max(1, Math.floor((rate * longestPauseMs) / 1_000)));
}

/** When the rate lets the next batch through after one of `entries`. */
export function pacedUntil({ rate }: UploaderState, entries: number, now: number): number {
  return rate === null ? now : now + Math.ceil((entries * 1_000) / rate);
}

/** The size with which a head end that was away is tried first. */
export function probeOf({ settings, batchEntries }: UploaderState): number {
  return settings.probeEntries[0] ?? batchEntries;
}

/** After a full batch got through: the next probe, then the usual start, then twice as many each time. */
export function grown({ settings, batchEntries, batchEntriesMax }: UploaderState): number {
  const steps = [...settings.probeEntries, settings.batchEntriesStart];
  const next = steps.find((step) => step > batchEntries) ?? batchEntries * 2;
  return Math.min(batchEntriesMax, next);
}

/** After a timeout or 413. */
export function halved({ settings, batchEntries }: UploaderState, entries: number): number {
  return Math.max(settings.batchEntriesMin, Math.floor(Math.min(batchEntries, entries) / 2));
}
