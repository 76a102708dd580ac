import type { EntryDraft } from '../journal/entry.ts';
import type { IsoDate } from '../time.ts';

type Place = {
  readonly uid: string;
  /** The open day, if there is one: an outage may begin before the day does. */
  readonly day: { readonly uid: string; readonly businessDate: IsoDate } | null;
  readonly operator: string;
};

/** From here on every receipt carries the outage's name until a supervisor closes it. */
export function outageOpenedDraft(
  intent: Place & { readonly name: string; readonly since: number; readonly cause: string },
): Extract<EntryDraft, { kind: 'outage opened' }> {
  return {
    kind: 'outage opened',
    ...common(intent),
    ref: null,
    name: intent.name.trim(),
    since: intent.since,
    cause: intent.cause.trim(),
  };
}

export function outageClosedDraft(
  intent: Place & { readonly outage: { readonly uid: string; readonly name: string } },
): Extract<EntryDraft, { kind: 'outage closed' }> {
  return { kind: 'outage closed', ...common(intent), ref: intent.outage.uid, name: intent.outage.name };
}

function common(place: Place) {
  return {
    v: 1,
    uid: place.uid,
    businessDate: place.day?.businessDate ?? null,
    day: place.day?.uid ?? null,
    shift: null,
    operator: place.operator,
    ledger: [],
  } as const;
}
