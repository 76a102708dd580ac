import type { Page } from '@playwright/test';
import { readDots, withoutEmptyEnd } from '../../build/demo/paper.ts';

const paperDots = 576;

/** The dots of one slip as the printer's own decoder put them on paper, white before and after left out. */
export function dotsOfSlip(file: string | undefined): string {
  if (file === undefined) throw new Error('no slip left the printer');
  return withoutEmptyEnd(readDots(file, paperDots), paperDots);
}

/** The dots that the screen shows as paper, read back from its canvas. */
export async function dotsOfCanvas(page: Page): Promise<string> {
  const packed = await page.getByTestId('paper-dots').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const bytes: number[] = Array.from({ length: (width >> 3) * height }, () => 0);
    for (let dot = 0; dot < width * height; dot += 1) {
      if ((pixels[4 * dot + 3] ?? 0) > 127) bytes[dot >> 3] = (bytes[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
    }
    return bytes;
  });
  return withoutEmptyEnd(Buffer.from(packed), paperDots);
}
