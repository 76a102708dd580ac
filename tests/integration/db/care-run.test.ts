import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { startCare } from '../../../db/care/care-run.ts';
import { datedCopies } from '../../../db/care/dated-copies.ts';
import { provePath } from '../../../db/care/prove-copy.ts';
import { checkpointWhenIdle } from '../../../db/checkpoint.ts';
import { closeJournal } from '../../../db/journal.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { careDone, flipBit, sold } from '../../harness/care.ts';
import { type Bench, must, sell } from '../../harness/journal.ts';

const expectedEnds = new Set(['done', 'the round was asked to end', 'the journal is closing']);

function mirrorPath(options: Bench['options'], name = 'C02-1-2026-11-23.mirror'): string {
  return join(options.mirrorFolder ?? '', name);
}

describe('one round of care', () => {
  it('leaves a copy that is proved by itself, and proves the second copy frame by frame', async () => {
    const { journal, copiesFolder, care } = await sold(5);
    const { report, seq } = await careDone(journal, care);
    const proof = verifyJournal(journal.db, 'closes');
    if (!proof.ok) throw new Error(proof.error.code);
    expect(report.journal).toEqual(proof);
    expect(report.copy).toMatchObject({ ok: true });
    expect(report.mirror).toEqual({
      files: 1,
      frames: 8,
      damages: [],
      missingSeq: null,
      missingAnswer: null,
      unopened: [],
    });
    expect(seq).toBe(8);
    expect(readdirSync(copiesFolder)).toEqual(['2026-11-23-8.journal']);
    expect(provePath(join(copiesFolder, '2026-11-23-8.journal'), 'integrity_check', undefined)).toEqual(
      proof,
    );
    await closeJournal(journal);
  });

  it('lets sales go on beside it, and takes none of them half', async () => {
    const { journal, open, copiesFolder, care } = await sold(3);
    const run = startCare(journal, care);
    let beside = 0;
    let ended = false;
    void run.outcome.then(() => (ended = true));
    while (!ended) {
      must(await sell(journal, open));
      checkpointWhenIdle(journal);
      beside += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const outcome = await run.outcome;
    if (outcome.kind !== 'done') throw new Error(outcome.detail);
    expect(beside).toBeGreaterThan(5);
    expect(outcome.report.journal).toMatchObject({ ok: true, value: { entries: outcome.seq } });
    expect(outcome.report.mirror).toMatchObject({ damages: [], missingSeq: null });
    expect(datedCopies(readdirSync(copiesFolder))).toHaveLength(1);
    checkpointWhenIdle(journal);
    expect(journal.inner.fileHeld).toBe('free');
    await closeJournal(journal);
  });

  it('keeps seven copies, never drops the newest, and touches no other file', async () => {
    const { journal, open, copiesFolder, care } = await sold(0);
    const kept = limits.datedCopiesKept;
    for (let round = 0; round < kept; round += 1) {
      must(await sell(journal, open));
      await careDone(journal, care);
    }
    writeFileSync(join(copiesFolder, 'notes.txt'), 'of an officer');
    const seqs = (): number[] => datedCopies(readdirSync(copiesFolder)).map(({ seq }) => seq);
    expect(seqs()).toEqual([4, 5, 6, 7, 8, 9, 10]);
    must(await sell(journal, open));
    await careDone(journal, care);
    expect(seqs()).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(existsSync(join(copiesFolder, 'notes.txt'))).toBe(true);
    await closeJournal(journal);
  });

  it('sweeps away what an earlier round did not finish, and ends when it is told to', async () => {
    const { journal, copiesFolder, care } = await sold(2);
    await careDone(journal, care);
    for (const name of ['snapshot.partial', 'snapshot.partial-shm', '2026-11-23-9.journal.partial'])
      writeFileSync(join(copiesFolder, name), 'torn');
    const run = startCare(journal, care);
    await run.stop();
    expect((await run.outcome).kind).toBe('unfinished');
    await careDone(journal, care);
    expect(readdirSync(copiesFolder)).toEqual(['2026-11-23-5.journal']);
    await closeJournal(journal);
  });

  it('ends between two pages wherever it is when it is told to, and is never cut off', async () => {
    const { journal, copiesFolder, care } = await sold(30);
    await careDone(journal, care);
    const whole = readdirSync(copiesFolder);
    const ends = new Set<string>();
    for (let afterMs = 0; afterMs < 240; afterMs += 12) {
      const run = startCare(journal, care);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await run.stop();
      const outcome = await run.outcome;
      ends.add(outcome.kind === 'done' ? 'done' : outcome.detail);
      expect(journal.inner.fileHeld).toBe('free');
      expect(datedCopies(readdirSync(copiesFolder)).map(({ name }) => name)).toEqual(whole);
    }
    // A thread that was cut off would say "the thread ended".
    expect([...ends].filter((end) => !expectedEnds.has(end))).toEqual([]);
    await closeJournal(journal);
  });

  it.each(['"consumer":"102030405"', 'PTC-C02-2627-000001'])(
    'finds a flipped bit in the journal (%s), copies nothing, and keeps the copies that were',
    async (words) => {
      const { journal, open, options, copiesFolder, care } = await sold(2);
      await careDone(journal, care);
      must(await sell(journal, open));
      checkpointWhenIdle(journal);
      flipBit(join(options.folder, 'journal.db'), words);
      const { report } = await careDone(journal, care);
      expect(report.journal.ok).toBe(false);
      expect(report.copy.ok).toBe(false);
      expect(report.mirror).toBeNull();
      expect(readdirSync(copiesFolder)).toEqual(['2026-11-23-5.journal']);
      await closeJournal(journal);
    },
  );

  it('finds a flipped bit in every frame of the second copy', async () => {
    const { journal, options, care } = await sold(4);
    const path = mirrorPath(options);
    const whole = readFileSync(path);
    for (const seq of [1, 3, 7]) {
      flipBit(path, `"seq":${seq},`);
      const { report } = await careDone(journal, care);
      const [damage] = report.mirror?.damages ?? [];
      expect(damage).toEqual({ file: basename(path), why: 'frames', seq });
      expect(report.mirror?.missingSeq).toBe(seq);
      writeFileSync(path, whole);
    }
    flipBit(path, '"deviceKey"');
    expect((await careDone(journal, care)).report.mirror).toMatchObject({
      damages: [{ why: 'head' }],
      missingSeq: 1,
    });
    await closeJournal(journal);
  });
});
