import type { TextWeight } from '../document.ts';
import type { Bitmap } from './bitmap.ts';
import type { FontSet } from './fonts.ts';

/** How a line is set. The line's height holds everything the script puts above and below. */
export interface TypeStyle {
  readonly sizeDots: number;
  readonly lineDots: number;
  readonly weight: TextWeight;
}

export function textWidth(fonts: FontSet, text: string, style: TypeStyle): number {
  const face = fonts[style.weight];
  const units = face.shape(text).reduce((sum, glyph) => sum + glyph.advance, 0);
  return Math.ceil((units * style.sizeDots) / face.unitsPerEm);
}

/** Draws one line whose box starts at `x`, `y`; what lies outside the bitmap is not drawn. */
export function drawText(
  bitmap: Bitmap,
  fonts: FontSet,
  line: { readonly text: string; readonly style: TypeStyle; readonly x: number; readonly y: number },
): void {
  const { style } = line;
  const face = fonts[style.weight];
  const scale = style.sizeDots / face.unitsPerEm;
  const baseLine = line.y + Math.round((style.lineDots + style.sizeDots * 0.62) / 2);
  let pen = line.x;
  for (const shaped of face.shape(line.text)) {
    const exact = pen + shaped.dx * scale;
    // Devanagari hangs from a joined head stroke and needs its exact place; Latin letters and digits
    // stand alone and look even only when every copy of one has the same dots.
    const snapped = shaped.script === 'Deva' ? Math.floor(exact * 8) / 8 : Math.round(exact);
    const whole = Math.floor(snapped);
    const drawn = face.glyph(shaped.glyph, style.sizeDots, Math.round((snapped - whole) * 8));
    blit(bitmap, drawn, whole + drawn.left, Math.round(baseLine - shaped.dy * scale) + drawn.top);
    pen += shaped.advance * scale;
  }
}

function blit(
  bitmap: Bitmap,
  glyph: { readonly width: number; readonly height: number; readonly dots: Uint8Array },
  left: number,
  top: number,
): void {
  for (let y = 0; y < glyph.height; y += 1) {
    const targetY = top + y;
    if (targetY < 0 || targetY >= bitmap.heightDots) continue;
    for (let x = 0; x < glyph.width; x += 1) {
      const targetX = left + x;
      if (glyph.dots[y * glyph.width + x] !== 1 || targetX < 0 || targetX >= bitmap.widthDots) continue;
      bitmap.dots[targetY * bitmap.widthDots + targetX] = 1;
    }
  }
}

/** Lines that each fit the width, broken at spaces, or inside a word only where it is wider than a line. */
export function wrapText(fonts: FontSet, text: string, style: TypeStyle, widthDots: number): string[] {
  const fits = (line: string): boolean => textWidth(fonts, line, style) <= widthDots;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

function breakWord(word: string, fits: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of writtenLetters(word)) {
    if (piece !== '' && !fits(piece + letter)) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/**
 * A letter with its marks, and all consonants that a halant joins. Written out here because the
 * segmenter of the runtime gives other answers in other versions, and equal input must give equal dots.
 */
function writtenLetters(word: string): string[] {
  return word.match(/(?:.[\u094d][\u200c\u200d]?)*.[\p{M}\u200c\u200d]*/gu) ?? [];
}
