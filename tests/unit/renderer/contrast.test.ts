import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, '../../../renderer/style/tokens.css'), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gu)].map((line) => [line[1] ?? '', line[2] ?? '']),
  );
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Pairs that carry money or state, ink first. */
const sevenToOne = [
  ['ink', 'card'],
  ['ink', 'well'],
  ['ink', 'ground'],
  ['ink', 'accent-wash'],
  ['second', 'card'],
  ['on-accent', 'accent'],
  ['pending', 'pending-wash'],
  ['pending-strong', 'pending-wash'],
  ['good', 'card'],
  ['bad', 'bad-wash'],
  ['on-bar', 'bar'],
  ['on-bar-second', 'bar'],
  ['on-mark', 'mark'],
  ['paper-ink', 'paper'],
] as const;

/** Hints, and a green line that always stands beside its shape and words. */
const fourAndAHalf = [
  ['third', 'card'],
  ['good', 'good-wash'],
  ['second', 'desk'],
  ['accent', 'card'],
] as const;

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
  ['high contrast', ":root[data-theme='contrast']"],
])('the %s colours', (_name, selector) => {
  const tokens = tokensOf(selector);
  it.each(sevenToOne)('keep 7:1 for %s on %s', (ink, ground) => {
    expect(contrast(tokens.get(ink) ?? '', tokens.get(ground) ?? '')).toBeGreaterThanOrEqual(7);
  });
  it.each(fourAndAHalf)('keep 4.5:1 for %s on %s', (ink, ground) => {
    expect(contrast(tokens.get(ink) ?? '', tokens.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

it('gives the dark of the system and the dark that was chosen the same colours', () => {
  expect([...tokensOf(":root:not([data-theme='light'])")]).toEqual([...tokensOf(":root[data-theme='dark']")]);
});

it('gives the high contrast of the system and the one that was chosen the same colours', () => {
  expect([...tokensOf(":root:not([data-theme='light'], [data-theme='dark'])")]).toEqual([
    ...tokensOf(":root[data-theme='contrast']"),
  ]);
});
