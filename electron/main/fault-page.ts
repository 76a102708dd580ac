import type { ConfigFault, ConfigProblem } from '../contract/configuration.ts';
import { textFile, type PageFiles } from './page-files.ts';

export const faultPage = '/fault.html';
const stylePath = '/fault.css';

const sentences: Readonly<Record<ConfigProblem, { readonly hi: string; readonly en: string }>> = {
  unreadable: {
    hi: 'सेटिंग की फ़ाइल पढ़ी नहीं जा सकी।',
    en: 'The settings file cannot be read.',
  },
  'too-large': {
    hi: 'सेटिंग की फ़ाइल बहुत बड़ी है।',
    en: 'The settings file is too large.',
  },
  'not-json': {
    hi: 'सेटिंग की फ़ाइल सही JSON नहीं है।',
    en: 'The settings file is not valid JSON.',
  },
  'unknown-key': {
    hi: 'सेटिंग की फ़ाइल में एक अनजान नाम है।',
    en: 'The settings file holds a name that this program does not know.',
  },
  'wrong-value': {
    hi: 'सेटिंग की फ़ाइल में एक मान गलत है या नहीं दिया गया है।',
    en: 'A value in the settings file is wrong or missing.',
  },
};

const whatNow = {
  hi: 'प्रोग्राम शुरू नहीं हुआ और कुछ भी नहीं बदला गया। फ़ाइल ठीक करवाकर प्रोग्राम दोबारा खोलें।',
  en: 'The program has not started and nothing was changed. Have the file mended, then open the program again.',
};

/** The pages with one more: why this start failed, in both languages, naming file and key. */
export function withFaultPage(files: PageFiles, fault: ConfigFault): PageFiles {
  const font = [...files.keys()].find((path) => /devanagari.*400.*\.(?:woff2|ttf)$/iu.test(path));
  return new Map([
    ...files,
    [faultPage, textFile('.html', faultHtml(fault))],
    [stylePath, textFile('.css', faultCss(font ?? null))],
  ]);
}

export function faultHtml(fault: ConfigFault): string {
  const { hi, en } = sentences[fault.problem];
  const key = fault.key === null ? '' : `<dt>नाम · Key</dt><dd>${escapeHtml(fault.key)}</dd>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Division Counter</title>
<link rel="stylesheet" href="${stylePath}"></head>
<body><main role="alert">
<h1 lang="hi">${hi}</h1><p lang="hi">${whatNow.hi}</p>
<h1>${en}</h1><p>${whatNow.en}</p>
<dl><dt>फ़ाइल · File</dt><dd>${escapeHtml(fault.file)}</dd>${key}
<dt>विवरण · Detail</dt><dd>${escapeHtml(fault.detail)}</dd></dl>
</main></body></html>
`;
}

function faultCss(font: string | null): string {
  const face =
    font === null ? '' : `@font-face { font-family: 'Bundled Devanagari'; src: url('${font}'); }\n`;
  return `${face}:root { color-scheme: light dark; font: 18px/1.5 'Bundled Devanagari', 'Nirmala UI', system-ui, sans-serif; }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; }
main { max-width: 46rem; padding: 2rem; border-left: 0.4rem solid #c62828; }
h1 { font-size: 1.5rem; margin: 0.5rem 0 0; }
p { margin: 0.25rem 0 1.5rem; }
dt { font-size: 0.85rem; }
dd { margin: 0 0 0.75rem; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
