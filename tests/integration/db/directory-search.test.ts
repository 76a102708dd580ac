import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../../../counter/consumer/consumer.ts';
import { limits } from '../../../counter/limits.ts';
import { type Directory, openDirectory } from '../../../db/directory/open-directory.ts';
import { searchConsumers } from '../../../db/directory/search-consumers.ts';
import { directoryText, importBytes, newPlace, office, type Place, zipped } from './directory-fixture.ts';

const plain = {
  relation: null,
  address: 'अशोक राजपथ, वार्ड 50',
  ward: '50',
  tariff: 'DS-II',
  loadWatts: 2_000,
  meterKind: 'managed',
  mobile: null,
  balance: null,
  arrears: null,
  usualRechargePaise: null,
  status: 'active',
} as const;

/** People of the picture of the selling screen, and neighbours who are easily mixed up with them. */
const known: readonly Consumer[] = [
  {
    ...plain,
    consumer: '90012345678',
    name: 'श्रीमती लक्ष्मी क्षेत्री',
    relation: 'पत्नी रमेश क्षेत्री',
    address: 'महेन्द्रू, वार्ड 48',
    meter: 'ZZ12345678',
    mobile: '6000012345',
  },
  { ...plain, consumer: '90012881205', name: 'लक्ष्मी नारायण साह', meter: 'ZZ00915678', mobile: '6000012345' },
  { ...plain, consumer: '90019900417', name: 'Laxmi General Store', meter: 'ZZ77025678' },
  { ...plain, consumer: '90019900999', name: 'Laxman Prasad', meter: 'ZZ77025679' },
  { ...plain, consumer: '956789012', name: 'मो॰ इकबाल', meter: 'ZZ11112222' },
  {
    ...plain,
    consumer: '90011110001',
    name: 'Vishwakarma Iron Works',
    address: 'Zakaria Lane 1234, Ward 50',
    meter: 'ZZ33334444',
  },
];

let place: Place;
let directory: Directory;
beforeAll(async () => {
  place = newPlace();
  const imported = await importBytes(place, zipped(directoryText([...office(5_000), ...known])));
  const opened = openDirectory(place.path);
  if (!imported.ok || opened === null) throw new Error('no directory');
  directory = opened;
});
afterAll(() => {
  directory.close();
  place.remove();
});

const names = (text: string): string[] => searchConsumers(directory, text).map((hit) => hit.consumer.name);

/** The marked pieces of the first hit: field and text. */
function marked(text: string): string[] {
  const hit = searchConsumers(directory, text)[0];
  return (hit?.matches ?? []).map(
    ({ field, start, length }) => `${field}:${(hit?.consumer[field] ?? '').slice(start, start + length)}`,
  );
}

describe('a search by number', () => {
  it('finds every consumer by each whole number, first of all hits', () => {
    for (const consumer of office(5_000).filter((_, index) => index % 50 === 0)) {
      for (const text of [consumer.consumer, consumer.meter]) {
        expect(searchConsumers(directory, text)[0]?.consumer).toEqual(consumer);
      }
      if (consumer.mobile === null) continue;
      const found = searchConsumers(directory, `+91 ${consumer.mobile}`).map((hit) => hit.consumer.consumer);
      expect(found).toContain(consumer.consumer);
    }
  });

  it('finds a meter by its last four digits and marks them', () => {
    expect(names('5679')).toContain('Laxman Prasad');
    const hit = searchConsumers(directory, '5679').find((it) => it.consumer.name === 'Laxman Prasad');
    expect(hit?.matches).toEqual([{ field: 'meter', start: 6, length: 4 }]);
  });

  it('finds by the head of a number', () => {
    expect(names('9001234')).toEqual(['श्रीमती लक्ष्मी क्षेत्री']);
    expect(marked('9001234')).toEqual(['consumer:9001234']);
    expect(names('zz7702').toSorted()).toEqual(['Laxman Prasad', 'Laxmi General Store']);
    expect(marked('ZZ7702')).toEqual(['meter:ZZ7702']);
    expect(names('600001')).toContain('लक्ष्मी नारायण साह');
  });

  it('shows both who share a mobile', () => {
    expect(names('60000 12345').toSorted()).toEqual(['लक्ष्मी नारायण साह', 'श्रीमती लक्ष्मी क्षेत्री']);
    expect(marked('6000012345')).toEqual(['mobile:6000012345']);
  });

  it('does not let one kind of number crowd out another', () => {
    const fields = searchConsumers(directory, '1000').flatMap((hit) =>
      hit.matches.map((match) => match.field),
    );
    expect(fields).toContain('consumer');
  });

  it('reads a meter with a gap', () => {
    expect(names('ZZ 12345678')[0]).toBe('श्रीमती लक्ष्मी क्षेत्री');
  });
});

describe('a search by words', () => {
  it.each(['laxmi 5678', 'लक्ष्मी 5678', '5678 lakshmi', 'LUXMI ५६७८'])(
    '%j finds the three of the picture',
    (text) => {
      const found = names(text);
      expect(found.slice(0, 3).toSorted()).toEqual(
        ['Laxmi General Store', 'लक्ष्मी नारायण साह', 'श्रीमती लक्ष्मी क्षेत्री'].toSorted(),
      );
      expect(found).not.toContain('Laxman Prasad');
    },
  );

  it('marks the name and the digits', () => {
    expect(marked('laxmi 5678')).toEqual(['name:Laxmi', 'meter:5678']);
    expect(marked('kshetri ramesh')).toEqual(['name:क्षेत्री', 'relation:रमेश']);
    expect(marked('chhetri mahendru')).toEqual(['name:क्षेत्री', 'address:महेन्द्रू']);
    expect(marked('kshetri mahendru 48')).toEqual(['name:क्षेत्री', 'address:महेन्द्रू', 'address:48']);
  });

  it('crosses from either script to the other', () => {
    expect(names('md iqbal')).toContain('मो॰ इकबाल');
    expect(names('विश्वकर्मा आयरन')).toEqual([]);
    expect(names('बिश्वकर्मा वर्क्स')).toEqual(['Vishwakarma Iron Works']);
    expect(names('biswak')).toContain('Vishwakarma Iron Works');
  });

  it('takes a number that is no meter for a house or a ward', () => {
    expect(names('vishwakarma 1234')).toEqual(['Vishwakarma Iron Works']);
  });

  it('puts the very name before a name that sounds or begins like it', () => {
    const found = searchConsumers(directory, 'Sunita Devi');
    expect(found.length).toBe(limits.searchResultsMax);
    expect(found[0]?.consumer.name.toLowerCase()).toBe('sunita devi');
    expect(found.every((hit) => hit.matches.length === 2)).toBe(true);
  });

  it('finds whole names of the office among the first', () => {
    const consumers = office(5_000).filter((_, index) => index % 100 === 7);
    for (const consumer of consumers) {
      const found = searchConsumers(directory, `${consumer.name} ${consumer.meter.slice(-4)}`);
      expect(found.map((hit) => hit.consumer.consumer)).toContain(consumer.consumer);
    }
  });

  it('gives each consumer once, and no more than asked', () => {
    const found = searchConsumers(directory, 'de', { limit: 7 }).map((hit) => hit.consumer.consumer);
    expect(found.length).toBe(7);
    expect(new Set(found).size).toBe(7);
    expect(() => searchConsumers(directory, 'de', { limit: limits.searchResultsMax + 1 })).toThrow(
      'limit of a search',
    );
  });

  it.each([
    '"',
    "'",
    '*',
    'laxmi"',
    'name:laxmi',
    'laxmi OR devi',
    'NEAR(a b)',
    'a AND',
    '^laxmi',
    '-x',
    '(((',
    '\u0000',
    "'; DROP TABLE consumer; --",
    'أحمد',
    '👩‍🌾',
    '्',
    '\ud800',
    'NOT',
    'laxmi* AND {name} : devi',
    '%',
    '_',
  ])('takes %j for what it is: words, not commands', (text) => {
    expect(() => searchConsumers(directory, text)).not.toThrow();
  });

  it('is empty for nothing and for too much', () => {
    expect(searchConsumers(directory, '')).toEqual([]);
    expect(searchConsumers(directory, 'x'.repeat(limits.searchTextCharsMax + 1))).toEqual([]);
    expect(searchConsumers(directory, 'brontosaurus')).toEqual([]);
  });
});
