import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gates, runGate } from '../../build/check-gates.ts';
import { runCommand } from '../../build/run-command.ts';
import { plantRepository } from './planted-repository.ts';

/** One bad file a rule, and the rule that must report it. */
const bad: readonly (readonly [path: string, rule: string, text: string])[] = [
  ['db/floating.ts', 'no-floating-promises', `Promise.resolve(1);`],
  ['db/misused.ts', 'no-misused-promises', `[1].forEach(async () => { await Promise.resolve(); });`],
  [
    'db/exhaustive.ts',
    'switch-exhaustiveness-check',
    `export function f(x: 'a' | 'b'): void { switch (x) { case 'a': break; } }`,
  ],
  ['db/any.ts', 'no-explicit-any', `export const x: any = 1;`],
  [
    'db/unsafe-assignment.ts',
    'no-unsafe-assignment',
    `export const x: unknown[] = [JSON.parse('1')]; const y = JSON.parse('1'); export const w = String(y);`,
  ],
  [
    'db/unsafe-argument.ts',
    'no-unsafe-argument',
    `export const x = Number.isInteger(1) && 'a'.repeat(JSON.parse('1'));`,
  ],
  ['db/unsafe-call.ts', 'no-unsafe-call', `JSON.parse('1')();`],
  ['db/unsafe-member.ts', 'no-unsafe-member-access', `export const x = String(JSON.parse('1').a);`],
  ['db/unsafe-return.ts', 'no-unsafe-return', `export function f(): string { return JSON.parse('1'); }`],
  ['db/unsafe-assertion.ts', 'no-unsafe-type-assertion', `export const f = (x: unknown) => x as string;`],
  ['db/throw.ts', 'only-throw-error', `export function f(): never { throw 'text'; }`],
  [
    'db/catch.ts',
    'use-unknown-in-catch-callback-variable',
    `Promise.reject(new Error()).catch((e) => { throw new Error(String(e)); });`,
  ],
  [
    'db/side-effect.ts',
    'no-import-type-side-effects',
    `import { type Clock } from '../counter/time.ts'; export type C = Clock;`,
  ],
  ['db/comment.ts', 'ban-ts-comment', `// @ts-ignore\nexport const x = 1;`],
  ['db/equal.ts', 'eqeqeq', `export const f = (x: number) => x == 1;`],
  [
    'db/long.ts',
    'max-lines-per-function',
    `export function f(): void {\n${'  console.log(1);\n'.repeat(71)}}\n`,
  ],
  ['db/cycle-a.ts', 'no-cycle', `import { b } from './cycle-b.ts'; export const a = () => b;`],
  ['db/cycle-b.ts', 'no-cycle', `import { a } from './cycle-a.ts'; export const b = () => a;`],
  ['db/default.ts', 'no-default-export', `export default 1;`],
  ['db/environment-variable.ts', 'no-process-env', `export const x = process.env['HOME'];`],
  ['db/random.ts', 'no-restricted-properties', `export const x = Math.random();`],
  ['db/now.ts', 'no-restricted-properties', `export const x = Date.now();`],
  ['tests/simulation/random.ts', 'no-restricted-properties', `export const x = Math.random();`],
  ['tests/simulation/now.ts', 'no-restricted-properties', `export const x = Date.now();`],
  ['tests/simulation/timer.ts', 'no-restricted-globals', `setTimeout(() => console.log(1), 1);`],
  ['counter/timer.ts', 'no-restricted-globals', `setTimeout(() => console.log(1), 1);`],
  ['headend/uploader-timer.ts', 'no-restricted-globals', `setImmediate(() => console.log(1));`],
  ['db/fixed.ts', 'no-restricted-properties', `export const x = (1).toFixed(2);`],
  ['db/float.ts', 'no-restricted-globals', `export const x = parseFloat('1.5');`],
  ['db/float-by-number.ts', 'no-restricted-properties', `export const x = Number.parseFloat('1.5');`],
  ['db/fetch.ts', 'no-restricted-globals', `export const x = fetch('https://example.org');`],
  [
    'renderer/danger.tsx',
    'no-danger',
    `export const X = () => <p dangerouslySetInnerHTML={{ __html: 'x' }} />;`,
  ],
  [
    'tests/unit/focused.test.ts',
    'no-focused-tests',
    `import { expect, it } from 'vitest';\nit.only('x', () => { expect(1).toBe(1); });`,
  ],
  [
    'electron/main/window.ts',
    'no-restricted-imports',
    `import { ipcMain } from 'electron'; console.log(ipcMain);`,
  ],
  ['electron/main/gate.ts', 'no-restricted-imports', `import { shell } from 'electron'; console.log(shell);`],
  ['electron/contract/channels.ts', 'no-restricted-imports', `import { z } from 'zod'; console.log(z);`],
  [
    'counter/arrow.ts',
    'no-restricted-imports',
    `import { createHash } from 'node:crypto'; console.log(createHash);`,
  ],
  ['tokens/arrow.ts', 'no-restricted-imports', `import { db } from '../db/fine.ts'; console.log(db);`],
  [
    'db/arrow.ts',
    'no-restricted-imports',
    `import { thing } from '../printers/thing.ts'; console.log(thing);`,
  ],
  [
    'printers/arrow.ts',
    'no-restricted-imports',
    `import { thing } from '../db/thing.ts'; console.log(thing);`,
  ],
  [
    'headend/arrow.ts',
    'no-restricted-imports',
    `import { thing } from './reference/thing.ts'; console.log(thing);`,
  ],
  [
    'headend/reference/arrow.ts',
    'no-restricted-imports',
    `import { thing } from '../../db/thing.ts'; console.log(thing);`,
  ],
  [
    'electron/contract/arrow.ts',
    'no-restricted-imports',
    `import { thing } from '../service/thing.ts'; console.log(thing);`,
  ],
  ['electron/service/arrow.ts', 'no-restricted-imports', `import { app } from 'electron'; console.log(app);`],
  [
    'electron/cli/arrow.ts',
    'no-restricted-imports',
    `import { thing } from '../main/thing.ts'; console.log(thing);`,
  ],
  [
    'electron/main/arrow.ts',
    'no-restricted-imports',
    `import { thing } from '../service/thing.ts'; console.log(thing);`,
  ],
  [
    'electron/preload/arrow.ts',
    'no-restricted-imports',
    `import { schemas } from '../contract/schemas.ts'; console.log(schemas);`,
  ],
  [
    'renderer/arrow.ts',
    'no-restricted-imports',
    `import { schemas } from '../electron/contract/schemas.ts'; console.log(schemas);`,
  ],
];

/** Files that break nothing: a rule that fires on these would be worthless. */
const good: readonly (readonly [path: string, text: string])[] = [
  ['db/fine.ts', `import { ok } from '../counter/result.ts';\nexport const db = ok(1);\n`],
  [
    'renderer/fine.ts',
    `import type { Schemas } from '../electron/contract/schemas.ts';\nexport type Mine = Schemas;\n`,
  ],
  [
    'electron/contract/schemas.ts',
    `import { z } from 'zod';\nexport const schemas = { a: z.string() };\nexport type Schemas = typeof schemas;\n`,
  ],
  ['electron/main/ipc/gate.ts', `import { ipcMain } from 'electron';\nconsole.log(ipcMain);\n`],
  ['electron/service/machine-clock.ts', `export const nowMs = () => Date.now();\n`],
];

const reportSchema = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
});

let folder = '';
let report: z.infer<typeof reportSchema>;

beforeAll(async () => {
  folder = plantRepository([
    ...bad.map(([path, , text]) => ({ path, text })),
    ...good.map(([path, text]) => ({ path, text })),
  ]);
  const result = await runCommand('oxlint', ['--type-aware', '-f', 'json'], { cwd: folder, output: 'keep' });
  report = reportSchema.parse(JSON.parse(result.stdout));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lint gate', () => {
  it('reads every planted file', () => {
    console.log(`oxlint read ${report.number_of_files} files`);
    expect(report.number_of_files).toBeGreaterThanOrEqual(bad.length + good.length);
  });

  it.each(bad)('%s is red by %s', (path, rule) => {
    const rules = report.diagnostics.filter((entry) => entry.filename === path).map((entry) => entry.code);
    expect(
      rules.some((code) => code.endsWith(`(${rule})`)),
      rules.join(' '),
    ).toBe(true);
  });

  it.each(good)('%s is green', (path) => {
    expect(report.diagnostics.filter((entry) => entry.filename === path)).toEqual([]);
  });

  it('turns `npm run check` red', async () => {
    const lint = gates.find((gate) => gate.name === 'lint');
    if (lint === undefined) throw new Error('there is no lint gate');
    const result = await runGate(lint, folder);
    expect(result.passed).toBe(false);
    expect(result.filesRead).toBeGreaterThan(0);
  });
});
