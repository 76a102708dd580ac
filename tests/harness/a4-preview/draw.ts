import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { mustRun } from '../../../build/run-command.ts';
import { servePreview } from '../renderer-preview/serve-preview.ts';
import { papers } from './papers.ts';

/**
 * Draws made-up A4 papers by a plain Chromium, to look at them: `node tests/harness/a4-preview/draw.ts [NAME …]`
 * with the path of a Chromium in CHROMIUM. PDFs and the first sheets as pictures come into out/a4-preview.
 */
const top = resolve(import.meta.dirname, '../../..');
const folder = join(top, 'out/a4-preview');
const page = join(folder, 'page');
const wanted = process.argv.slice(2);
const names = Object.keys(papers).filter((name) => wanted.length === 0 || wanted.includes(name));

await build({
  configFile: join(top, 'vite.config.ts'),
  logLevel: 'error',
  environments: {
    client: { build: { outDir: page, rolldownOptions: { input: { a4: join(top, 'renderer/a4.html') } } } },
  },
});
await mkdir(folder, { recursive: true });
const server = await servePreview(page);
const browser = await chromium.launch({
  ...(process.env['CHROMIUM'] === undefined ? {} : { executablePath: process.env['CHROMIUM'] }),
  args: ['--no-sandbox'],
});
for (const name of names) {
  const paper = papers[name]?.();
  const began = performance.now();
  const sheet = await browser.newPage();
  sheet.on('console', (message) => console.log(`${name}: ${message.text()}`));
  sheet.on('pageerror', (error) => console.log(`${name}: ${error.message}`));
  let tell: (sheets: number) => void = () => undefined;
  const drawn = new Promise<number>((done) => {
    tell = done;
  });
  await sheet.exposeFunction('tellDrawn', (sheets: number) => tell(sheets));
  await sheet.addInitScript((document) => {
    const { tellDrawn } = window as unknown as { tellDrawn: (sheets: number) => Promise<void> };
    Object.assign(window, { paper: { document: () => Promise.resolve(document), drawn: tellDrawn } });
  }, paper);
  await sheet.goto(`${server.url}a4.html`);
  const sheets = await drawn;
  const laidOutMs = Math.round(performance.now() - began);
  const pdf = await sheet.pdf({ printBackground: true, preferCSSPageSize: true });
  console.log(
    `${name}: ${sheets} sheets, laid out in ${laidOutMs} ms, PDF of ${pdf.length} bytes after ${Math.round(performance.now() - began)} ms`,
  );
  await writeFile(join(folder, `${name}.pdf`), pdf);
  await mustRun(
    'pdftoppm',
    ['-png', '-r', '80', '-l', '3', join(folder, `${name}.pdf`), join(folder, name)],
    {
      output: 'keep',
    },
  );
  await sheet.close();
}
await browser.close();
server.close();
