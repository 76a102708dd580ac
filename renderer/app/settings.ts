import { assertNever } from '../../counter/result.ts';
import type { Language } from '../../counter/text/amount-in-words.ts';

export type Theme = 'system' | 'light' | 'dark' | 'contrast';

const themes = ['light', 'dark', 'contrast'] as const satisfies readonly Theme[];

/**
 * What a person set for this window. The shell hands the counter's language over in the address, so that
 * it stands in the first frame. Lost without harm: the page then starts as the configuration says.
 */
export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
}

const place = 'division-counter.settings';

export function readSettings(): Settings {
  return settingsOf(readStored(), location.search);
}

/** What was chosen in this window, else what the address says, else Hindi and the system's own colours. */
export function settingsOf(stored: string, addressQuery: string): Settings {
  const language =
    /"language":"(en|hi)"/u.exec(stored)?.[1] ?? new URLSearchParams(addressQuery).get('language');
  const theme = themes.find((name) => stored.includes(`"theme":"${name}"`));
  return { language: language === 'en' ? 'en' : 'hi', theme: theme ?? 'system' };
}

/** light → dark → high contrast → light. */
export function nextTheme(theme: Theme): Theme {
  switch (theme) {
    case 'system':
    case 'light':
      return 'dark';
    case 'dark':
      return 'contrast';
    case 'contrast':
      return 'light';
    default:
      return assertNever(theme);
  }
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
