import { describe, expect, it } from 'vitest';

import { amountWordsEnglish, amountWordsHindi } from '../../../../counter/text/amount-words.ts';

describe('an amount in words', () => {
  it.each([
    [0, 'शून्य रुपये मात्र', 'Zero rupees only'],
    [1_00, 'एक रुपया मात्र', 'One rupee only'],
    [1_500_00, 'एक हज़ार पाँच सौ रुपये मात्र', 'One thousand five hundred rupees only'],
    [49_00, 'उनचास रुपये मात्र', 'Forty-nine rupees only'],
    [10_050_50, 'दस हज़ार पचास रुपये पचास पैसे मात्र', 'Ten thousand fifty rupees and fifty paise only'],
    [
      1_99_999_00,
      'एक लाख निन्यानवे हज़ार नौ सौ निन्यानवे रुपये मात्र',
      'One lakh ninety-nine thousand nine hundred ninety-nine rupees only',
    ],
    [
      12_34_56_789_00,
      'बारह करोड़ चौंतीस लाख छप्पन हज़ार सात सौ नवासी रुपये मात्र',
      'Twelve crore thirty-four lakh fifty-six thousand seven hundred eighty-nine rupees only',
    ],
  ])('%i paise', (amount, hindi, english) => {
    expect(amountWordsHindi(amount)).toBe(hindi);
    expect(amountWordsEnglish(amount)).toBe(english);
  });

  it('is different for every whole amount a consumer may pay in a day', () => {
    const hindi = new Set<string>();
    const english = new Set<string>();
    for (let rupees = 0; rupees <= 1_99_999; rupees += 1) {
      hindi.add(amountWordsHindi(rupees * 100));
      english.add(amountWordsEnglish(rupees * 100));
    }
    expect(hindi.size).toBe(2_00_000);
    expect(english.size).toBe(2_00_000);
    const shape = /^[\u0900-\u097f]+( [\u0900-\u097f]+)* (रुपये|रुपया) मात्र$/u;
    expect([...hindi].filter((text) => !shape.test(text))).toEqual([]);
    expect([...english].filter((text) => !/^[A-Z][a-z-]+( [a-z-]+)* rupees? only$/u.test(text))).toEqual([]);
  });

  it('refuses what nobody writes in words', () => {
    expect(() => amountWordsHindi(-1)).toThrow(/words/u);
    expect(() => amountWordsEnglish(0.5)).toThrow(/whole/u);
  });
});
