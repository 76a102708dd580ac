import type { Edge } from './outline.ts';

/** A drawn glyph. `left` and `top` place it against the pen: top is negative above the base line. */
export interface GlyphBitmap {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

const emptyGlyph: GlyphBitmap = { left: 0, top: 0, width: 0, height: 0, dots: new Uint8Array(0) };

/** Scan lines a dot. Along the line the cover is exact, so eight of them settle every stem. */
const scanLines = 8;

/** Just below a half, so that two head strokes that meet inside a dot leave no gap. */
const blackFrom = 0.47;

interface Crossing {
  readonly x: number;
  readonly turn: 1 | -1;
}

/** Fills an outline by the non-zero rule and keeps the dots that are covered about half or more. */
export function rasterGlyph(edges: readonly Edge[]): GlyphBitmap {
  if (edges.length === 0) return emptyGlyph;
  const box = boundsOf(edges);
  const cover = new Float64Array(box.width * box.height);
  for (let line = 0; line < box.height * scanLines; line += 1) {
    const y = box.top + (line + 0.5) / scanLines;
    const rowStart = Math.trunc(line / scanLines) * box.width;
    addSpans(crossingsAt(edges, y), box.left, (x, share) => {
      cover[rowStart + x] = (cover[rowStart + x] ?? 0) + share / scanLines;
    });
  }
  return { ...box, dots: Uint8Array.from(cover, (share) => (share >= blackFrom ? 1 : 0)) };
}

function boundsOf(edges: readonly Edge[]): { left: number; top: number; width: number; height: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x0, y0, x1, y1 } of edges) {
    left = Math.min(left, x0, x1);
    right = Math.max(right, x0, x1);
    top = Math.min(top, y0, y1);
    bottom = Math.max(bottom, y0, y1);
  }
  left = Math.floor(left);
  top = Math.floor(top);
  return { left, top, width: Math.ceil(right) - left + 1, height: Math.ceil(bottom) - top };
}

function crossingsAt(edges: readonly Edge[], y: number): Crossing[] {
  const crossings: Crossing[] = [];
  for (const { x0, y0, x1, y1 } of edges) {
    const down = y0 <= y && y < y1;
    const up = y1 <= y && y < y0;
    if (!down && !up) continue;
    crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: down ? 1 : -1 });
  }
  return crossings.toSorted((a, b) => a.x - b.x);
}

function addSpans(
  crossings: readonly Crossing[],
  left: number,
  add: (x: number, share: number) => void,
): void {
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x - left;
    winding += turn;
    if (winding !== 0) continue;
    const to = x - left;
    for (let dot = Math.floor(from); dot < to; dot += 1) {
      add(dot, Math.min(dot + 1, to) - Math.max(dot, from));
    }
  }
}
