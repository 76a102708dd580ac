import { describe, expect, it } from 'vitest';
import type { CounterError } from '../../../electron/contract/errors.ts';
import {
  listsReducer,
  listTabs,
  mayMake,
  noPdfWords,
  opened,
  tabOfKey,
  wantedOf,
} from '../../../renderer/lists/lists-model.ts';
import { fakeList, madeList } from '../../harness/renderer-preview/fake-lists.ts';

const fault: CounterError = { code: 'LIST_HAS_NO_OUTAGE', retry: 'never', incidentId: 'x', params: {} };
const preview = fakeList('do-not-disconnect');

describe('the page of lists', () => {
  it('turns by digit and by arrow, round and round', () => {
    expect(listTabs.map((_, index) => tabOfKey(String(index + 1), 'paid-in-day'))).toEqual([...listTabs]);
    expect(tabOfKey('ArrowRight', 'paid-in-day')).toBe('do-not-disconnect');
    expect(tabOfKey('ArrowLeft', 'do-not-disconnect')).toBe('paid-in-day');
    for (const key of ['4', '0', 'Enter', 'a', 'F1']) expect(tabOfKey(key, 'paid-in-day')).toBeNull();
  });

  it('asks for each list by its own words', () => {
    expect(listTabs.map((tab) => wantedOf(tab))).toEqual([
      { list: 'do-not-disconnect' },
      { list: 'paid-in-outage' },
      { list: 'paid-in-day', businessDate: null },
    ]);
  });

  it('makes only what was read, and once at a time', () => {
    const reading = opened('do-not-disconnect');
    expect(mayMake(reading)).toBe(false);
    expect(listsReducer(reading, { type: 'make' })).toBe(reading);
    const read = listsReducer(reading, { type: 'read', tab: reading.tab, read: { is: 'read', preview } });
    const making = listsReducer(read, { type: 'make' });
    expect(making.files).toEqual({ is: 'making' });
    expect(mayMake(making)).toBe(false);
    const made = listsReducer(making, {
      type: 'files',
      tab: making.tab,
      files: { is: 'made', made: madeList },
    });
    expect(mayMake(made)).toBe(true);
  });

  it('forgets what is answered about a list that is no longer on screen', () => {
    const turned = listsReducer(opened('do-not-disconnect'), { type: 'turned', to: 'paid-in-outage' });
    const late = { type: 'read', tab: 'do-not-disconnect', read: { is: 'read', preview } } as const;
    expect(listsReducer(turned, late)).toBe(turned);
    const lateFiles = { type: 'files', tab: 'do-not-disconnect', files: { is: 'refused', fault } } as const;
    expect(listsReducer(turned, lateFiles)).toBe(turned);
    expect(listsReducer(turned, { type: 'turned', to: 'paid-in-outage' })).toBe(turned);
  });

  it('says of every missing paper that the file is complete', () => {
    expect((['no-window', 'too-large', 'failed', 'too-slow'] as const).map(noPdfWords)).toEqual([
      'lists.noWindow',
      'lists.tooLarge',
      'lists.failed',
      'lists.failed',
    ]);
  });
});
