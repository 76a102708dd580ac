import bwipjs from 'bwip-js/node';

import { assert } from '../../counter/result.ts';

/** A square code as modules, row by row, 1 = black. */
export interface ModuleGrid {
  readonly size: number;
  readonly modules: readonly number[];
}

/** QR code, error correction M, the smallest version that holds the text. Throws when none does. */
export function qrModules(text: string): ModuleGrid {
  const [symbol] = bwipjs.raw('qrcode', text, 'eclevel=M');
  assert(symbol !== undefined && 'pixs' in symbol, 'a QR code is a grid');
  assert(symbol.pixx === symbol.pixy, 'a QR code is square');
  return { size: symbol.pixx, modules: symbol.pixs };
}

/** Widths of bars and gaps in turn, beginning with a bar: Code 128 set C, two digits a sign. */
export function code128Bars(digits: string): readonly number[] {
  assert(/^(?:\d\d)+$/u.test(digits), 'set C takes an even count of digits');
  const [symbol] = bwipjs.raw({ bcid: 'code128', text: digits });
  assert(symbol !== undefined && 'sbs' in symbol, 'a bar code is a row of bars');
  return symbol.sbs;
}
