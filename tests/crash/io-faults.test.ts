import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { compilePreload } from '../harness/preload.ts';
import { removeTestFolders } from '../harness/test-folders.ts';
import { hasTool } from '../harness/tools.ts';
import { faultPlan, type PlannedName } from './fault-plan.ts';
import { casesOf, describeCase, type FaultCase } from './faults/fault-case.ts';
import { type FaultRuns, runFaults } from './faults/run-faults.ts';

/** A commit writes about a dozen pieces of the log, so these fall into the first sale and the second. */
const writesOfLog = [1, 2, 5, 9, 14, 20];
const journalWrites = casesOf({
  target: ['journal.db-wal'],
  call: ['write'],
  fault: ['eio'],
  at: writesOfLog,
  times: [1, 0],
});
/** Up to four in a row: the commit's own, those of the opening after it, and of the next one. */
const journalFlushes = casesOf({
  target: ['journal.db-wal', 'journal.db'],
  call: ['sync'],
  fault: ['eio'],
  at: [1, 2, 3],
  times: [1, 2, 3, 4, 0],
});
const journalFull = casesOf({
  target: ['journal.db-wal'],
  call: ['write'],
  fault: ['enospc'],
  at: writesOfLog,
  times: [1, 0],
});
const mirrorFails = [
  ...casesOf({
    target: ['.mirror'],
    call: ['write', 'sync'],
    fault: ['eio'],
    at: [1, 2, 4],
    times: [1, 2, 0],
  }),
  ...casesOf({ target: ['second-copy'], call: ['sync'], fault: ['eio'], at: [1, 2], times: [1, 0] }),
];
const mirrorFull = casesOf({
  target: ['.mirror'],
  call: ['write'],
  fault: ['enospc'],
  at: [1, 2, 4],
  times: [1, 0],
});

describe.skipIf(!hasTool('gcc') || process.platform !== 'linux')(
  'a disk that fails under the counter (apt-get install g++)',
  () => {
    let injector: string;

    beforeAll(async () => {
      injector = await compilePreload(join(import.meta.dirname, 'faults/inject-io.c'));
    });

    afterAll(removeTestFolders);

    /** Runs the cases, keeps what was seen, and holds against every one what holds always. */
    async function run(name: PlannedName, cases: readonly FaultCase[]): Promise<FaultRuns> {
      const done = await runFaults(injector, cases);
      const broken = done.runs
        .filter(({ verdict }) => verdict !== null)
        .map(({ wanted, verdict }) => `${describeCase(wanted)}: ${verdict}`);
      const sales = done.runs.flatMap((each) => each.sales);
      const seen =
        `${done.injected} calls were hit; of ${sales.length} sales ${tallied(sales.map(({ said }) => said))}, ` +
        'each as it was told';
      console.log(`${faultPlan[name].title}: ${cases.length} cases, ${seen}`);
      expect(concludeFault(name, { times: cases.length, seen, broken })).toEqual([]);
      expect(done.injected).toBeGreaterThanOrEqual(cases.length);
      return done;
    }

    const codes = ({ runs }: FaultRuns): Set<string> =>
      new Set(
        runs.flatMap(({ sales }) => sales.flatMap((sale) => (sale.said === 'recorded' ? [] : [sale.code]))),
      );
    const once = ({ runs }: FaultRuns) => runs.filter(({ wanted }) => wanted.times === 1);

    it('refuses in plain words when the journal cannot be written, and sells on when it can', async () => {
      const done = await run('journalWrites', journalWrites);
      for (const { sales } of once(done))
        expect(sales.map(({ said }) => said)).toEqual(sales.map(() => 'recorded'));
      expect(codes(done)).toEqual(new Set(['JOURNAL_DISK_FAILING']));
    });

    it('says unknown where a flush failed, and finds the sale by its uid: none is made twice', async () => {
      const done = await run('journalFlushes', journalFlushes);
      for (const { sales } of once(done))
        expect(sales.map(({ said }) => said)).toEqual(sales.map(() => 'recorded'));
      const sales = done.runs.flatMap((each) => each.sales);
      expect(sales.some((sale) => sale.said === 'unknown')).toBe(true);
      expect(sales.some((sale) => sale.said === 'recorded' && sale.tries > 1)).toBe(true);
    });

    it('would be seen to hand cash back twice if it took unknown for refused', async () => {
      const sticky = journalFlushes.filter(({ times }) => times === 0);
      const { runs } = await runFaults(injector, sticky, 'unknown-is-refused');
      expect(new Set(runs.map(({ verdict }) => verdict))).toEqual(new Set(['a refused sale came back']));
    });

    it('refuses before cash is taken when the disk is full', async () => {
      const done = await run('journalWritesFull', journalFull);
      expect(codes(done)).toEqual(new Set(['JOURNAL_FULL']));
    });

    it.each<[PlannedName, FaultCase[]]>([
      ['mirrorErrors', mirrorFails],
      ['mirrorWritesFull', mirrorFull],
    ])('sells on in one copy, and says so (%s)', async (name, cases) => {
      const { runs } = await run(name, cases);
      for (const { sales } of runs) {
        expect(sales.map(({ said }) => said)).toEqual(sales.map(() => 'recorded'));
        expect(sales.some((sale) => sale.said === 'recorded' && sale.copies === 'single')).toBe(true);
      }
    });

    it('waits for a slow disk and promises nothing before it answered', async () => {
      const slow = casesOf({
        target: ['journal.db-wal', '.mirror'],
        call: ['sync'],
        fault: ['slow'],
        at: [1],
        times: [0],
      });
      const { runs, injected } = await run('slowFlushes', slow);
      for (const { sales } of runs)
        expect(sales.every((sale) => sale.said === 'recorded' && sale.copies === 'two')).toBe(true);
      expect(injected).toBeGreaterThanOrEqual(12);
    });

    it('mends what a write left torn when the process died in it', async () => {
      const cases = casesOf({
        target: ['journal.db-wal', '.mirror'],
        call: ['write'],
        fault: ['torn'],
        at: [1, 2, 6],
        times: [1],
      });
      const broken: string[] = [];
      for (const each of cases) {
        const { runs, exitCode } = await runFaults(injector, [each]);
        if (exitCode !== 137) broken.push(`${describeCase(each)}: nobody died`);
        for (const { verdict } of runs)
          if (verdict !== null) broken.push(`${describeCase(each)}: ${verdict}`);
      }
      const seen = 'log and second copy end at the last whole entry; nothing that was recorded is missing';
      expect(concludeFault('tornWrites', { times: cases.length, seen, broken })).toEqual([]);
    });
  },
);
