import type { Language } from '../../counter/text/amount-in-words.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What a person set for this window. Lost without harm: the page then starts in Hindi and the system's colours. */
export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
}

const place = 'division-counter.settings';

export function readSettings(): Settings {
  const stored = readStored();
  return {
    language: stored.includes('"language":"en"') ? 'en' : 'hi',
    theme: stored.includes('"theme":"dark"')
      ? 'dark'
      : stored.includes('"theme":"light"')
        ? 'light'
        : 'system',
  };
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
