import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../counter/error-codes.ts';
import { amountInWords } from '../../../counter/text/amount-in-words.ts';
import { errorText, operatorText } from '../../../counter/text/error-text.ts';

describe('amounts in words', () => {
  it.each([
    [0, 'शून्य रुपये', 'Zero rupees'],
    [1_00, 'एक रुपया', 'One rupee'],
    [1500_00, 'एक हज़ार पाँच सौ रुपये', 'One thousand five hundred rupees'],
    [
      1_99_999_00,
      'एक लाख निन्यानवे हज़ार नौ सौ निन्यानवे रुपये',
      'One lakh ninety-nine thousand nine hundred ninety-nine rupees',
    ],
    [21_50, 'इक्कीस रुपये पचास पैसे', 'Twenty-one rupees and fifty paise'],
    [
      12_34_56_789_00,
      'बारह करोड़ चौंतीस लाख छप्पन हज़ार सात सौ नवासी रुपये',
      'Twelve crore thirty-four lakh fifty-six thousand seven hundred eighty-nine rupees',
    ],
    [-50_00, 'ऋण पचास रुपये', 'Minus fifty rupees'],
  ])('%i', (amount, hindi, english) => {
    expect(amountInWords(amount, 'hi')).toBe(hindi);
    expect(amountInWords(amount, 'en')).toBe(english);
  });

  it('has a different word for every number below a hundred', () => {
    for (const language of ['hi', 'en'] as const) {
      expect(new Set(Array.from({ length: 100 }, (_, n) => amountInWords(n * 100, language))).size).toBe(100);
    }
  });

  it('refuses what is not a whole number of paise', () => {
    expect(() => amountInWords(0.5, 'hi')).toThrow('whole number');
  });
});

describe('operator text', () => {
  it('says what happened and what to do for every code, in the right script', () => {
    const wrong = errorCodes.flatMap((code) => {
      const hi = operatorText(code, {}, 'hi');
      const en = operatorText(code, {}, 'en');
      const goodHindi = [hi.what, hi.now].every((text) => /\p{Script=Devanagari}.*[।?]$/u.test(text));
      const goodEnglish = [en.what, en.now].every((text) => /^[^\u0900-\u097f]+[.?]$/u.test(text));
      return goodHindi && goodEnglish ? [] : [code];
    });
    expect(Object.keys(errorText).toSorted()).toEqual([...errorCodes].toSorted());
    expect(wrong).toEqual([]);
  });

  it('never shows a hole, with or without params', () => {
    const holes = errorCodes.flatMap((code) =>
      (['hi', 'en'] as const)
        .map((language) => Object.values(operatorText(code, {}, language)).join(' '))
        .filter((text) => /[{}[\]]|undefined| {2}/u.test(text)),
    );
    expect(holes).toEqual([]);
  });

  it('fills what came along, money as rupees', () => {
    expect(operatorText('PIN_WRONG', { left: 3 }, 'hi').now).toBe('फिर से डालें। 3 मौके बचे हैं।');
    expect(operatorText('CASH_CAP_OF_DAY', { leftPaise: 9_999_00 }, 'en').now).toContain(
      '(₹9,999 more may be taken today)',
    );
    expect(operatorText('PIN_LOCKED', {}, 'en').now).toBe('Wait and try again, or ask the head cashier.');
  });
});
