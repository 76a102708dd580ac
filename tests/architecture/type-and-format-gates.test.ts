import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gates, runGate, type Gate } from '../../build/check-gates.ts';
import { plantRepository } from './planted-repository.ts';
import type { SourceFile } from './source-files.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function plant(...files: SourceFile[]): string {
  const folder = plantRepository(files);
  folders.push(folder);
  return folder;
}

function gateNamed(name: string): Gate {
  const gate = gates.find((candidate) => candidate.name === name);
  if (gate === undefined) throw new Error(`there is no gate ${name}`);
  return gate;
}

/** Each must be an error of the compiler: the folder's tsconfig knows neither the name nor the other room. */
const planted: readonly (SourceFile & { readonly error: RegExp })[] = [
  { path: 'counter/planted.ts', text: `console.log(1);\n`, error: /Cannot find name 'console'/u },
  { path: 'db/planted.ts', text: `window.alert('x');\n`, error: /Cannot find name 'window'/u },
  { path: 'renderer/planted.ts', text: `process.exit(1);\n`, error: /Cannot find name 'process'/u },
  {
    path: 'renderer/buffer.ts',
    text: `export const x = Buffer.alloc(1);\n`,
    error: /Cannot find name 'Buffer'/u,
  },
  { path: 'electron/contract/planted.ts', text: `process.exit(1);\n`, error: /Cannot find name 'process'/u },
  {
    path: 'printers/planted.ts',
    text: `export type T = import('../db/target.ts').Target;\n`,
    error: /db\/target\.ts/u,
  },
  {
    path: 'headend/planted.ts',
    text: `enum Colour { Red }\nexport const x = Colour.Red;\n`,
    error: /erasableSyntaxOnly/u,
  },
  {
    path: 'electron/main/planted.ts',
    text: `export const f = (x: string[]): string => x[0];\n`,
    error: /undefined/u,
  },
];

describe('the type gate', () => {
  it('passes on clean rooms and says how many files it read', async () => {
    const folder = plant({ path: 'db/clean.ts', text: `export const x = process.pid;\n` });
    const result = await runGate(gateNamed('types'), folder);
    console.log(`tsc read ${result.filesRead} files`);
    expect(result.output).toBe('');
    expect(result.passed).toBe(true);
    expect(result.filesRead).toBeGreaterThan(5);
  });

  it('reports each planted line in its own file', async () => {
    const target = { path: 'db/target.ts', text: `export interface Target { x: 1 }\n` };
    const result = await runGate(gateNamed('types'), plant(target, ...planted));
    expect(result.passed).toBe(false);
    for (const { path, error } of planted) {
      const lines = result.output.split('\n').filter((line) => line.startsWith(path));
      expect(lines.join('\n'), path).toMatch(error);
    }
  });
});

describe('the format gate', () => {
  it('passes on formatted files and is red on one that is not', async () => {
    const folder = plant();
    // What the real rooms look like is for `npm run check` to say; here stand the configuration files alone.
    rmSync(join(folder, 'counter'), { recursive: true });
    const clean = await runGate(gateNamed('format'), folder);
    expect(clean.passed, clean.output).toBe(true);
    console.log(`oxfmt read ${clean.filesRead} files`);
    const result = await runGate(
      gateNamed('format'),
      plant({ path: 'db/ugly.ts', text: `export   const x=1` }),
    );
    expect(result.passed).toBe(false);
    expect(result.output).toContain('db/ugly.ts');
  });
});

describe('every gate', () => {
  it.each(gates.map((gate) => gate.name))('%s is red where it reads no file', async (name) => {
    const empty = mkdtempSync(join(tmpdir(), 'empty-'));
    folders.push(empty);
    const result = await runGate(gateNamed(name), empty);
    expect(result.filesRead).toBe(0);
    expect(result.passed).toBe(false);
  });
});
