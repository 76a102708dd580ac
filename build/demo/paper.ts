import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Document } from '../../printers/document.ts';
import { packBitmap } from '../../printers/raster/bitmap.ts';
import { loadFonts } from '../../printers/raster/fonts.ts';
import { layout } from '../../printers/raster/layout.ts';
import type { SlipFact } from './day-facts.ts';

/** A slip that came out of the printer and is, dot by dot, the frozen document of a print job. */
export interface MatchedSlip {
  readonly file: string;
  readonly job: string;
  readonly entry: string;
  readonly slip: SlipFact['slip'];
  readonly copy: number;
}

export interface PaperMatch {
  readonly matched: readonly MatchedSlip[];
  /** Files that are no whole slip of any job: torn ones, after a jam. */
  readonly torn: readonly string[];
}

/**
 * Compares what the printer's own decoder put on paper with what the journal froze. The two share no
 * code, so a slip counts only if the bytes on the wire really drew it.
 */
export function matchPaper(folder: string, slips: readonly SlipFact[], widthDots: number): PaperMatch {
  const fonts = loadFonts();
  const jobs = new Map<string, SlipFact>();
  for (const slip of slips) {
    const bitmap = layout(readDocument(slip.document), widthDots, fonts);
    jobs.set(withoutEmptyEnd(Buffer.from(packBitmap(bitmap)), widthDots), slip);
  }
  const matched: MatchedSlip[] = [];
  const torn: string[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .toSorted()) {
    const slip = jobs.get(withoutEmptyEnd(readDots(join(folder, file), widthDots), widthDots));
    if (slip === undefined) torn.push(file);
    else matched.push({ file, job: slip.job, entry: slip.entry, slip: slip.slip, copy: slip.copy });
  }
  return { matched, torn };
}

/** Rows of black dots, packed as the printer gets them. */
export function readDots(file: string, widthDots: number): Buffer {
  const png = PNG.sync.read(readFileSync(file));
  if (png.width !== widthDots) throw new Error(`${file} is ${png.width} dots wide, not ${widthDots}`);
  const dots = Buffer.alloc((widthDots >> 3) * png.height);
  for (let y = 0; y < png.height; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      if ((png.data[4 * (y * widthDots + x)] ?? 255) < 128) {
        dots[y * (widthDots >> 3) + (x >> 3)]! |= 0x80 >> (x & 7);
      }
    }
  }
  return dots;
}

/** How much is fed before the cut is the printer's affair; leading and trailing white is left out. */
export function withoutEmptyEnd(dots: Buffer, widthDots: number): string {
  const row = widthDots >> 3;
  let from = 0;
  let to = dots.length;
  while (from < to && dots.subarray(from, from + row).every((byte) => byte === 0)) from += row;
  while (to > from && dots.subarray(to - row, to).every((byte) => byte === 0)) to -= row;
  return dots.toString('latin1', from, to);
}

function readDocument(text: string): Document {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the journal froze it from a Document
  return JSON.parse(text) as Document;
}

/** Copies the slips in printing order under names that say what they are. Gives the new names. */
export async function keepPaper(
  from: string,
  to: string,
  paper: PaperMatch,
  receiptOf: ReadonlyMap<string, string>,
): Promise<string[]> {
  await mkdir(to, { recursive: true });
  const nameOf = new Map(
    paper.matched.map((slip) => [slip.file, nameOfSlip(slip, receiptOf.get(slip.entry) ?? slip.entry)]),
  );
  const files: string[] = [];
  for (const [index, file] of readdirSync(from)
    .filter((name) => name.endsWith('.png'))
    .toSorted()
    .entries()) {
    const name = `${String(index + 1).padStart(4, '0')}-${nameOf.get(file) ?? 'torn'}.png`;
    await copyFile(join(from, file), join(to, name));
    files.push(name);
  }
  return files;
}

function nameOfSlip({ slip, copy }: MatchedSlip, receiptNumber: string): string {
  switch (slip) {
    case 'shift-slip':
      return 'shift-close';
    case 'refund-slip':
      return `refund-${receiptNumber}`;
    case 'receipt':
      return `${copy === 0 ? 'receipt' : `duplicate-${copy}`}-${receiptNumber}`;
  }
}
