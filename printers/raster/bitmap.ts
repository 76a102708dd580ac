import { assert } from '../../counter/result.ts';

/** Dots of a slip: one byte a dot while drawing, 1 = black. */
export interface Bitmap {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly dots: Uint8Array;
}

export function blankBitmap(widthDots: number, heightDots: number): Bitmap {
  return { widthDots, heightDots, dots: new Uint8Array(widthDots * heightDots) };
}

export function fillRect(
  bitmap: Bitmap,
  rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  for (let y = Math.max(0, rect.y); y < Math.min(bitmap.heightDots, rect.y + rect.height); y += 1) {
    const row = y * bitmap.widthDots;
    const from = row + Math.max(0, rect.x);
    const to = row + Math.min(bitmap.widthDots, rect.x + rect.width);
    bitmap.dots.fill(1, from, Math.max(from, to));
  }
}

/** Draws the outline of a rectangle inwards. */
export function frameRect(
  bitmap: Bitmap,
  rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  thickness: number,
): void {
  const { x, y, width, height } = rect;
  fillRect(bitmap, { x, y, width, height: thickness });
  fillRect(bitmap, { x, y: y + height - thickness, width, height: thickness });
  fillRect(bitmap, { x, y, width: thickness, height });
  fillRect(bitmap, { x: x + width - thickness, y, width: thickness, height });
}

/** White becomes black and black white, in whole rows. */
export function invertRows(bitmap: Bitmap, fromRow: number, toRow: number): void {
  for (let i = fromRow * bitmap.widthDots; i < toRow * bitmap.widthDots; i += 1) {
    bitmap.dots[i] = bitmap.dots[i] === 1 ? 0 : 1;
  }
}

/** Rows of bytes, most significant bit at the left: what `GS v 0` takes and what the screen shows. */
export function packBitmap(bitmap: Bitmap): Uint8Array {
  assert(bitmap.widthDots % 8 === 0, `a width of ${bitmap.widthDots} dots cannot be packed`);
  const packed = new Uint8Array((bitmap.widthDots / 8) * bitmap.heightDots);
  for (let i = 0; i < packed.length; i += 1) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) byte = (byte << 1) | (bitmap.dots[i * 8 + bit] ?? 0);
    packed[i] = byte;
  }
  return packed;
}
