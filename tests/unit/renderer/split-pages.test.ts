import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineSize, splitPages } from '../../../renderer/a4/split-pages.ts';

const block = (heightPx: number, keep: LineSize['keep'] = null): LineSize => ({
  heightPx,
  table: null,
  headPx: 0,
  keep,
});
const row = (heightPx: number, table = 1): LineSize => ({ heightPx, table, headPx: 10, keep: null });

describe('lines on sheets', () => {
  it('fill a sheet to its last pixel and not one further', () => {
    expect(splitPages([block(60), block(40)], 100)).toEqual([{ from: 0, to: 2 }]);
    expect(splitPages([block(60), block(40.5)], 100)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ]);
  });

  it('leave room for the heading of a table on each sheet that shows some of it', () => {
    const lines = [block(30), row(30), row(30), row(30), row(30)];
    expect(splitPages(lines, 100)).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 5 },
    ]);
    expect(splitPages([row(80), row(80)], 90)).toHaveLength(2);
    expect(splitPages([row(40, 1), row(40, 2)], 90)).toHaveLength(2);
  });

  it('keep what heads something with what it heads', () => {
    expect(splitPages([block(60), block(20, 'next'), block(30)], 100)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 3 },
    ]);
    // Where nothing else is left to break at, the sheet is filled.
    expect(splitPages([block(60, 'next'), block(60)], 100)).toHaveLength(2);
  });

  it('that are higher than a sheet get one of their own', () => {
    expect(splitPages([block(10), block(500), block(10)], 100)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ]);
  });

  it('make one empty sheet where there are none', () => {
    expect(splitPages([], 100)).toEqual([{ from: 0, to: 0 }]);
  });

  it('stand on exactly one sheet each, in their order, whatever they are', () => {
    const line = fc.record({
      heightPx: fc.integer({ min: 1, max: 150 }),
      table: fc.constantFrom(null, 1, 2),
      headPx: fc.constantFrom(0, 15),
      keep: fc.constantFrom<LineSize['keep']>(null, 'next'),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const sheets = splitPages(lines, 100);
        expect(sheets.flatMap(({ from, to }) => lines.slice(from, to))).toEqual(lines);
        for (const { from, to } of sheets) expect(to).toBeGreaterThan(lines.length === 0 ? -1 : from);
      }),
    );
  });
});
