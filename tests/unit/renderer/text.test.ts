import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en, hi } from '../../../renderer/text/resources.ts';

const room = resolve(import.meta.dirname, '../../../renderer');

function flat(tree: object, before = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree) as [string, string | object][]) {
    if (typeof value === 'string') texts.set(`${before}${key}`, value);
    else for (const [inner, text] of flat(value, `${before}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

const english = flat(en);
const hindi = flat(hi);
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/u.test(path) && !/^text\/(hi|en)\//u.test(path))
  .map((path) => readFileSync(join(room, path), 'utf8'));
const code = sources.join('\n');

describe('the words of the screens', () => {
  it('has the same keys in both languages, none empty', () => {
    expect(english.size).toBeGreaterThan(250);
    expect([...hindi.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [key, text] of [...english, ...hindi]) expect(text.trim(), key).not.toBe('');
  });

  it('fills the same holes in both languages', () => {
    const holes = (text: string): string[] =>
      [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((hole) => hole[1] ?? '').toSorted();
    for (const [key, text] of english) expect(holes(hindi.get(key) ?? ''), key).toEqual(holes(text));
  });

  it('shows every key somewhere', () => {
    const unused = [...english.keys()]
      .map((key) => key.replace(/_(one|other)$/u, ''))
      .filter((key) => {
        if (key.startsWith('reason.')) return !code.includes(`'${key.slice('reason.'.length)}'`);
        return !code.includes(`'${key}'`);
      });
    expect(unused).toEqual([]);
  });

  it('writes Hindi in Devanagari and English in Latin letters', () => {
    for (const [key, text] of english) {
      if (key === 'app.otherLanguage' || key === 'sell.searchHint') continue;
      expect(text, key).not.toMatch(/\p{Script=Devanagari}/u);
    }
    const latinOnPurpose = new Set([
      'app.otherLanguage',
      'app.enter',
      'app.escape',
      'signIn.pin',
      'sell.quick',
      'units.kw',
    ]);
    for (const [key, text] of hindi) {
      if (!latinOnPurpose.has(key) && /[A-Za-z\u0900-\u097f]/u.test(text.replace(/\{\{\w+\}\}/gu, ''))) {
        expect(text, key).toMatch(/\p{Script=Devanagari}/u);
      }
    }
  });
});
