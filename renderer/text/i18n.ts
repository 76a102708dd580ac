import i18next, { type i18n, type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../../counter/text/amount-in-words.ts';
import { en, hi } from './resources.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export type Translate = TFunction;

/** One language at a time on screen; a missing key is a fault of the build, never a fallback to the other. */
export function startText(language: Language): i18n {
  const text = i18next.createInstance();
  void text.use(initReactI18next).init({
    lng: language,
    resources: { hi: { translation: hi }, en: { translation: en } },
    fallbackLng: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return text;
}

export interface Text {
  readonly t: Translate;
  readonly language: Language;
}

export function useText(): Text {
  const { t, i18n: text } = useTranslation();
  return { t, language: text.language === 'en' ? 'en' : 'hi' };
}
