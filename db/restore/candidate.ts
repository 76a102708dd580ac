import type { StoredEntry } from '../../counter/journal/entry.ts';

/** Where an entry came from. Nothing is believed for its source; the chain alone decides. */
export type Origin = 'mirror' | 'journal';

/** An entry as one source has it. Several of one number may differ: at most one of them proves. */
export interface Candidate {
  readonly stored: StoredEntry;
  readonly from: Origin;
}

/** What a source holds of a range of the order, by `seq`; the more believable candidate stands first. */
export type Candidates = ReadonlyMap<number, readonly Candidate[]>;

export interface CandidateSource {
  /** The highest number that it holds or names; 0 for none. */
  readonly highestSeq: number;
  readonly entries: (fromSeq: number, toSeq: number) => Promise<Candidates>;
}

/** Candidates of several sources, those of the first source first. */
export async function gather(
  sources: readonly CandidateSource[],
  fromSeq: number,
  toSeq: number,
): Promise<Candidates> {
  const all = new Map<number, Candidate[]>();
  for (const source of sources) {
    for (const [seq, candidates] of await source.entries(fromSeq, toSeq)) {
      const known = all.get(seq);
      if (known === undefined) all.set(seq, [...candidates]);
      else known.push(...candidates);
    }
  }
  return all;
}
