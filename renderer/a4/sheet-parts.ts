import type { ReactElement, ReactNode } from 'react';
import type { LineSize } from './split-pages.ts';

/** A paragraph, a heading, a summary: what is never cut in two. */
export interface Block {
  readonly is: 'block';
  readonly key: string;
  readonly content: ReactNode;
  /** A heading stays with what it heads. */
  readonly keep?: 'next';
}

/** A table that may go over many sheets; its heading is repeated on each. */
export interface Table {
  readonly is: 'table';
  readonly key: string;
  /** A class for each column, which gives its width: the heights of rows must not depend on other rows. */
  readonly columns: readonly string[];
  /** The cells of the heading. */
  readonly head: ReactNode;
  /** `<tr key=…>` each. */
  readonly rows: readonly ReactElement[];
}

export type Part = Block | Table;

/** A block, or one row of a table: `row` of part `part`. */
export interface Line {
  readonly part: number;
  readonly row: number;
}

export function linesOf(parts: readonly Part[]): Line[] {
  return parts.flatMap((part, index) =>
    part.is === 'block' ? [{ part: index, row: 0 }] : part.rows.map((_, row) => ({ part: index, row })),
  );
}

/** Heights as the page has laid them out: `heightsPx` of the lines, `headsPx` of the tables by their part. */
export function sizesOf(
  parts: readonly Part[],
  lines: readonly Line[],
  heightsPx: readonly number[],
  headsPx: ReadonlyMap<number, number>,
): LineSize[] {
  return lines.map(({ part }, index) => {
    const of = parts[part];
    const heightPx = heightsPx[index] ?? 0;
    return of?.is === 'table'
      ? { heightPx, table: part, headPx: headsPx.get(part) ?? 0, keep: null }
      : { heightPx, table: null, headPx: 0, keep: of?.keep ?? null };
  });
}

/** The lines of one sheet, those of one part together. */
export function partsOnSheet(lines: readonly Line[]): { readonly part: number; readonly rows: number[] }[] {
  const onSheet: { readonly part: number; readonly rows: number[] }[] = [];
  for (const { part, row } of lines) {
    const last = onSheet.at(-1);
    if (last?.part === part) last.rows.push(row);
    else onSheet.push({ part, rows: [row] });
  }
  return onSheet;
}
