import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceSigner } from '../../db/crypto.ts';
import { entriesFrom } from '../../db/entries.ts';
import { closeJournal } from '../../db/journal.ts';
import { flipBit, sold } from '../harness/care.ts';
import { concludeFault } from '../harness/planned-fault.ts';
import { compilePreload } from '../harness/preload.ts';
import { removeTestFolders } from '../harness/test-folders.ts';
import { hasTool } from '../harness/tools.ts';
import { faultPlan } from './fault-plan.ts';
import { journalFolder, mirrorFolder } from './replay/places.ts';
import type { Promised } from './replay/promise.ts';
import { brokenImages, judgeRecording, recordMending } from './replay/record.ts';

const sales = 12;
/** One image in so many is judged. */
const every = 5;

/** A counter at rest with one rotten bit in a sale; gives what it had promised. */
async function damaged(root: string, secret: string): Promise<Promised[]> {
  const folder = join(root, journalFolder);
  const { journal } = await sold(sales, {
    folder,
    mirrorFolder: join(root, mirrorFolder),
    signer: deviceSigner(secret),
  });
  const entries = entriesFrom(journal.db, 1, 100, 10_000_000);
  await closeJournal(journal);
  flipBit(join(folder, 'journal.db'), `"seq":${sales},`);
  return entries.map(({ seq, uid, hash }) => ({ kind: 'entry', seq, uid, hash, copies: 'two' }));
}

describe.skipIf(!hasTool('gcc') || process.platform !== 'linux')(
  'a power cut while a damaged journal is mended (apt-get install g++)',
  () => {
    let recorder: string;

    beforeAll(async () => {
      recorder = await compilePreload(join(import.meta.dirname, 'replay/record-io.c'));
    });

    afterAll(removeTestFolders);

    it('leaves the old journal or the new one, and the next opening carries on', async () => {
      const judged = await judgeRecording(await recordMending(recorder, damaged), every);
      const seen = `${judged.images} images opened and mended: every entry is there, with its proof`;
      console.log(seen);
      const times = Math.min(judged.images, faultPlan.mendingImages.times);
      expect(concludeFault('mendingImages', { times, seen, broken: brokenImages(judged) })).toEqual([]);
    }, 300_000);

    it('would be seen to stay damaged if nothing were mended', async () => {
      const recording = await recordMending(recorder, damaged);
      const judged = await judgeRecording({ ...recording, starts: ['together'] }, 4 * every);
      console.log(`not mended: ${judged.violations} violations in ${judged.images} images`);
      expect(judged.found['the journal does not open: corrupt']?.times ?? 0).toBeGreaterThan(0);
    }, 300_000);
  },
);
