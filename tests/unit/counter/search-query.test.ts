import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { mobileOf, parseSearch } from '../../../counter/consumer/search-query.ts';

describe('the text of the lookup field', () => {
  it.each([
    ['', { kind: 'nothing' }],
    ['   ', { kind: 'nothing' }],
    ['--/"*', { kind: 'nothing' }],
    ['10001234567', { kind: 'number', digits: '10001234567' }],
    ['१०००१२३४५६७', { kind: 'number', digits: '10001234567' }],
    ['98350 12345', { kind: 'number', digits: '9835012345' }],
    ['+91-98350-12345', { kind: 'number', digits: '919835012345' }],
    ['5678', { kind: 'number', digits: '5678' }],
    ['br1234', { kind: 'meter', meter: 'BR1234' }],
    ['BR१२३४', { kind: 'meter', meter: 'BR1234' }],
    ['laxmi', { kind: 'words', words: ['laxmi'] }],
    ['राम लाल', { kind: 'words', words: ['राम', 'लाल'] }],
    ['laxmi 48', { kind: 'words', words: ['laxmi', '48'] }],
    ['laxmi 5678', { kind: 'words-and-numbers', words: ['laxmi'], numbers: ['5678'], meter: null }],
    ['लक्ष्मी ५६७८', { kind: 'words-and-numbers', words: ['लक्ष्मी'], numbers: ['5678'], meter: null }],
    [
      '5678 laxmi devi',
      { kind: 'words-and-numbers', words: ['laxmi', 'devi'], numbers: ['5678'], meter: null },
    ],
    ['BR 12345678', { kind: 'words-and-numbers', words: ['BR'], numbers: ['12345678'], meter: 'BR12345678' }],
    ['name:"x" OR y*', { kind: 'words', words: ['name', 'x', 'OR', 'y'] }],
  ])('%j asks for %j', (text, query) => {
    expect(parseSearch(text)).toEqual(query);
  });

  it('is read up to its limit and not past it', () => {
    expect(parseSearch('a'.repeat(limits.searchTextCharsMax)).kind).toBe('words');
    expect(parseSearch('a'.repeat(limits.searchTextCharsMax + 1))).toEqual({ kind: 'too-long' });
  });

  it('looks for six words at most', () => {
    expect(parseSearch('a b c d e f g h')).toEqual({ kind: 'words', words: ['a', 'b', 'c', 'd', 'e', 'f'] });
  });
});

describe('a mobile number', () => {
  it.each([
    ['9835012345', '9835012345'],
    ['09835012345', '9835012345'],
    ['919835012345', '9835012345'],
    ['5835012345', null],
    ['983501234', null],
    ['10001234567', null],
  ])('%s is read as %s', (digits, mobile) => {
    expect(mobileOf(digits)).toBe(mobile);
  });
});
