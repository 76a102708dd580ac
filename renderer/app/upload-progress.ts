/** How a backlog goes up, from the samples that the counter's states bring. Times are page milliseconds. */
export interface UploadProgress {
  readonly done: number;
  readonly total: number;
  /** When `done` last rose. */
  readonly roseAtMs: number;
  /** Smoothed; null until a second sample has shown any. */
  readonly rowsPerMs: number | null;
}

export interface SendingSample {
  readonly done: number;
  readonly total: number;
}

/** Older samples fade over about this time: a batch more or less does not make the rate jump. */
const smoothingMs = 4_000;
/** Nothing rose for this long: what the rate was says nothing any more. */
const stalledMs = 20_000;

/** Null while nothing is being sent. A run that begins anew begins without a rate. */
export function noteSending(
  before: UploadProgress | null,
  sample: SendingSample | null,
  atMs: number,
): UploadProgress | null {
  if (sample === null) return null;
  const fresh: UploadProgress = { ...sample, roseAtMs: atMs, rowsPerMs: null };
  if (before === null || sample.done < before.done) return fresh;
  const rose = sample.done - before.done;
  // Sales go on meanwhile: the total may grow while nothing gets through.
  if (rose === 0) return { ...before, total: sample.total };
  const tookMs = Math.max(1, atMs - before.roseAtMs);
  const weight = before.rowsPerMs === null ? 1 : 1 - Math.exp(-tookMs / smoothingMs);
  return { ...fresh, rowsPerMs: (before.rowsPerMs ?? 0) * (1 - weight) + (rose / tookMs) * weight };
}

/** Whole rows in a second; null where the rate is not known or too old to tell. */
export function rowsPerSecond(progress: UploadProgress, nowMs: number): number | null {
  if (progress.rowsPerMs === null || nowMs - progress.roseAtMs > stalledMs) return null;
  return Math.max(1, Math.round(progress.rowsPerMs * 1_000));
}

/** How long the rest takes at this rate; null where the rate is not known or too old to tell. */
export function leftMs(progress: UploadProgress, nowMs: number): number | null {
  if (progress.rowsPerMs === null || nowMs - progress.roseAtMs > stalledMs) return null;
  const atLast = (progress.total - progress.done) / progress.rowsPerMs;
  return Math.max(0, Math.round(atLast - (nowMs - progress.roseAtMs)));
}
