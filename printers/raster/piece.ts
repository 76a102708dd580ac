import type { TextAlign } from '../document.ts';
import type { Bitmap } from './bitmap.ts';
import type { FontSet } from './fonts.ts';
import { drawText, textWidth, type TypeStyle, wrapText } from './text-line.ts';
import type { TypeScale } from './type-scale.ts';

/** A part of the slip that knows its height before anything is drawn. */
export interface Piece {
  readonly heightDots: number;
  draw(bitmap: Bitmap, y: number): void;
}

/** What every piece is made with. */
export interface Press {
  readonly widthDots: number;
  readonly fonts: FontSet;
  readonly scale: TypeScale;
}

export function blank(heightDots: number): Piece {
  return { heightDots, draw: () => undefined };
}

/** Pieces one below the other, as one. */
export function stacked(pieces: readonly Piece[]): Piece {
  return {
    heightDots: pieces.reduce((sum, piece) => sum + piece.heightDots, 0),
    draw: (bitmap, y) => {
      let top = y;
      for (const piece of pieces) {
        piece.draw(bitmap, top);
        top += piece.heightDots;
      }
    },
  };
}

/** Dots kept free at both edges: some letters begin left of their place and would lose a stroke. */
export const edgeDots = 2;

/**
 * A paragraph. A centred text in two languages (`हिन्दी / English`) that does not fit on a line is broken
 * between them first, so that neither language is torn.
 */
export function paragraph(
  press: Press,
  text: string,
  style: TypeStyle,
  align: TextAlign,
  inset = edgeDots,
): Piece {
  const width = press.widthDots - 2 * inset;
  const bilingual = align === 'center' && textWidth(press.fonts, text, style) > width;
  const lines = (bilingual ? text.split(' / ') : [text]).flatMap((part) =>
    wrapText(press.fonts, part, style, width),
  );
  return stacked(lines.map((line) => textPiece(press, line, style, align, inset)));
}

/** One line of text that is known to fit. */
export function textPiece(
  press: Press,
  text: string,
  style: TypeStyle,
  align: TextAlign,
  inset = edgeDots,
): Piece {
  return {
    heightDots: style.lineDots,
    draw: (bitmap, y) => {
      const room = press.widthDots - 2 * inset - textWidth(press.fonts, text, style);
      const shift = { left: 0, center: Math.floor(room / 2), right: room }[align];
      drawText(bitmap, press.fonts, { text, style, x: inset + Math.max(0, shift), y });
    },
  };
}
