import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { faultPlan } from './fault-plan.ts';
import { compilePreload } from '../harness/preload.ts';
import { newQuickFolder, removeTestFolders } from '../harness/test-folders.ts';
import { hasTool } from '../harness/tools.ts';
import { apply, newDisk } from './replay/disk.ts';
import { chooseImage } from './replay/images.ts';
import { layOut } from './replay/lay-out.ts';
import { readIoLog } from './replay/io-log.ts';
import { disks } from './replay/places.ts';
import { brokenImages, judgeRecording, type Plant, recordDay } from './replay/record.ts';

/** Of a counter that is wrong on purpose one image in so many is judged. */
const everyOfPlanted = 20;

describe.skipIf(!hasTool('gcc') || process.platform !== 'linux')(
  'a power cut at every I/O boundary of two days (apt-get install gcc)',
  () => {
    let recorder: string;

    beforeAll(async () => {
      recorder = await compilePreload(join(import.meta.dirname, 'replay/record-io.c'));
    });

    afterAll(removeTestFolders);

    it('is recorded whole: the log leads to the very bytes on the disks', () => {
      const { root, log } = recordDay(recorder);
      const disk = newDisk(disks);
      for (const operation of readIoLog(log)) apply(disk, operation);
      const replayed = newQuickFolder();
      layOut(disk, disks, chooseImage(disk, 'everything', 0, seededRandom(1)), replayed);
      const wanted = contents(root);
      expect(wanted.size).toBeGreaterThan(3);
      expect(contents(replayed)).toEqual(wanted);
    });

    it(`loses nothing that was promised, in ${faultPlan.powerCutImages.times} images and more`, async () => {
      const judged = await judgeRecording(recordDay(recorder));
      console.log(`${judged.images} images of power cuts, ${judged.violations} violations`);
      const seen = `${judged.images.toLocaleString('en')} images opened by the real journal: both copies whole in each`;
      const times = Math.min(judged.images, faultPlan.powerCutImages.times);
      expect(concludeFault('powerCutImages', { times, seen, broken: brokenImages(judged) })).toEqual([]);
    }, 600_000);

    it.each<[Plant, string]>([
      ['no-flush', 'the journal lost an entry'],
      ['early-slip', 'the second copy lost an entry'],
      ['no-folder-sync', 'the journal is gone'],
      ['no-mirror-sync', 'the second copy lost an entry'],
    ])(
      'would be seen to lose promises by a counter with %s',
      async (plant, fault) => {
        const judged = await judgeRecording(recordDay(recorder, plant), everyOfPlanted);
        console.log(`${plant}: ${judged.violations} violations in ${judged.images} images`);
        expect(judged.found[fault]?.times ?? 0).toBeGreaterThan(judged.images / 10);
      },
      120_000,
    );
  },
);

/** Every file below a folder, by its path. */
function contents(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name !== 'acknowledged' && statSync(join(folder, name)).isFile());
  return new Map(files.toSorted().map((name) => [name, readFileSync(join(folder, name))]));
}
