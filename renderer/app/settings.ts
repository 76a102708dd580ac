import type { Language } from '../../counter/text/amount-in-words.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What a person set for this window. Lost without harm: the page then starts as the configuration says. */
export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
}

const place = 'division-counter.settings';

export function readSettings(): Settings {
  const stored = readStored();
  const language = /"language":"(en|hi)"/u.exec(stored)?.[1] ?? configuredLanguage();
  return {
    language: language === 'en' ? 'en' : 'hi',
    theme: stored.includes('"theme":"dark"')
      ? 'dark'
      : stored.includes('"theme":"light"')
        ? 'light'
        : 'system',
  };
}

/** The shell hands the counter's language over in the address, so that it stands in the first frame. */
function configuredLanguage(): string | null {
  return new URLSearchParams(location.search).get('language');
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(place, JSON.stringify(settings));
  } catch {
    // A window without storage forgets the choice at its end, nothing more.
  }
}

/** Shows the settings where the style sheets look for them. */
export function applySettings(settings: Settings): void {
  const root = document.documentElement;
  root.lang = settings.language;
  if (settings.theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = settings.theme;
}

function readStored(): string {
  try {
    return localStorage.getItem(place) ?? '';
  } catch {
    return '';
  }
}
