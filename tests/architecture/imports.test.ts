import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkImports, reachedPackages } from './import-rules.ts';
import { scanImports } from './import-scanner.ts';
import { roomNames, rooms } from './rooms.ts';
import { repository, sourceFiles, type SourceFile } from './source-files.ts';

/** The repository holds more than this; a walk that finds less has lost its way. */
const filesAtLeast = 45;
const files = sourceFiles();

/**
 * The table of docs/architecture.md once more, written by hand and read by nobody but these tests, so that a slip in
 * rooms.ts shows. A row may import the columns marked x; t: types alone.
 */
const grid = `
                   counter tokens db printers headend headend/reference electron/contract electron/service electron/cli electron/main electron/preload renderer build tests
counter            x       -      -  -        -       -                 -                 -                -            -             -                -        -     -
tokens             x       x      -  -        -       -                 -                 -                -            -             -                -        -     -
db                 x       -      x  -        -       -                 -                 -                -            -             -                -        -     -
printers           x       -      -  x        -       -                 -                 -                -            -             -                -        -     -
headend            x       -      -  -        x       -                 -                 -                -            -             -                -        -     -
headend/reference  x       x      -  -        x       x                 -                 -                -            -             -                -        -     -
electron/contract  x       -      -  -        -       -                 x                 -                -            -             -                -        -     -
electron/service   x       x      x  x        x       -                 x                 x                -            -             -                -        -     -
electron/cli       x       x      x  x        x       x                 x                 x                x            -             -                -        -     -
electron/main      x       -      -  -        -       -                 x                 -                -            x             -                -        -     -
electron/preload   t       -      -  -        -       -                 t                 -                -            -             x                -        -     -
renderer           x       -      -  -        -       -                 t                 -                -            -             -                x        -     -
build              x       x      x  x        x       x                 x                 x                x            x             x                x        x     x
tests              x       x      x  x        x       x                 x                 x                x            x             x                x        x     x
`;

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly mark: 'x' | 't' | '-';
}

function arrowsOfGrid(): Arrow[] {
  const [head = [], ...rows] = grid
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u));
  return rows.flatMap(([from = '', ...marks]) =>
    marks.map((mark, column) => {
      if (mark !== 'x' && mark !== 't' && mark !== '-') throw new Error(`no such mark: ${mark}`);
      return { from, to: head[column] ?? '', mark };
    }),
  );
}

/** `renderer` → `renderer/planted.ts`, and the relative way from one room to another. */
function planted(from: string, statement: (way: string) => string, to: string): SourceFile {
  const up = '../'.repeat(from.split('/').length);
  return { path: `${from}/planted.ts`, text: statement(`${up}${to}/target.ts`) };
}

const value = (way: string) => `import { thing } from '${way}'; console.log(thing);`;
const typed = (way: string) => `import type { Thing } from '${way}'; export type Mine = Thing;`;
const inlineTyped = (way: string) => `import { type Thing } from '${way}'; export type Mine = Thing;`;
const reExport = (way: string) => `export { thing } from '${way}';`;
const dynamic = (way: string) => `export const later = () => import('${way}');`;
const required = (way: string) => `const thing = require('${way}'); console.log(thing);`;

describe('the import graph', () => {
  it(`has every arrow of the house and no other, over all files`, () => {
    const imports = files.reduce((sum, file) => sum + scanImports(file).length, 0);
    console.log(`read ${files.length} files with ${imports} imports`);
    expect(files.length).toBeGreaterThan(filesAtLeast);
    expect(imports).toBeGreaterThan(filesAtLeast);
    expect(checkImports(files)).toEqual([]);
  });

  it('names in package.json every package that is imported', () => {
    const manifest = readFileSync(join(repository, 'package.json'), 'utf8');
    const undeclared = files.flatMap((file) =>
      scanImports(file)
        .map((entry) =>
          entry.specifier
            .split('/')
            .slice(0, entry.specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        )
        .filter((name) => name !== '' && !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => !manifest.includes(`"${name}":`))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(undeclared).toEqual([]);
  });

  it('keeps zod, Node and Electron out of the page, and zod out of the preload', () => {
    const entries = files.map((file) => file.path);
    const page = entries.filter((path) => path.startsWith('renderer/'));
    for (const path of page)
      for (const name of reachedPackages(files, path))
        expect(name, path).not.toMatch(/^(?:zod|electron|node:)/u);
    for (const path of entries.filter((candidate) => candidate.startsWith('electron/preload/')))
      expect([...reachedPackages(files, path)].filter((name) => name !== 'electron')).toEqual([]);
  });
});

describe('a planted violation of each arrow', () => {
  const arrows = arrowsOfGrid();

  it('covers every pair of rooms', () => {
    expect(arrows).toHaveLength(roomNames.length ** 2);
    expect(new Set(arrows.map((arrow) => arrow.from))).toEqual(new Set(roomNames));
  });

  it.each(arrows.filter((arrow) => arrow.mark === '-'))(
    '$from → $to is red, in every form',
    ({ from, to }) => {
      for (const form of [value, typed, inlineTyped, reExport, dynamic, required]) {
        const file = planted(from, form, to);
        expect(checkImports([file]), file.text).toHaveLength(1);
      }
    },
  );

  it.each(arrows.filter((arrow) => arrow.mark === 't'))(
    '$from → $to is red but for types',
    ({ from, to }) => {
      expect(checkImports([planted(from, typed, to)])).toEqual([]);
      for (const form of [value, inlineTyped, reExport, dynamic, required])
        expect(checkImports([planted(from, form, to)])).toHaveLength(1);
    },
  );

  it.each(arrows.filter((arrow) => arrow.mark === 'x'))('$from → $to is allowed', ({ from, to }) => {
    expect(checkImports([planted(from, value, to)])).toEqual([]);
  });

  it.each([
    ['counter', 'node:crypto'],
    ['counter', 'zod'],
    ['tokens', 'node:fs'],
    ['db', 'zod'],
    ['db', 'electron'],
    ['printers', 'better-sqlite3'],
    ['printers', 'undici'],
    ['headend', 'fastify'],
    ['headend', '@electric-sql/pglite'],
    ['headend/reference', 'better-sqlite3'],
    ['electron/contract', 'node:path'],
    ['electron/contract', 'electron'],
    ['electron/service', 'electron'],
    ['electron/service', 'react'],
    ['electron/service', 'fastify'],
    ['electron/cli', 'electron'],
    ['electron/main', 'zod'],
    ['electron/main', 'better-sqlite3'],
    ['electron/main', 'react'],
    ['electron/preload', 'node:fs'],
    ['electron/preload', 'zod'],
    ['renderer', 'node:fs'],
    ['renderer', 'electron'],
    ['renderer', 'zod'],
    ['renderer', 'better-sqlite3'],
  ])('%s → package %s is red', (room, name) => {
    expect(checkImports([{ path: `${room}/planted.ts`, text: value(name) }])).toHaveLength(1);
    expect(checkImports([{ path: `${room}/planted.ts`, text: dynamic(name) }])).toHaveLength(1);
  });

  it.each([
    ['electron/main/window.ts', `import { ipcMain } from 'electron';`],
    ['electron/main/gate.ts', `import { shell } from 'electron';`],
    ['electron/main/window.ts', `import electron from 'electron';`],
    ['electron/main/window.ts', `import * as electron from 'electron';`],
    ['electron/main/window.ts', `const { shell } = await import('electron');`],
    ['electron/preload/preload.ts', `import { ipcMain } from 'electron';`],
    ['electron/preload/preload.ts', `import { schemas } from '../contract/schemas.ts';`],
    ['electron/contract/channels.ts', `import { z } from 'zod';`],
    ['db/open.ts', `await import('./' + name);`],
    ['db/open.ts', `import secret from '../../outside.ts';`],
    ['db/open.ts', `type T = import('../printers/profile.ts').Profile;`],
    ['scripts/tool.ts', `import { ok } from '../counter/result.ts';`],
  ])('%s: %s is red', (path, text) => {
    expect(checkImports([{ path, text }])).toHaveLength(1);
  });

  it.each([
    ['electron/main/ipc/gate.ts', `import { ipcMain } from 'electron';`],
    ['electron/preload/preload.ts', `import { channels } from '../contract/channels.ts';`],
    ['electron/preload/preload.ts', `import { contextBridge, ipcRenderer } from 'electron';`],
    ['electron/contract/view-schemas.ts', `import { z } from 'zod';`],
    ['renderer/main.tsx', `import './styles/page.css'; import font from '@expo-google-fonts/x/a.ttf?url';`],
  ])('%s: %s is allowed', (path, text) => {
    expect(checkImports([{ path, text }])).toEqual([]);
  });

  it('counts a page that reaches zod through another file', () => {
    const page = { path: 'renderer/a.ts', text: `import { b } from './b.ts';` };
    const way = { path: 'renderer/b.ts', text: `export { z } from 'zod';` };
    expect(reachedPackages([page, way], 'renderer/a.ts')).toEqual(new Set(['zod']));
  });

  it('has one folder for each room', () => {
    for (const name of roomNames) expect(rooms[name].folders.length, name).toBeGreaterThan(0);
  });
});
