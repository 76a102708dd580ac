import { describe, expect, it } from 'vitest';
import { generateConsumers } from '../../../build/consumers/office-generator.ts';
import * as nameLists from '../../../build/consumers/name-lists.ts';
import { places } from '../../../build/consumers/place-lists.ts';
import { nameKey, nameWords } from '../../../counter/consumer/name-key.ts';
import { type Consumer, parseConsumer } from '../../../counter/consumer/consumer.ts';
import { kolkataMidnightMs } from '../../../counter/time.ts';

const today = '2026-11-23';
const office = [...generateConsumers({ count: 10_000, seed: 11, today })];

const share = (test: (consumer: Consumer) => boolean): number => office.filter(test).length / office.length;

describe('a generated office', () => {
  it('is the same for the same seed and another for another', () => {
    const take = (seed: number): Consumer[] => [...generateConsumers({ count: 40, seed, today })];
    expect(take(11)).toEqual(office.slice(0, 40));
    expect(take(12)).not.toEqual(office.slice(0, 40));
  });

  it('holds only consumers that a directory takes', () => {
    const faults = office.map((consumer) => parseConsumer(consumer)).filter((parsed) => !parsed.ok);
    expect(faults).toEqual([]);
  });

  it('gives no number and no meter twice', () => {
    expect(new Set(office.map((it) => it.consumer)).size).toBe(office.length);
    expect(new Set(office.map((it) => it.meter)).size).toBe(office.length);
  });

  it('has CA numbers of nine, ten and eleven digits', () => {
    for (const digits of [9, 10, 11]) {
      expect(
        share((it) => it.consumer.length === digits),
        `${digits}`,
      ).toBeGreaterThan(0.1);
    }
  });

  it('writes names in both scripts, some of them in capitals', () => {
    expect(share((it) => /\p{Script=Devanagari}/u.test(it.name))).toBeCloseTo(0.62, 1);
    expect(share((it) => /^[A-Z ]+$/u.test(it.name))).toBeGreaterThan(0.1);
    expect(office.filter((it) => /\p{Script=Devanagari}/u.test(it.name) && /[a-z]/iu.test(it.name))).toEqual(
      [],
    );
  });

  it('has common and rare names', () => {
    const counts = new Map<string, number>();
    for (const it of office) counts.set(it.name, (counts.get(it.name) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeGreaterThan(40);
    expect([...counts.values()].filter((count) => count === 1).length).toBeGreaterThan(1_000);
  });

  it('has mostly managed meters and some for tokens', () => {
    expect(share((it) => it.meterKind === 'sts')).toBeCloseTo(0.08, 1);
    expect(office.filter((it) => it.meterKind === 'sts' && it.balance !== null)).toEqual([]);
  });

  it('lacks some mobiles and shares some', () => {
    expect(share((it) => it.mobile === null)).toBeCloseTo(0.12, 1);
    const mobiles = office.flatMap((it) => it.mobile ?? []);
    expect(new Set(mobiles).size).toBeLessThan(mobiles.length * 0.97);
  });

  it('dates every balance and arrear before the day of the snapshot', () => {
    const midnight = kolkataMidnightMs(today);
    const dated = office.flatMap((it) => [it.balance ?? [], it.arrears ?? []].flat());
    expect(dated.length).toBeGreaterThan(10_000);
    expect(dated.filter((it) => it.at >= midnight)).toEqual([]);
    expect(share((it) => (it.balance?.amountPaise ?? 0) < 0)).toBeGreaterThan(0.05);
    expect(share((it) => it.arrears !== null)).toBeCloseTo(0.34, 1);
  });
});

describe('the lists of names and places', () => {
  const keysOf = (text: string): string =>
    nameWords(text)
      .map((word) => nameKey(word.text))
      .join(' ');
  const listed = [...Object.values(nameLists).flatMap((list) => list.map(([name]) => name)), ...places];

  it('are found by either script, but where the Latin name is a translation', () => {
    const translated = new Set(['Kirana Store', 'Primary Health Centre']);
    const lost = listed.flatMap(({ hindi, latin }) =>
      latin.filter((it) => !translated.has(it) && keysOf(it) !== keysOf(hindi)).map((it) => `${hindi} ${it}`),
    );
    expect(listed.length).toBeGreaterThan(200);
    expect(lost).toEqual([]);
  });
});
