import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { buildPreview } from './build-preview.ts';
import { servePreview } from './serve-preview.ts';
import { shots, type Shot } from './shots.ts';

/**
 * Takes pictures of the screens: `node tests/harness/renderer-preview/shoot.ts [NAME …] [hi|en|dark|en-dark|contrast|zoom|en-zoom]`.
 * Needs a Chromium: its path in CHROMIUM, or Playwright's own. Ends with 1 when the page breaks its policy.
 */
const whole = { width: 1366, height: 768, scale: 1 } as const;
/** 200 % zoom of the same window. */
const zoomed = { width: 683, height: 384, scale: 2 } as const;
const variants = {
  hi: ['hi', 'light', whole],
  en: ['en', 'light', whole],
  dark: ['hi', 'dark', whole],
  'en-dark': ['en', 'dark', whole],
  contrast: ['hi', 'contrast', whole],
  zoom: ['hi', 'light', zoomed],
  'en-zoom': ['en', 'light', zoomed],
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
  const [language, theme, room] = variants[variant];
  await mkdir(join(folder, variant), { recursive: true });
  for (const shot of chosenShots) {
    const page = await browser.newPage({
      viewport: { width: room.width, height: room.height },
      deviceScaleFactor: room.scale,
    });
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
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const down = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    // Zoomed, the page may be scrolled down, never sideways.
    const overflow = room === zoomed ? sideways : Math.max(sideways, down);
    if (overflow > 0) {
      faults += 1;
      console.log(`${variant}/${shot.name}: ${overflow} px do not fit`);
    }
    await page.screenshot({ path: join(folder, variant, `${shot.name}.png`), fullPage: room === zoomed });
    await page.close();
  }
}
await browser.close();
server.close();
console.log(`${chosenShots.length * chosenVariants.length} pictures, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
