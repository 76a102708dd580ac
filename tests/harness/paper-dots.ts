import type { Page } from '@playwright/test';
import { readDots, withoutEmptyEnd } from '../../build/demo/paper.ts';
import type { Answer } from '../../electron/contract/channels.ts';
import type { DotsView } from '../../electron/contract/view-schemas.ts';

const paperDots = 576;
/** Ink is compared by fields of this many columns and rows: the screen shows the dots smaller than they are. */
const columns = 12;
const rows = 24;

/** The dots of one slip as the printer's own decoder put them on paper, white before and after left out. */
export function dotsOfSlip(file: string | undefined): string {
  if (file === undefined) throw new Error('no slip left the printer');
  return withoutEmptyEnd(readDots(file, paperDots), paperDots);
}

/** The dots that a channel gave the screen, in the same form. */
export function dotsOfAnswer(answer: Answer<DotsView>): string {
  if (!answer.ok) throw new Error(`no dots: ${answer.error.code}`);
  return withoutEmptyEnd(Buffer.from(answer.value.bits, 'base64'), answer.value.widthDots);
}

/**
 * How far the picture on screen is from these dots: the greatest difference of ink in any field of the
 * paper, 0 for the same picture and 1 for black where white should be.
 */
export async function inkDifference(page: Page, answer: Answer<DotsView>): Promise<number> {
  if (!answer.ok) throw new Error(`no dots: ${answer.error.code}`);
  const { widthDots, heightDots, bits } = answer.value;
  const bytes = Buffer.from(bits, 'base64');
  const isBlack = (x: number, y: number): number => {
    const dot = y * widthDots + x;
    return ((bytes[dot >> 3] ?? 0) >> (7 - (dot & 7))) & 1;
  };
  const wanted = inkByField(widthDots, heightDots, isBlack);
  const shown = await page.getByTestId('paper-dots').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return { width, height, alpha: Array.from(pixels).filter((_, index) => index % 4 === 3) };
  });
  const inkAt = (x: number, y: number): number => (shown.alpha[y * shown.width + x] ?? 0) / 255;
  const seen = inkByField(shown.width, shown.height, inkAt);
  return Math.max(...wanted.map((ink, field) => Math.abs(ink - (seen[field] ?? 0))));
}

/** Mean ink of each field, row by row. */
function inkByField(width: number, height: number, inkAt: (x: number, y: number) => number): number[] {
  const sums = Array.from({ length: columns * rows }, () => ({ ink: 0, points: 0 }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const field = sums[Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)];
      if (field === undefined) continue;
      field.ink += inkAt(x, y);
      field.points += 1;
    }
  }
  return sums.map(({ ink, points }) => ink / Math.max(1, points));
}
