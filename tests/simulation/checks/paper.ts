import type { Document } from '../../../printers/document.ts';

/** I5: nothing is on paper that is not on disk, and in the second copy or on record as single. */
export function paperHasRow(facts: {
  readonly entry: string;
  readonly isDurable: boolean;
  readonly secondCopy: 'has-it' | 'single-on-record' | 'lacks-it';
}): string | null {
  const { entry, isDurable, secondCopy } = facts;
  if (!isDurable) return `a slip of ${entry} goes on paper, and no journal row stands for it`;
  return secondCopy === 'lacks-it'
    ? `a slip of ${entry} goes on paper before the second copy has its row`
    : null;
}

/** I6: of one receipt there is one unmarked paper; all others say DUPLICATE n, each n once. */
export function oneOriginal(entry: string, papers: readonly Pick<Document, 'copy'>[]): string | null {
  const marks = papers.map(({ copy }) => (copy.kind === 'original' ? 'ORIGINAL' : `DUPLICATE ${copy.n}`));
  const twice = marks.find((mark, index) => marks.indexOf(mark) !== index);
  return twice === undefined ? null : `${entry} is on paper twice as ${twice}`;
}

/** I10, the paper's half: once all is calm, no slip is left open. */
export function nothingLeftToPrint(
  slips: readonly { readonly id: string; readonly state: string }[],
): string | null {
  const [open] = slips;
  return open === undefined ? null : `slip ${open.id} is still ${open.state}`;
}
