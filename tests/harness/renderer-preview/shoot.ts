import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { buildPreview } from './build-preview.ts';
import { servePreview } from './serve-preview.ts';
import { shots, type Shot } from './shots.ts';

/**
 * Takes pictures of the screens: `node tests/harness/renderer-preview/shoot.ts [NAME …] [hi|en|dark]`.
 * Needs a Chromium: its path in CHROMIUM, or Playwright's own. Ends with 1 when the page breaks its policy.
 */
const variants = {
  hi: ['hi', 'light'],
  en: ['en', 'light'],
  dark: ['hi', 'dark'],
  'en-dark': ['en', 'dark'],
} as const;
type Variant = keyof typeof variants;

const wanted = process.argv.slice(2);
const variantNames = (Object.keys(variants) as Variant[]).filter((name) => wanted.includes(name));
const names = wanted.filter((name) => !(name in variants));
const chosenVariants = variantNames.length === 0 ? (['hi', 'en', 'dark'] as const) : variantNames;
const chosenShots = names.length === 0 ? shots : shots.filter((shot) => names.includes(shot.name));
const folder = resolve(import.meta.dirname, '../../../out/renderer-preview');

async function play(page: Page, shot: Shot): Promise<void> {
  for (const act of shot.hand) {
    if (act === 'rest') await page.waitForTimeout(450);
    else if (act.startsWith('wait:')) await page.getByTestId(act.slice(5)).first().waitFor({ timeout: 4000 });
    else if (act.startsWith('type:')) await page.keyboard.type(act.slice(5));
    else await page.keyboard.press(act);
  }
}

const server = await servePreview(await buildPreview());
const browser = await chromium.launch({
  ...(process.env['CHROMIUM'] === undefined ? {} : { executablePath: process.env['CHROMIUM'] }),
  args: ['--no-sandbox'],
});
let faults = 0;
for (const variant of chosenVariants) {
  const [language, theme] = variants[variant];
  await mkdir(join(folder, variant), { recursive: true });
  for (const shot of chosenShots) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      faults += 1;
      console.log(`${variant}/${shot.name}: ${message.text()}`);
    });
    page.on('pageerror', (error) => {
      faults += 1;
      console.log(`${variant}/${shot.name}: ${error.message}`);
    });
    await page.goto(`${server.url}?scene=${shot.scene}&language=${language}&theme=${theme}`);
    await page.waitForSelector('.frame');
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(120);
    await play(page, shot).catch((error: unknown) => {
      faults += 1;
      console.log(`${variant}/${shot.name}: ${String(error).split('\n')[0]}`);
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    if (overflow > 0) {
      faults += 1;
      console.log(`${variant}/${shot.name}: ${overflow} px do not fit`);
    }
    await page.screenshot({ path: join(folder, variant, `${shot.name}.png`) });
    await page.close();
  }
}
await browser.close();
server.close();
console.log(`${chosenShots.length * chosenVariants.length} pictures, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
