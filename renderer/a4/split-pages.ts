/** What one line of a paper takes on a sheet; in CSS pixels, with fractions. */
export interface LineSize {
  readonly heightPx: number;
  /** Which table it is a row of; null for a block of its own. */
  readonly table: number | null;
  /** Height of that table's heading, which each sheet repeats; 0 for a block. */
  readonly headPx: number;
  /** `next`: never the last on a sheet while another line follows. */
  readonly keep: 'next' | null;
}

/** Lines `from` up to, not with, `to`. */
export interface SheetLines {
  readonly from: number;
  readonly to: number;
}

/** Which lines stand on which sheet. Every line stands on exactly one, in their order; there is always a sheet. */
export function splitPages(lines: readonly LineSize[], roomPx: number): SheetLines[] {
  const sheets: SheetLines[] = [];
  let from = 0;
  while (from < lines.length) {
    const to = endOfSheet(lines, from, roomPx);
    sheets.push({ from, to });
    from = to;
  }
  return sheets.length === 0 ? [{ from: 0, to: 0 }] : sheets;
}

/** A line that is higher than a whole sheet gets one of its own: it is cut there, but nothing after it is. */
function endOfSheet(lines: readonly LineSize[], from: number, roomPx: number): number {
  let usedPx = 0;
  let to = from;
  for (const line of lines.slice(from)) {
    const isNewTable = line.table !== null && (to === from || lines[to - 1]?.table !== line.table);
    usedPx += line.heightPx + (isNewTable ? line.headPx : 0);
    if (usedPx > roomPx) break;
    to += 1;
  }
  if (to === lines.length) return to;
  let last = to;
  while (last > from && lines[last - 1]?.keep === 'next') last -= 1;
  return Math.max(last > from ? last : to, from + 1);
}
