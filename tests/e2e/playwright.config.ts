import { defineConfig } from '@playwright/test';

/** Real Electron, one window at a time: two would fight for the keyboard of the one virtual screen. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: '../../out/e2e',
  globalSetup: './prepare-electron.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
});
