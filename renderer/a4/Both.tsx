import type { BilingualText } from '../../counter/journal/every-entry.ts';

/** Hindi and English beside each other: paper goes to people whose language nobody asked. */
export function Both({ of }: { readonly of: BilingualText }) {
  return (
    <>
      <span lang="hi">{of.hi}</span> · {of.en}
    </>
  );
}

/** The same in two lines, for the heading of a column. */
export function Stacked({ of }: { readonly of: BilingualText }) {
  return (
    <span className="stacked">
      <span lang="hi">{of.hi}</span>
      <span>{of.en}</span>
    </span>
  );
}
