import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import type { EnvironmentOptions } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { runtimeModules } from './build/package/runtime-modules.ts';

/** Absolute, because Vite's root is renderer/ while everything else counts from the top of the repository. */
const at = (path: string): string => resolve(import.meta.dirname, path);

/** Never bundled: Electron itself, Node's own modules, and packages that carry binaries, wasm or fonts. */
const external = [
  'electron',
  ...builtinModules,
  /^node:/u,
  ...runtimeModules.map((name) => packagePattern(name)),
];

function packagePattern(name: string): RegExp {
  return new RegExp(`^${name.replaceAll('/', '\\/')}(?:\\/|$)`, 'u');
}

/** One environment that runs on Node inside Electron; everything not in `external` is bundled into its file. */
function node(outDir: string, input: Record<string, string>, format: 'es' | 'cjs'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: [...runtimeModules, 'electron'] },
    build: {
      target: 'node20',
      outDir: at(outDir),
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(input).map(([name, path]) => [name, at(path)])),
        external,
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
  };
}

/** One part of `npm test`: every `*.test.ts` below tests/NAME, run from the top of the repository. */
function part(name: string, test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    root: at('.'),
    test: {
      name,
      environment: 'node',
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      exclude: ['**/*-long.test.ts'],
      ...test,
    },
  };
}

export default defineConfig({
  root: at('renderer'),
  base: './',
  // Beside the packages and not in renderer/, which holds screens and nothing else.
  cacheDir: at('node_modules/.vite'),
  plugins: [react()],
  builder: {},
  // The page is read from disk: one large file starts faster than many small ones.
  build: { target: 'chrome130', sourcemap: 'hidden', chunkSizeWarningLimit: 4_000 },
  environments: {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        rolldownOptions: { input: { index: at('renderer/index.html'), a4: at('renderer/a4.html') } },
      },
    },
    main: node('dist/main', { main: 'electron/main/main.ts' }, 'es'),
    service: node(
      'dist/service',
      {
        service: 'electron/service/service-process.ts',
        'care-worker': 'db/care/care-worker.ts',
        printer: 'printers/printer-process.ts',
      },
      'es',
    ),
    // A sandboxed preload is one CommonJS file: it can load neither a second file nor an ES module.
    preload: node(
      'dist/preload',
      { preload: 'electron/preload/preload.ts', 'a4-preload': 'electron/preload/a4-preload.ts' },
      'cjs',
    ),
  },
  test: {
    // Two cores run the whole suite; more workers only make the slow tests time out.
    maxWorkers: 2,
    projects: [
      part('architecture', { testTimeout: 60_000 }),
      part('unit', { testTimeout: 10_000 }),
      part('integration', { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 }),
      part('crash', { testTimeout: 300_000, hookTimeout: 60_000, maxWorkers: 1, fileParallelism: false }),
      part('simulation', { testTimeout: 600_000, maxWorkers: 2 }),
      part('devices', { testTimeout: 300_000, maxWorkers: 1, fileParallelism: false }),
      part('packaged', { testTimeout: 600_000, hookTimeout: 600_000, maxWorkers: 1, fileParallelism: false }),
      part('long', {
        include: ['tests/**/*-long.test.ts'],
        exclude: [],
        testTimeout: 3_600_000,
        maxWorkers: 2,
      }),
    ],
  },
});
