import { describe, expect, it } from 'vitest';
import {
  countWords,
  emptyRestore,
  restoreFault,
  restoreRequest,
  shortHash,
  wordsOfKey,
} from '../../../renderer/restore/restore-model.ts';

const words = (count: number) => Array.from({ length: count }, (_, at) => `${at + 1}. word`).join(' ');

describe('what a restore asks for', () => {
  it('needs one source at least, and takes either', () => {
    expect(restoreFault('sources', emptyRestore)).toBe('nothing-given');
    expect(restoreFault('sources', { ...emptyRestore, mirror: '  ' })).toBe('nothing-given');
    expect(restoreFault('sources', { ...emptyRestore, mirror: 'E:\\copy' })).toBeNull();
    expect(restoreFault('sources', { ...emptyRestore, journal: 'F:\\journal.db' })).toBeNull();
  });

  it('needs a file or all 24 words', () => {
    expect(restoreFault('key', emptyRestore)).toBe('key-missing');
    expect(restoreFault('key', { ...emptyRestore, keyFile: 'G:\\key.json' })).toBeNull();
    const typed = (count: number) => ({ ...emptyRestore, keyFrom: 'words', words: words(count) }) as const;
    expect(restoreFault('key', typed(wordsOfKey - 1))).toBe('words-missing');
    expect(restoreFault('key', typed(wordsOfKey))).toBeNull();
    expect(restoreFault('key', typed(wordsOfKey + 1))).toBe('words-missing');
    expect(countWords('  one\n two   three ')).toBe(3);
  });

  it('asks for the counter only with a number', () => {
    expect(restoreFault('counter', emptyRestore)).toBe('counter-missing');
    expect(restoreFault('counter', { ...emptyRestore, counter: 'C02' })).toBeNull();
  });

  it('sends what was typed without its edges, words in one line and small', () => {
    const form = {
      ...emptyRestore,
      mirror: ' E:\\copy ',
      keyFrom: 'words',
      words: ' 1. One\n2. TWO  three ',
    } as const;
    expect(restoreRequest(form)).toEqual({
      fromMirror: 'E:\\copy',
      fromJournal: null,
      counter: null,
      recoveryKey: { is: 'words', words: 'one two three' },
    });
    expect(restoreRequest({ ...emptyRestore, journal: 'j', keyFile: ' k ', counter: 'C02' })).toEqual({
      fromMirror: null,
      fromJournal: 'j',
      counter: 'C02',
      recoveryKey: { is: 'file', path: 'k' },
    });
  });

  it('shows a hash in groups of four', () => {
    expect(shortHash('4e91a5f41c3a381870b9')).toBe('4e91 a5f4 1c3a 3818');
  });
});
