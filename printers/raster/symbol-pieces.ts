import { assert } from '../../counter/result.ts';
import { fillRect } from './bitmap.ts';
import { type Piece, type Press, textPiece, stacked } from './piece.ts';
import { code128Bars, qrModules } from './symbols.ts';

/** White modules that a reader needs around a QR code. */
const qrQuietModules = 4;
const barcodeHeightDots = 60;

export function qrPiece(press: Press, text: string): Piece {
  const grid = qrModules(text);
  const modulesWide = grid.size + 2 * qrQuietModules;
  const dots = Math.min(press.scale.qrModuleDots, Math.floor(press.widthDots / modulesWide));
  assert(dots >= 3, `a QR code of ${grid.size} modules is too fine for ${press.widthDots} dots`);
  const left = Math.floor((press.widthDots - grid.size * dots) / 2);
  return {
    heightDots: modulesWide * dots,
    draw: (bitmap, y) => {
      grid.modules.forEach((module, i) => {
        if (module !== 1) return;
        const row = Math.trunc(i / grid.size) + qrQuietModules;
        fillRect(bitmap, {
          x: left + (i % grid.size) * dots,
          y: y + row * dots,
          width: dots,
          height: dots,
        });
      });
    },
  };
}

/** The bars with their digits below, for a person whose scanner is broken. */
export function barcodePiece(press: Press, digits: string): Piece {
  const bars = code128Bars(digits);
  const dots = press.scale.barDots;
  const width = bars.reduce((sum, bar) => sum + bar, 0) * dots;
  assert(width <= press.widthDots - 20 * dots, 'a bar code needs ten white modules at each side');
  const drawn: Piece = {
    heightDots: barcodeHeightDots + 6,
    draw: (bitmap, y) => {
      let x = Math.floor((press.widthDots - width) / 2);
      bars.forEach((bar, i) => {
        if (i % 2 === 0) fillRect(bitmap, { x, y: y + 4, width: bar * dots, height: barcodeHeightDots });
        x += bar * dots;
      });
    },
  };
  return stacked([
    drawn,
    textPiece(press, digits, { ...press.scale.text.small, weight: 'regular' }, 'center'),
  ]);
}
