import type { DotsView } from '../../electron/contract/view-schemas.ts';

/**
 * The printer's bits as RGBA pixels, one pixel a dot: black where the head burns, see-through elsewhere.
 * Rows are padded to whole bytes, the first dot is the highest bit. Null when the bits do not fit the size.
 */
export function dotsToPixels(dots: DotsView): Uint8ClampedArray<ArrayBuffer> | null {
  const bytes = fromBase64(dots.bits);
  const bytesPerRow = Math.ceil(dots.widthDots / 8);
  if (bytes === null || bytes.length !== bytesPerRow * dots.heightDots) return null;
  const pixels = new Uint8ClampedArray(dots.widthDots * dots.heightDots * 4);
  for (let row = 0; row < dots.heightDots; row += 1) {
    for (let column = 0; column < dots.widthDots; column += 1) {
      const byte = bytes[row * bytesPerRow + (column >> 3)] ?? 0;
      if ((byte & (0x80 >> (column & 7))) !== 0) pixels[(row * dots.widthDots + column) * 4 + 3] = 255;
    }
  }
  return pixels;
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0);
  } catch {
    return null;
  }
}

/** The size on screen: half a dot a pixel where it fits, else as large as fits. The END line is always seen. */
export function paperSize(
  dots: { readonly widthDots: number; readonly heightDots: number },
  room: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const fits = Math.min(room.width / dots.widthDots, room.height / dots.heightDots);
  const scale = Math.max(0, Math.min(0.5, fits));
  return {
    width: Math.max(1, Math.floor(dots.widthDots * scale)),
    height: Math.max(1, Math.floor(dots.heightDots * scale)),
  };
}
