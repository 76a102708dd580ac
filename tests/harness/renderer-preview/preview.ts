import { createFakeCounter } from './fake-counter.ts';
import { sceneNamed } from './scenes.ts';

/**
 * The real screens over a scripted counter: `?scene=NAME&language=en&theme=dark`. It is for looking at
 * every state, also those that a real counter reaches only on a bad day.
 */
const wanted = new URLSearchParams(location.search);
localStorage.setItem(
  'division-counter.settings',
  JSON.stringify({ language: wanted.get('language') ?? 'hi', theme: wanted.get('theme') ?? 'light' }),
);
await Promise.all(
  [400, 600, 700].map((weight) => document.fonts.load(`${weight} 24px 'Noto Sans Devanagari'`, 'अA')),
);
Object.defineProperty(window, 'counter', {
  value: createFakeCounter(sceneNamed(wanted.get('scene') ?? 'sell')),
});
await import('../../../renderer/main.tsx');
