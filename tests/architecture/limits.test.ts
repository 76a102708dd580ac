import { describe, expect, it } from 'vitest';
import { checkLimits, limitNames } from './limit-rules.ts';
import { sourceFiles } from './source-files.ts';

/** Bounds of sizes and speed whose tests are still to come. A name leaves this list with its test. */
const stillToTest: readonly string[] = [
  'peopleMax',
  'batchBodiesBytesMax',
  'mirrorChunkBytesMax',
  'mirrorChunkEntriesMax',
  'mirrorBacklogEntriesMax',
  'mirrorFrameBytesMax',
  'mirrorGrowBytes',
  'mirrorFileBytesMax',
  'mirrorFilesPerDayMax',
  'journalBusyMs',
  'directoryFileBytesMax',
  'directorySliceMs',
  'searchCandidatesMax',
  'searchTailCandidatesMax',
  'nameKeysKeptMax',
  'printJobsWaitingMax',
  'printersMax',
];

const files = sourceFiles();
const names = limitNames(files.find(({ path }) => path === 'counter/limits.ts')?.text ?? '');

describe('every bound of the program', () => {
  it('is kept by some program text and named by some test', () => {
    console.log(`read ${names.length} bounds in ${files.length} files`);
    expect(names.length).toBeGreaterThan(60);
    const faults = checkLimits(names, files);
    expect(faults.filter(({ limit }) => !stillToTest.includes(limit))).toEqual([]);
    // What has its test by now does not stay on the list.
    const open = faults.map(({ limit }) => limit);
    expect(stillToTest.filter((limit) => !open.includes(limit))).toEqual([]);
  });
});

describe('a planted bound', () => {
  const program = { path: 'db/open.ts', text: 'if (size > limits.sizeMax) return null;' };
  const test = { path: 'tests/unit/db/open.test.ts', text: 'open(limits.sizeMax + 1)' };
  const limits = { path: 'counter/limits.ts', text: 'export const limits = {\n  sizeMax: 5,\n};\n' };

  it.each([
    ['that nothing keeps', [limits, test], 'nothing keeps it'],
    ['that no test names', [limits, program], 'no test names it'],
    [
      'that only its own test names',
      [limits, program, { ...test, path: 'tests/architecture/x.test.ts' }],
      'no test names it',
    ],
  ])('%s is red', (_what, planted, reason) => {
    expect(checkLimits(limitNames(limits.text), planted)).toEqual([{ limit: 'sizeMax', reason }]);
  });

  it('that is kept and tried is green', () => {
    expect(checkLimits(limitNames(limits.text), [limits, program, test])).toEqual([]);
  });
});
