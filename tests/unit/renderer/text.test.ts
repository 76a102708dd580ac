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

/** Groups that are named by a template alone: a word for each state. */
const unionGroups = ['sentState', 'sentMeaning', 'creditWord'];

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
    expect([...english, ...hindi].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('fills the same holes in both languages', () => {
    const holes = (text: string): string[] =>
      [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((hole) => hole[1] ?? '').toSorted();
    const unlike = [...english].filter(
      ([key, text]) => holes(hindi.get(key) ?? '').join() !== holes(text).join(),
    );
    expect(unlike).toEqual([]);
  });

  it('shows every key somewhere', () => {
    const unused = [...english.keys()]
      .map((key) => key.replace(/_(one|other)$/u, ''))
      .filter((key) => {
        if (key.startsWith('reason.')) return !code.includes(`'${key.slice('reason.'.length)}'`);
        // One word for each member of a closed union: which of them there are is the compiler's to check.
        if (unionGroups.includes(key.split('.')[0] ?? '')) return false;
        return !code.includes(`'${key}'`);
      });
    expect(unused).toEqual([]);
  });

  it('writes Hindi in Devanagari and English in Latin letters', () => {
    const bothScripts = new Set(['app.otherLanguage', 'sell.searchHint']);
    const hindiInEnglish = [...english].filter(
      ([key, text]) => !bothScripts.has(key) && /\p{Script=Devanagari}/u.test(text),
    );
    expect(hindiInEnglish).toEqual([]);
    const latinOnPurpose = new Set([
      'app.otherLanguage',
      'app.enter',
      'app.escape',
      'signIn.pin',
      'sell.quick',
      'units.kw',
    ]);
    const latinInHindi = [...hindi].filter(([key, text]) => {
      const words = text.replace(/\{\{\w+\}\}/gu, '');
      return !latinOnPurpose.has(key) && /[A-Za-z]/u.test(words) && !/\p{Script=Devanagari}/u.test(words);
    });
    expect(latinInHindi).toEqual([]);
  });
});
