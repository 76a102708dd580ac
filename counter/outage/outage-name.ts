import { kolkataDate } from '../time.ts';

/**
 * `BR-2026-11-01`: the prefix of the company and the Kolkata date of the beginning. A second outage of one
 * date is `-2`: receipts must tell the two apart. `taken` are the names that this counter has given already.
 */
export function outageName(prefix: string, since: number, taken: ReadonlySet<string>): string {
  const first = `${prefix}-${kolkataDate(since)}`;
  if (!taken.has(first)) return first;
  let further = 2;
  while (taken.has(`${first}-${further}`)) further += 1;
  return `${first}-${further}`;
}
