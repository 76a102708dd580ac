import type { TextAlign } from '../document.ts';
import type { Bitmap } from './bitmap.ts';
import type { FontSet } from './fonts.ts';
import { drawText, textWidth, type TypeStyle } from './text-line.ts';
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

/** One line of text that is known to fit. */
export function textPiece(press: Press, text: string, style: TypeStyle, align: TextAlign, inset = 0): Piece {
  return {
    heightDots: style.lineDots,
    draw: (bitmap, y) => {
      const room = press.widthDots - 2 * inset - textWidth(press.fonts, text, style);
      const shift = { left: 0, center: Math.floor(room / 2), right: room }[align];
      drawText(bitmap, press.fonts, { text, style, x: inset + Math.max(0, shift), y });
    },
  };
}
