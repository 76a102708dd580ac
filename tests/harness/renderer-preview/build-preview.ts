import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Bundles the preview page with the real screens; returns the folder that holds it. */
export async function buildPreview(): Promise<string> {
  const outDir = resolve(import.meta.dirname, '../../../out/renderer-preview/page');
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false } },
  });
  return outDir;
}
