/** What the office demands of the second copy before it counts as one. */
export const copyDemands = ['as-set', 'a-folder', 'another-device'] as const;

/**
 * `as-set`: a folder that is set must be whole; none is nobody's fault. `a-folder`: one must be set.
 * `another-device`: it must be set and lie on another device, for a copy beside the journal dies with it.
 */
export type CopyDemand = (typeof copyDemands)[number];

export interface SingleCopySettings {
  readonly demand: CopyDemand;
  /** After so many sales in one copy the next one needs a second person. */
  readonly salesPerApproval: number;
  /** Or after so much money. */
  readonly amountPaisePerApproval: number;
}

/** How the second copy stands at this moment. */
export interface CopyStanding {
  readonly state: 'none' | 'whole' | 'lost';
  readonly device: 'same' | 'other';
}

export type SingleCopyReason = 'lost' | 'none' | 'same-device';

/** Why the counter sells in single-copy mode; null when two copies are kept as the office demands. */
export function singleCopyReason(demand: CopyDemand, standing: CopyStanding): SingleCopyReason | null {
  if (standing.state === 'lost') return 'lost';
  if (standing.state === 'none') return demand === 'as-set' ? null : 'none';
  return demand === 'another-device' && standing.device === 'same' ? 'same-device' : null;
}

/** Sales that stand in one copy alone and on no counterfoil yet. */
export interface UncoveredSales {
  readonly sales: number;
  readonly sumPaise: number;
}

/** The next sale asks for a second person. It is never refused for good: law 3. */
export function approvalIsDue(settings: SingleCopySettings, uncovered: UncoveredSales): boolean {
  return (
    uncovered.sales >= settings.salesPerApproval || uncovered.sumPaise >= settings.amountPaisePerApproval
  );
}
