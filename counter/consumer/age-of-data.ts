/** Known things grow old: after a day they fade, after three days they are struck out. */
export type Freshness = 'fresh' | 'faded' | 'struck';

const fadedAfterMs = 24 * 3_600_000;
const struckAfterMs = 72 * 3_600_000;

export function freshness(atMs: number, nowMs: number): Freshness {
  const ageMs = nowMs - atMs;
  if (ageMs > struckAfterMs) return 'struck';
  return ageMs > fadedAfterMs ? 'faded' : 'fresh';
}
