import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';

import { limits } from '../../../counter/limits.ts';
import { type Block, type Document, duplicateOf } from '../../../printers/document.ts';
import type { Bitmap } from '../../../printers/raster/bitmap.ts';
import { loadFonts } from '../../../printers/raster/fonts.ts';
import { layout } from '../../../printers/raster/layout.ts';
import { scriptRuns } from '../../../printers/raster/script-runs.ts';
import { textWidth, type TypeStyle, wrapText } from '../../../printers/raster/text-line.ts';
import { receiptDocument } from '../../../printers/receipt/receipt-document.ts';
import { shiftReportDocument } from '../../../printers/report/shift-report.ts';
import { counterfoilDocument } from '../../../printers/report/counterfoil.ts';
import { testPage } from '../../../printers/report/test-page.ts';
import { counterfoilFacts, longestCounterfoil } from '../../fixtures/counterfoil-facts.ts';
import { confirmedFacts, longestFacts, pendingFacts, tokenFacts } from '../../fixtures/receipt-facts.ts';
import { shiftFacts } from '../../fixtures/shift-facts.ts';

const fonts = loadFonts();
const style: TypeStyle = { sizeDots: 21, lineDots: 29, weight: 'regular' };

function oneBlock(block: Block): Document {
  return { v: 1, kind: 'test', copy: { kind: 'original' }, blocks: [block], endMark: 'END' };
}

function pngOf(bitmap: Bitmap): Buffer {
  const png = new PNG({ width: bitmap.widthDots, height: bitmap.heightDots });
  bitmap.dots.forEach((dot, i) => png.data.set([...(dot === 1 ? [0, 0, 0] : [255, 255, 255]), 255], i * 4));
  return PNG.sync.write(png, { colorType: 0 });
}

function dotsOf(file: string): { width: number; height: number; dots: Uint8Array } {
  const png = PNG.sync.read(readFileSync(file));
  const dots = new Uint8Array(png.width * png.height);
  for (let i = 0; i < dots.length; i += 1) dots[i] = (png.data[i * 4] ?? 255) < 128 ? 1 : 0;
  return { width: png.width, height: png.height, dots };
}

describe('golden slips', () => {
  const operator = 'श्री राजेश कुमार';
  const documents: Record<string, Document> = {
    confirmed: receiptDocument(confirmedFacts),
    pending: receiptDocument(pendingFacts),
    token: receiptDocument(tokenFacts),
    longest: receiptDocument(longestFacts),
    duplicate: duplicateOf(receiptDocument(pendingFacts), { n: 2, at: '23-11-2026 12:10:44', operator }),
    shift: shiftReportDocument(shiftFacts),
    counterfoil: counterfoilDocument(counterfoilFacts),
    test: testPage({ title: 'C02', at: '23-11-2026 09:00:00' }),
  };
  const folder = new URL('../../fixtures/golden/', import.meta.url);
  const cases = Object.keys(documents).flatMap((name) => [576, 384].map((width) => [name, width] as const));

  it.each(cases)('%s on %i dots', (name, width) => {
    const document = documents[name];
    if (document === undefined) throw new Error(name);
    const bitmap = layout(document, width, fonts);
    const file = new URL(`${name}-${width}.png`, folder).pathname;
    // A changed picture is looked at by a person, then written anew with UPDATE_GOLDEN=1.
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, pngOf(bitmap));
    }
    expect(existsSync(file)).toBe(true);
    const golden = dotsOf(file);
    expect([bitmap.widthDots, bitmap.heightDots]).toEqual([golden.width, golden.height]);
    const differing = bitmap.dots.reduce((sum, dot, i) => sum + (dot === golden.dots[i] ? 0 : 1), 0);
    expect(differing).toBe(0);
  });

  it.each([576, 384])('the longest counterfoil fits on %i dots', (width) => {
    const document = counterfoilDocument(longestCounterfoil);
    expect(document.blocks.length).toBeLessThanOrEqual(limits.documentBlocksMax);
    expect(layout(document, width, fonts).heightDots).toBeLessThanOrEqual(limits.slipRowsMax);
  });

  it('are the same with fresh fonts and empty caches', () => {
    const again = layout(receiptDocument(confirmedFacts), 576, loadFonts());
    expect(again.dots).toEqual(layout(receiptDocument(confirmedFacts), 576, fonts).dots);
  });
});

describe('shaping', () => {
  it('cuts text where the script changes and keeps neutral signs in their run', () => {
    expect(scriptRuns('Recharge रिचार्ज 12')).toEqual([
      { script: 'Latn', text: 'Recharge ' },
      { script: 'Deva', text: 'रिचार्ज 12' },
    ]);
    expect(scriptRuns('₹12')).toEqual([{ script: 'Latn', text: '₹12' }]);
    expect(scriptRuns('')).toEqual([]);
  });

  it.each(['रिचार्ज', 'क्षेत्रीय', 'लक्ष्मी', 'विद्युत', 'डिस्ट्रीब्यूशन', 'ऊर्जा', 'द्वितीय', 'श्री'])(
    '%s has the same glyphs after Latin letters as alone',
    (word) => {
      const alone = fonts.regular.shape(word).map(({ glyph }) => glyph);
      const mixed = fonts.regular.shape(`Recharge ${word}`).map(({ glyph }) => glyph);
      expect(mixed.slice(-alone.length)).toEqual(alone);
      // A conjunct that falls apart shows its halant and needs more glyphs than it has letters.
      expect(alone.length).toBeLessThanOrEqual(Array.from(word).length);
    },
  );

  it('has every sign a receipt uses', () => {
    const text = 'राशि ₹1,23,456.00 — समाप्त / END · “–” ।';
    expect(
      Array.from(text).filter((char) => fonts.bold.shape(char).some(({ glyph }) => glyph === 0)),
    ).toEqual([]);
  });
});

describe('setting text', () => {
  it('wraps at words, breaks only a word that is wider than a line, and never inside a letter', () => {
    const width = 200;
    const long = 'क्षेत्रीयविद्युतडिस्ट्रीब्यूशनकार्यालयप्रमंडल';
    const lines = wrapText(fonts, `पटना ${long} end`, style, width);
    expect(lines.join('').replaceAll(' ', '')).toBe(`पटना${long}end`);
    for (const line of lines) {
      expect(textWidth(fonts, line, style)).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/^[\p{M}\u200d]|\u094d$/u);
    }
  });

  it('puts a key above its value when both do not fit', () => {
    const value = 'x'.repeat(40);
    const short = layout(oneBlock({ type: 'keyValue', key: 'नाम / Name', value: 'A' }), 384, fonts);
    const long = layout(oneBlock({ type: 'keyValue', key: 'नाम / Name', value }), 384, fonts);
    expect(long.heightDots).toBeGreaterThan(short.heightDots + 20);
  });

  it.each([
    [576, 1],
    [384, 2],
  ])('a token on %i dots takes %i line(s) of whole groups', (width, lines) => {
    const token = (digits: string): Bitmap =>
      layout(oneBlock({ type: 'token', title: 'T', digits }), width, fonts);
    const bitmap = token('11111111111111111111');
    const inkRows = Array.from({ length: bitmap.heightDots }, (_, y) =>
      bitmap.dots.subarray(y * width, (y + 1) * width).some((dot) => dot === 1),
    );
    const bands = inkRows.filter((ink, y) => ink && !inkRows[y - 1]).length;
    expect(bands).toBe(2 + lines);
    expect(() => token('1234')).toThrow(/twenty/u);
  });

  it('leaves the outermost dots of text white on every golden receipt', () => {
    for (const width of [576, 384]) {
      const { dots, heightDots } = layout(receiptDocument(tokenFacts), width, fonts);
      const edge = Array.from({ length: heightDots }, (_, y) => dots[y * width] ?? 0);
      // Only rules and the frame of the notice reach the edge.
      const runs = edge.filter((dot, y) => dot === 1 && edge[y - 1] !== 1).length;
      expect(runs).toBeLessThanOrEqual(6);
    }
  });
});

describe('the limits of a document', () => {
  const text = (length: number): Document =>
    oneBlock({ type: 'text', text: 'अ'.repeat(length), size: 'small', weight: 'regular', align: 'left' });
  const blocks = (count: number): Document => ({
    ...oneBlock({ type: 'feed', eighths: 1 }),
    blocks: Array.from({ length: count }, (): Block => ({ type: 'feed', eighths: 1 })),
  });

  it('hold at the limit and refuse one past it', () => {
    expect(() => layout(text(limits.documentTextCharsMax), 576, fonts)).not.toThrow();
    expect(() => layout(text(limits.documentTextCharsMax + 1), 576, fonts)).toThrow(/too long/u);
    expect(() => layout(blocks(limits.documentBlocksMax), 576, fonts)).not.toThrow();
    expect(() => layout(blocks(limits.documentBlocksMax + 1), 576, fonts)).toThrow(/too many/u);
    expect(() => layout(oneBlock({ type: 'feed', eighths: 8 * 300 }), 576, fonts)).toThrow(/too long/u);
  });

  it('refuse control characters', () => {
    const bell = oneBlock({ type: 'keyValue', key: 'a', value: 'b\u0007' });
    expect(() => layout(bell, 576, fonts)).toThrow(/control/u);
  });
});
