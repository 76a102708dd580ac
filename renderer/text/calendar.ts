import { kolkataDate, kolkataDateTime, wholeDaysBetween, type IsoDate } from '../../counter/time.ts';
import type { Language } from '../../counter/text/amount-in-words.ts';
import type { Translate } from './i18n.ts';

const weekdays = {
  hi: ['रवि', 'सोम', 'मंगल', 'बुध', 'गुरु', 'शुक्र', 'शनि'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

const longWeekdays = {
  hi: ['रविवार', 'सोमवार', 'मंगलवार', 'बुधवार', 'गुरुवार', 'शुक्रवार', 'शनिवार'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

const months = {
  hi: ['जन॰', 'फ़र॰', 'मार्च', 'अप्रैल', 'मई', 'जून', 'जुल॰', 'अग॰', 'सित॰', 'अक्टू॰', 'नव॰', 'दिस॰'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const;

const longMonths = {
  hi: 'जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
} as const;

function weekdayOf(date: IsoDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** `2 नव॰` / `2 Nov`. */
export function shortDate(date: IsoDate, language: Language): string {
  return `${Number(date.slice(8, 10))} ${months[language][Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** `सोमवार` / `Monday`. */
export function weekdayName(date: IsoDate, language: Language): string {
  return longWeekdays[language][weekdayOf(date)] ?? '';
}

/** `2 नवंबर 2026` / `2 November 2026`. */
export function longDate(date: IsoDate, language: Language): string {
  return `${Number(date.slice(8, 10))} ${longMonths[language][Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
}

export function clockTime(wallMs: number): string {
  return kolkataDateTime(wallMs).slice(11, 16);
}

/** `सोम 2 नव॰ 11:42` / `Mon 2 Nov 11:42`, for the header. */
export function dayAndTime(wallMs: number, language: Language): string {
  const date = kolkataDate(wallMs);
  return `${weekdays[language][weekdayOf(date)] ?? ''} ${shortDate(date, language)} ${clockTime(wallMs)}`;
}

/** As short as it may be without doubt: `11:42` today, `कल 16:20`, else `2 नव॰ 16:20`. */
export function when(wallMs: number, nowMs: number, t: Translate, language: Language): string {
  const date = kolkataDate(wallMs);
  const days = wholeDaysBetween(date, kolkataDate(nowMs));
  if (days === 0) return clockTime(wallMs);
  if (days === 1) return `${t('units.yesterday')} ${clockTime(wallMs)}`;
  return `${shortDate(date, language)} ${clockTime(wallMs)}`;
}

/** `2 Nov 11:42`, also for today: read from afar, a time alone may be of yesterday. */
export function dateAndTime(wallMs: number, language: Language): string {
  return `${shortDate(kolkataDate(wallMs), language)} ${clockTime(wallMs)}`;
}

/** A length of time in its two largest units: `42 से॰`, `3 मि॰`, `1 दिन 1 घं॰`. */
export function duration(ms: number, t: Translate): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return t('units.seconds', { n: seconds });
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 60) return t('units.minutes', { n: minutes });
  const hours = Math.trunc(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    return rest === 0
      ? t('units.hours', { n: hours })
      : `${t('units.hours', { n: hours })} ${t('units.minutes', { n: rest })}`;
  }
  const days = Math.trunc(hours / 24);
  const restHours = hours % 24;
  const daysText = t('units.days', { count: days });
  return restHours === 0 ? daysText : `${daysText} ${t('units.hours', { n: restHours })}`;
}
