import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concludeFault } from '../harness/planned-fault.ts';
import { faultPlan } from './fault-plan.ts';
import { compilePreload } from '../harness/preload.ts';
import { removeTestFolders } from '../harness/test-folders.ts';
import { hasTool } from '../harness/tools.ts';
import { casesOf } from './faults/fault-case.ts';
import { brokenImages, judgeRecording, recordFailingDay } from './replay/record.ts';

/**
 * After a flush that failed, the system counts as written what is not, and tells every later flush that
 * all is well. The journal then reads as if nothing had happened, until the power goes.
 */
const faults = [
  ...casesOf({ target: ['journal.db-wal'], call: ['sync'], fault: ['eio'], at: [1, 2], times: [1, 2, 3] }),
  ...casesOf({ target: ['journal.db'], call: ['sync'], fault: ['eio'], at: [1, 2], times: [4] }),
  ...casesOf({ target: ['.mirror'], call: ['sync'], fault: ['eio'], at: [1], times: [1, 2] }),
];
/** One image in so many is judged. */
const every = 6;

describe.skipIf(!hasTool('gcc') || process.platform !== 'linux')(
  'a power cut after a flush that failed (apt-get install g++)',
  () => {
    let recorder: string;
    let injector: string;

    beforeAll(async () => {
      recorder = await compilePreload(join(import.meta.dirname, 'replay/record-io.c'));
      injector = await compilePreload(join(import.meta.dirname, 'faults/inject-io.c'));
    });

    afterAll(removeTestFolders);

    it('neither loses what was recorded nor brings back what was refused', async () => {
      const { recording, injected } = recordFailingDay(recorder, injector, faults);
      const judged = await judgeRecording(recording, every);
      console.log(`${injected} failed flushes, ${judged.images} images, ${judged.violations} violations`);
      const seen = `${injected} flushes failed; in ${judged.images} images nothing was lost and nothing came back`;
      const times = Math.min(judged.images, faultPlan.failedFlushImages.times);
      expect(concludeFault('failedFlushImages', { times, seen, broken: brokenImages(judged) })).toEqual([]);
      expect(injected).toBeGreaterThan(faults.length);
    }, 300_000);

    it('would be seen to tear the journal if the log were not written again first', async () => {
      const { recording } = recordFailingDay(recorder, injector, faults, 'no-rewrite');
      const judged = await judgeRecording(recording, every);
      console.log(`log not written again: ${judged.violations} violations in ${judged.images} images`);
      expect(judged.found['the journal does not open: corrupt']?.times ?? 0).toBeGreaterThan(0);
    }, 300_000);
  },
);
