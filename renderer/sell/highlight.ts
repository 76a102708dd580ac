import type { ConsumerHitView } from '../../electron/contract/view-schemas.ts';

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

type Match = ConsumerHitView['matches'][number];

/** Cuts a shown field into plain and matching pieces. Matches may touch, overlap or reach past the end. */
export function pieces(text: string, matches: readonly Match[], field: Match['field']): readonly Piece[] {
  const marks = matches
    .filter((match) => match.field === field && match.start < text.length)
    .toSorted((one, other) => one.start - other.start);
  const result: Piece[] = [];
  let at = 0;
  for (const mark of marks) {
    const start = Math.max(at, mark.start);
    const end = Math.min(text.length, mark.start + mark.length);
    if (end <= start) continue;
    if (start > at) result.push({ text: text.slice(at, start), hit: false });
    result.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) result.push({ text: text.slice(at), hit: false });
  return result;
}
