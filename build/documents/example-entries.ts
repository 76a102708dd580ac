import { type Entry, type EntryKind, entryKinds, type StoredEntry } from '../../counter/journal/entry.ts';
import { emptyTail, placeEntry, sealEntry, tailAfter } from '../../counter/journal/place-entry.ts';
import { kolkataMidnightMs } from '../../counter/time.ts';
import { sha256Hex } from '../../db/crypto.ts';
import { exampleDrafts } from './example-drafts.ts';

export interface ExampleEntry {
  readonly entry: Entry;
  readonly stored: StoredEntry;
}

const businessDate = '2026-11-23';
const firstAt = kolkataMidnightMs(businessDate) + 39_600_000;
const minuteMs = 60_000;

/** One entry of every kind, chained in the order of the kinds, the same in every run. Their signatures are not real. */
export function exampleEntries(): ReadonlyMap<EntryKind, ExampleEntry> {
  const examples = new Map<EntryKind, ExampleEntry>();
  const uid = countedUids();
  const drafts = exampleDrafts({ day: uid(), shift: uid(), businessDate }, uid);
  let tail = emptyTail;
  for (const [index, kind] of entryKinds.entries()) {
    const now = { wallMs: firstAt + index * minuteMs, monotonicMs: index * minuteMs, bootId: 'boot-1' };
    const placed = placeEntry({ counter: 'C02', office: 'PTC' }, tail, now, drafts[kind], 0);
    if (!placed.ok) throw new Error(`${kind}: ${placed.error.detail}`);
    const sealed = sealEntry(placed.value, tail.hash, { sha256: sha256Hex, sign: () => 's'.repeat(86) });
    if (!sealed.ok) throw new Error(`${kind}: ${sealed.error.detail}`);
    examples.set(kind, { entry: placed.value, stored: sealed.value });
    tail = tailAfter(sealed.value, placed.value);
  }
  return examples;
}

/** Ids in the form of a UUIDv7 that count from one. */
function countedUids(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `019aaf00-0000-7000-8000-${String(count).padStart(12, '0')}`;
  };
}
