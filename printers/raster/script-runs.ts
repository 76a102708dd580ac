/** A stretch of text that is shaped at once, in one script. */
export interface ScriptRun {
  readonly script: 'Deva' | 'Latn';
  readonly text: string;
}

/**
 * HarfBuzz shapes a whole string in one script. Left to guess, it takes that of the first letter, and
 * `Recharge रिचार्ज` comes out with broken conjuncts. So text is cut where the script of its letters
 * changes; digits, spaces and signs stay with the run they stand in.
 */
export function scriptRuns(text: string): ScriptRun[] {
  const runs: ScriptRun[] = [];
  let current = '';
  let script: ScriptRun['script'] | null = null;
  for (const char of text) {
    const own = scriptOf(char);
    if (own !== null && script !== null && own !== script) {
      runs.push({ script, text: current });
      current = '';
    }
    current += char;
    script = own ?? script;
  }
  if (current !== '') runs.push({ script: script ?? 'Latn', text: current });
  return runs;
}

function scriptOf(char: string): ScriptRun['script'] | null {
  const code = char.codePointAt(0) ?? 0;
  const devanagari = (code >= 0x900 && code <= 0x97f) || (code >= 0xa8e0 && code <= 0xa8ff);
  // The joiners steer conjuncts, so they belong to the Devanagari run.
  if (devanagari || code === 0x200c || code === 0x200d) return 'Deva';
  return /\p{Script=Latin}/u.test(char) ? 'Latn' : null;
}
