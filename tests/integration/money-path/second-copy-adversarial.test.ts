import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastSeq } from '../../../db/entries.ts';
import { closeJournal } from '../../../db/journal.ts';
import { readMirrorFile } from '../../../db/mirror/read-file.ts';
import { retrySecondCopy, secondCopyStatus } from '../../../db/second-copy.ts';
import { enrolled, must, openCounter, sell } from '../../harness/journal.ts';

const owner = { counter: 'C02', epoch: 1 };

/** Every entry that the folder holds, whichever file it stands in. */
async function seqsIn(folder: string): Promise<number[]> {
  const seqs = new Set<number>();
  for (const name of readdirSync(folder)) {
    const contents = await readMirrorFile(join(folder, name), owner);
    if (typeof contents === 'string') throw new Error(`${name}: ${contents}`);
    for (const { head } of contents.frames) if (head.t === 'entry') seqs.add(head.seq);
  }
  return [...seqs].toSorted((left, right) => left - right);
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

async function selling() {
  const bench = await enrolled();
  const open = await openCounter(bench.journal, bench.clock.wallMs());
  must(await sell(bench.journal, open));
  return { ...bench, open, folder: bench.options.mirrorFolder ?? '' };
}

describe('a second copy that goes away in mid day', () => {
  it('pulled out with everything on it: the sale is a single copy, and says so', async () => {
    const { journal, open, folder } = await selling();
    rmSync(folder, { recursive: true });
    expect(must(await sell(journal, open)).copies).toBe('single');
    expect(secondCopyStatus(journal)).toMatchObject({ state: 'lost' });
    await closeJournal(journal);
  });

  it('put back as it was: it catches up, every entry is in it once more', async () => {
    const { journal, open, folder } = await selling();
    renameSync(folder, `${folder}-away`);
    must(await sell(journal, open));
    renameSync(`${folder}-away`, folder);
    expect(await retrySecondCopy(journal)).toBe('two');
    expect(must(await sell(journal, open)).copies).toBe('two');
    expect(await seqsIn(folder)).toEqual(upTo(lastSeq(journal.db)));
    await closeJournal(journal);
  });

  it('replaced by an empty one: it is a whole copy only when it holds the whole journal', async () => {
    const { journal, open, folder } = await selling();
    rmSync(folder, { recursive: true });
    expect(must(await sell(journal, open)).copies).toBe('single');
    mkdirSync(folder);
    expect(await retrySecondCopy(journal)).toBe('two');
    expect(await seqsIn(folder)).toEqual(upTo(lastSeq(journal.db)));
    await closeJournal(journal);
  });
});
