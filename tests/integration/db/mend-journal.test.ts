import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { careRecords } from '../../../db/care/care-events.ts';
import { journalProof, keepReport } from '../../../db/care/keep-report.ts';
import { lossIsMarked } from '../../../db/care/loss-mark.ts';
import { openOrMend } from '../../../db/care/open-or-mend.ts';
import { checkpointWhenIdle } from '../../../db/checkpoint.ts';
import { deviceSigner, generateDeviceKey } from '../../../db/crypto.ts';
import { lastSeq } from '../../../db/entries.ts';
import { closeJournal, type Journal, type JournalOptions } from '../../../db/journal.ts';
import { openPrintJobs } from '../../../db/print-jobs.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { careDone, flipBit, sold } from '../../harness/care.ts';
import { must, sell } from '../../harness/journal.ts';

async function opened(options: JournalOptions): Promise<Journal> {
  const journal = await openOrMend(options);
  if (!journal.ok) throw new Error(`${journal.error.code}: ${journal.error.detail}`);
  return journal.value;
}

function proofOf(journal: Journal) {
  const proof = verifyJournal(journal.db, 'every');
  if (!proof.ok) throw new Error(`${proof.error.code} ${proof.error.seq}`);
  return proof.value;
}

/** A counter at rest, and what its journal said when it was whole. */
async function atRest(sales: number) {
  const counter = await sold(sales);
  const proof = proofOf(counter.journal);
  const prints = openPrintJobs(counter.journal.db).length;
  await closeJournal(counter.journal);
  return { ...counter, proof, prints, path: join(counter.options.folder, 'journal.db') };
}

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

describe('a damaged journal beside a whole second copy', () => {
  it('is mended at the opening after its proof failed: the row comes from the copy, the damaged file stays', async () => {
    const counter = await sold(5);
    const { journal, options, open, clock } = counter;
    const proof = proofOf(journal);
    checkpointWhenIdle(journal);
    const path = join(options.folder, 'journal.db');
    flipBit(path, '"consumer":"102030405"');
    const damaged = readFileSync(path);
    expect((await keepReport(journal, await careDone(journal, counter.care))).journal).toBe('failed');
    must(await sell(journal, open));
    await closeJournal(journal);
    clock.pass(60_000);
    const mended = await opened(options);
    expect(proofOf(mended)).toMatchObject({ entries: proof.entries + 1 });
    expect(readdirSync(options.folder)).toContain('journal.db.damaged-2026-11-23');
    expect(statSync(`${path}.damaged-2026-11-23`).size).toBeGreaterThanOrEqual(damaged.length);
    const record = careRecords(mended.db).at(-1);
    expect(record).toMatchObject({ event: 'journal-mended', file: 'journal.db', afterSeq: 9 });
    expect(record?.detail).toContain('journal.db.damaged-2026-11-23');
    expect(journalProof(mended.db).state).toBe('passed');
    expect(openPrintJobs(mended.db)).toHaveLength(6);
    expect(must(await sell(mended, open)).copies).toBe('two');
    expect((await careDone(mended, counter.care)).report).toMatchObject({
      journal: { ok: true },
      mirror: { damages: [], missingSeq: null },
    });
    await closeJournal(mended);
  });

  it.each([
    ['its first page is gone', (path: string) => overwrite(path, 0, Buffer.alloc(4096))],
    ['a page in its middle is gone', (path: string) => overwrite(path, 4096 * 8, Buffer.alloc(4096 * 3, 7))],
    ['it is cut short', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 4096 * 5))],
    ['its last entry is another', (path: string) => flipBit(path, '"seq":8,')],
  ])('is mended where it does not open: %s', async (_what, damage) => {
    const { options, open, proof, path } = await atRest(5);
    damage(path);
    const mended = await opened(options);
    expect(proofOf(mended)).toEqual(proof);
    expect(careRecords(mended.db).map(({ event }) => event)).toContain('journal-mended');
    expect(existsSync(`${path}.damaged-2026-11-23`)).toBe(true);
    expect(must(await sell(mended, open)).copies).toBe('two');
    await closeJournal(mended);
  });

  it('keeps the evidence of each damage under a name of its own', async () => {
    const { options, path, proof } = await atRest(3);
    for (const name of ['journal.db.damaged-2026-11-23', 'journal.db.damaged-2026-11-23-2']) {
      overwrite(path, 0, Buffer.alloc(4096));
      const mended = await opened(options);
      expect(proofOf(mended)).toEqual(proof);
      expect(existsSync(join(options.folder, name))).toBe(true);
      await closeJournal(mended);
    }
  });
});

describe('a damaged journal that no copy can mend without a doubt', () => {
  it('stays as it is while the second copy is lost: sales may stand in it alone', async () => {
    const { journal, options, open } = await sold(2);
    rmSync(options.mirrorFolder ?? '', { recursive: true });
    expect(must(await sell(journal, open)).copies).toBe('single');
    await closeJournal(journal);
    expect(lossIsMarked(options.folder)).toBe(true);
    const path = join(options.folder, 'journal.db');
    overwrite(path, 0, Buffer.alloc(4096));
    const before = readFileSync(path);
    const refused = await openOrMend(options);
    expect(refused).toMatchObject({ ok: false, error: { code: 'corrupt' } });
    if (!refused.ok) expect(refused.error.detail).toContain('the second copy was lost');
    expect(readFileSync(path)).toEqual(before);
  });

  it('stays as it is with another device key, and where the damage stands in both copies', async () => {
    const { options, path } = await atRest(3);
    overwrite(path, 0, Buffer.alloc(4096));
    const other = { ...options, signer: deviceSigner(generateDeviceKey().secret) };
    expect(await openOrMend(other)).toMatchObject({ ok: false, error: { code: 'corrupt' } });

    const twice = await atRest(3);
    flipBit(twice.path, '"seq":6,');
    const [file = ''] = readdirSync(twice.options.mirrorFolder ?? '');
    flipBit(join(twice.options.mirrorFolder ?? '', file), '"seq":6,');
    const refused = await openOrMend(twice.options);
    expect(refused.ok).toBe(false);
    expect(readdirSync(twice.options.folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('goes on selling with a failed proof on record, and is tried again at the next opening', async () => {
    // Farther back than each opening proves.
    const { options, path, open, care } = await atRest(limits.journalTailProved + 5);
    flipBit(path, '"receiptNumber":"PTC-C02-2627-000001"');
    const without = { ...options, mirrorFolder: null };
    const journal = await opened(without);
    expect((await keepReport(journal, await careDone(journal, care))).journal).toBe('failed');
    await closeJournal(journal);
    const still = await opened(without);
    expect(careRecords(still.db).at(-1)).toMatchObject({ event: 'proof-failed' });
    expect(careRecords(still.db).at(-1)?.detail).toContain('not mended');
    must(await sell(still, open));
    await closeJournal(still);
    const mended = await opened(options);
    expect(proofOf(mended).entries).toBe(lastSeq(mended.db));
    expect(journalProof(mended.db).state).toBe('passed');
    await closeJournal(mended);
  });
});
