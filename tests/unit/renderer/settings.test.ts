import { describe, expect, it } from 'vitest';
import { nextTheme, settingsOf } from '../../../renderer/app/settings.ts';

describe('what the page starts with', () => {
  it.each([
    ['', '', 'hi', 'system'],
    ['', '?language=en', 'en', 'system'],
    ['', '?language=hi', 'hi', 'system'],
    ['', '?language=xx', 'hi', 'system'],
    ['{"language":"hi","theme":"contrast"}', '?language=en', 'hi', 'contrast'],
    ['{"language":"en","theme":"dark"}', '?language=hi', 'en', 'dark'],
    ['{"language":"fr","theme":"pink"}', '?language=en', 'en', 'system'],
    ['not json', '', 'hi', 'system'],
  ])('reads %j and %j as %s, %s', (stored, address, language, theme) => {
    expect(settingsOf(stored, address)).toEqual({ language, theme });
  });

  it('goes round light, dark and high contrast', () => {
    expect([nextTheme('system'), nextTheme('light'), nextTheme('dark'), nextTheme('contrast')]).toEqual([
      'dark',
      'dark',
      'contrast',
      'light',
    ]);
  });
});
