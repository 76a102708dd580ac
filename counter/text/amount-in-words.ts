import { paise } from '../money.ts';
import { capital, rupeesEnglish, rupeesHindi } from './amount-words.ts';

/** The two languages of the counter, on screen and on paper. */
export type Language = 'hi' | 'en';

/**
 * `एक हज़ार पाँच सौ रुपये` / `One thousand five hundred rupees`, as the screens say it; a debt begins
 * with `ऋण` / `Minus`. Throws on what is not money: that is a bug.
 */
export function amountInWords(amountPaise: number, language: Language): string {
  const exact = paise(amountPaise);
  const size = Math.abs(exact);
  if (language === 'hi') return `${exact < 0 ? 'ऋण ' : ''}${rupeesHindi(size)}`;
  return capital(`${exact < 0 ? 'minus ' : ''}${rupeesEnglish(size)}`);
}
