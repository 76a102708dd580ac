import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allowedAtTop, checkFiles } from './name-rules.ts';
import { allPaths, repository, sourceFiles } from './source-files.ts';

const generated = new Set(['node_modules', 'dist', 'out', '.git', '.vitest', 'test-results']);
const roomReadmeLinesMax = 40;
// This room plants suppressions and bad names as texts.
const files = sourceFiles().filter((file) => !file.path.startsWith('tests/architecture/'));

describe('names and shapes', () => {
  it('are those of the house in every file', () => {
    console.log(`read the names of ${files.length} files`);
    expect(files.length).toBeGreaterThan(40);
    expect(checkFiles(files)).toEqual([]);
  });

  it('hold at the top what the house names, and nothing else', () => {
    const top = readdirSync(repository).filter((name) => !generated.has(name));
    expect(top.filter((name) => !allowedAtTop.has(name))).toEqual([]);
  });

  it(`keep each room's README within ${roomReadmeLinesMax} lines`, () => {
    const readmes = allPaths().filter((path) => /^(?!docs\/).+\/README\.md$/u.test(path));
    const long = readmes.filter(
      (path) =>
        readFileSync(join(repository, path), 'utf8').trimEnd().split('\n').length > roomReadmeLinesMax,
    );
    expect(readmes.length).toBeGreaterThan(0);
    expect(long).toEqual([]);
  });
});

describe('a planted fault', () => {
  it.each([
    ['db/index.ts', 'export const x = 1;', 'a barrel'],
    ['db/all.ts', `export * from './a.ts';\nexport { b } from './b.ts';`, 'a barrel'],
    ['db/utils.ts', '', 'a name that says nothing'],
    ['db/date-utils.ts', '', 'a name that says nothing'],
    ['db/helpers/dates.ts', '', 'a name that says nothing'],
    ['db/common.ts', '', 'a name that says nothing'],
    ['db/print-manager.ts', '', 'a name that says nothing'],
    ['db/openJournal.ts', '', 'neither kebab-case nor a PascalCase component'],
    ['db/OpenJournal.ts', '', 'neither kebab-case nor a PascalCase component'],
    ['db/open_journal.ts', '', 'neither kebab-case nor a PascalCase component'],
    ['db/Mirror/open.ts', '', 'a folder that is not kebab-case'],
    ['db/long.ts', 'x;\n'.repeat(301), '301 lines'],
    ['db/quiet.ts', '// oxlint-disable-next-line no-console', 'a suppression without a reason in line 1'],
    ['db/quiet.ts', '// @ts-expect-error', 'a suppression without a reason in line 1'],
  ])('%s is red', (path, text, reason) => {
    expect(checkFiles([{ path, text }])).toEqual([{ path, reason }]);
  });

  it.each([
    ['db/migrations/index.ts', 'export const migrations = [];'],
    ['db/open-journal.ts', 'x;\n'.repeat(300)],
    ['renderer/app/StatusBar.tsx', ''],
    ['tests/e2e/playwright.config.ts', ''],
    ['db/print-jobs.test.ts', ''],
    ['db/quiet.ts', '// oxlint-disable-next-line no-console -- the command line speaks'],
    ['db/accommodation.ts', `export { a } from './a.ts';\nexport const b = 1;`],
  ])('%s is green', (path, text) => {
    expect(checkFiles([{ path, text }])).toEqual([]);
  });
});
