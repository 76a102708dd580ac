import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { weighPayload } from '../../../electron/main/payload-size.ts';

const weigh = (value: unknown) => weighPayload(value, limits.ipcPayloadBytesMax, limits.ipcDepthMax);

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { inner: nested(depth - 1) };
}

describe('the weight of what a page sends', () => {
  it('takes the limit and refuses one byte more', () => {
    const text = 'x'.repeat(limits.ipcPayloadBytesMax - 2);
    expect(weigh(text)).toBe('fits');
    expect(weigh(`${text}x`)).toBe('too-large');
  });

  it('counts bytes, not characters', () => {
    const text = 'रु'.repeat((limits.ipcPayloadBytesMax - 2) / 6);
    expect(weigh(text)).toBe('fits');
    expect(weigh(`${text}रु`)).toBe('too-large');
  });

  it('takes the deepest allowed nesting and refuses one level more', () => {
    expect(weigh(nested(limits.ipcDepthMax))).toBe('fits');
    expect(weigh(nested(limits.ipcDepthMax + 1))).toBe('not-plain');
  });

  it('agrees with the size of the JSON text for any plain data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 1, max: 200 }), (value, bytesMax) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
        // JSON cannot tell -0 from 0, nor does the weight.
        expect(weighPayload(value, bytesMax, 8)).toBe(bytes <= bytesMax ? 'fits' : 'too-large');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['undefined', undefined],
    ['a member undefined', { uid: undefined }],
    ['NaN', Number.NaN],
    ['an infinite number', { amountPaise: Number.POSITIVE_INFINITY }],
    ['a big integer', 1n],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set([1])],
    ['bytes', new Uint8Array(10)],
    ['a buffer', new ArrayBuffer(10)],
    ['a pattern', /x/u],
    ['an error', new Error('x')],
    ['a hole in a list', Array.from({ length: 2 }).concat(1)],
  ])('refuses %s', (_name, value) => {
    expect(weigh(value)).toBe('not-plain');
  });

  it('refuses a circle', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(weigh(circle)).toBe('not-plain');
  });

  it('stops early in a small structure that would be huge as text', () => {
    let laugh: unknown = 'ha';
    for (let level = 0; level < 8; level += 1) laugh = Array.from({ length: 1000 }, () => laugh);
    expect(weigh(laugh)).toBe('too-large');
    const huge: unknown[] = [];
    huge.length = 4_000_000_000;
    expect(weigh(huge)).toBe('too-large');
  });
});
