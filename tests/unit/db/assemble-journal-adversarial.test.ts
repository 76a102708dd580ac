import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryHash } from '../../../counter/journal/chain.ts';
import { sha256Hex, deviceSigner, generateDeviceKey } from '../../../db/crypto.ts';
import { closeJournal } from '../../../db/journal.ts';
import { openedByDevice, openedByRecoveryKey } from '../../../db/mirror/file-opener.ts';
import type { EntryHead } from '../../../db/mirror/frame.ts';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { restoreJournal } from '../../../db/restore/restore-journal.ts';
import { assembleJournal, type AssembleOptions } from '../../../db/restore/assemble-journal.ts';
import { verifyJournalFile } from '../../../db/verify.ts';
import { newFolder } from '../../harness/journal.ts';
import {
  mirrorFilesOf,
  type OpenedFrame,
  rewriteMirror,
  type RunningPc,
  sellSome,
  startPc,
} from '../../harness/dead-pc.ts';

const firstFile = 'C02-1-2026-11-23.mirror';

/** Three entries of the opening and so many sales, at rest. */
async function deadPc(sales = 5): Promise<RunningPc & { readonly lastHash: string }> {
  const pc = await startPc();
  const entries = await sellSome(pc, sales);
  await closeJournal(pc.journal);
  return { ...pc, lastHash: entries.at(-1)?.hash ?? '' };
}

function fromMirror(pc: RunningPc, more: Partial<AssembleOptions> = {}): AssembleOptions {
  return {
    counter: null,
    mirror: { folder: pc.mirrorFolder, open: openedByRecoveryKey(pc.recovery) },
    journal: null,
    target: join(newFolder(), 'journal.db'),
    device: 'new',
    at: 1,
    ...more,
  };
}

async function assembled(options: AssembleOptions) {
  const result = await assembleJournal(options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  const proof = await verifyJournalFile(options.target, 'every');
  expect(proof).toMatchObject({
    ok: true,
    value: { entries: result.value.lastSeq, headHash: result.value.headHash },
  });
  return result.value;
}

const isEntry = (frame: OpenedFrame): frame is OpenedFrame & { head: EntryHead } => frame.head.t === 'entry';
const entryAt = (seq: number) => (frame: OpenedFrame) => isEntry(frame) && frame.head.seq === seq;

describe('a mirror file that was tampered with', () => {
  it('gives the same journal with its frames doubled and out of order', async () => {
    const pc = await deadPc();
    rewriteMirror(pc, firstFile, (frames) => [...frames.toReversed(), ...frames]);
    expect(await assembled(fromMirror(pc))).toMatchObject({ lastSeq: 8, headHash: pc.lastHash, lost: null });
  });

  it('is read up to a torn end, wherever the power went', async () => {
    const pc = await deadPc(2);
    const whole = readFileSync(join(pc.mirrorFolder, firstFile));
    const end = whole.findLastIndex((byte) => byte !== 0) + 1;
    for (let cut = end - 1; cut > end - 900; cut -= 67) {
      truncateSync(join(pc.mirrorFolder, firstFile), cut);
      expect(await assembled(fromMirror(pc))).toMatchObject({ lastSeq: 4 });
    }
  });

  it('gives nothing of another counter, though its frames stand in the file of this one', async () => {
    const pc = await deadPc();
    const other = await startPc('C03');
    await sellSome(other, 3);
    await closeJournal(other.journal);
    const stranger = mirrorFilesOf(other)[0] ?? '';
    copyFileSync(join(other.mirrorFolder, stranger), join(pc.mirrorFolder, 'C02-1-2026-11-24.mirror'));
    const report = await assembled(fromMirror(pc));
    expect(report).toMatchObject({ lastSeq: 8, headHash: pc.lastHash });
    expect(report.mirrorFaults).toEqual([{ file: 'C02-1-2026-11-24.mirror', why: 'other-counter' }]);
  });

  it('asks which counter, where one folder holds several', async () => {
    const pc = await deadPc();
    const other = await startPc('C03');
    await closeJournal(other.journal);
    cpSync(other.mirrorFolder, pc.mirrorFolder, { recursive: true });
    const which = await assembleJournal(fromMirror(pc));
    expect(which).toMatchObject({ ok: false, error: { code: 'which-counter', counters: ['C02', 'C03'] } });
    expect(await assembled(fromMirror(pc, { counter: 'C02' }))).toMatchObject({ headHash: pc.lastHash });
    const unknown = await assembleJournal(fromMirror(pc, { counter: 'C09' }));
    expect(unknown).toMatchObject({ ok: false, error: { code: 'which-counter' } });
  });

  it('gives nothing with a wrong recovery key or the key of another device, and leaves no file', async () => {
    const pc = await deadPc();
    const keys = [
      openedByRecoveryKey(generateRecoveryKey()),
      openedByDevice(deviceSigner(generateDeviceKey().secret)),
    ];
    for (const open of keys) {
      const options = fromMirror(pc, { mirror: { folder: pc.mirrorFolder, open } });
      expect(await assembleJournal(options)).toMatchObject({ ok: false, error: { code: 'wrong-key' } });
      expect(readdirSync(join(options.target, '..'))).toEqual([]);
    }
  });
});

/** The entry again with another amount, its hash made right: all that can be done without the device key. */
function forged(
  { head, body }: OpenedFrame & { head: EntryHead },
  prevHash: string,
): OpenedFrame & { head: EntryHead } {
  const changed = body.replaceAll('10000', '90000');
  expect(changed).not.toBe(body);
  const hash = entryHash(sha256Hex, { ...head, prevHash, body: changed });
  return { head: { ...head, prevHash, hash }, body: changed };
}

describe('an entry that was changed', () => {
  it('is not taken at the end, for no signature stands behind it', async () => {
    const pc = await deadPc(1);
    rewriteMirror(pc, firstFile, (frames) =>
      frames.map((frame) =>
        isEntry(frame) && frame.head.seq === 4 ? forged(frame, frame.head.prevHash) : frame,
      ),
    );
    expect(await assembled(fromMirror(pc))).toMatchObject({ lastSeq: 3, lost: { fromSeq: 4, toSeq: 4 } });
  });

  it('is not taken before the true one, though it stands first', async () => {
    const pc = await deadPc(3);
    rewriteMirror(pc, firstFile, (frames) => {
      const target = frames.filter(isEntry).find(({ head }) => head.seq === 4);
      return target === undefined ? frames : [...frames, forged(target, target.head.prevHash)];
    });
    expect(await assembled(fromMirror(pc))).toMatchObject({
      lastSeq: 6,
      headHash: pc.lastHash,
      setAside: [],
    });
  });

  it('ends the journal where no other copy of it is, and what stands behind is named', async () => {
    const pc = await deadPc(5);
    rewriteMirror(pc, firstFile, (frames) => frames.filter((frame) => !entryAt(6)(frame)));
    expect(await assembled(fromMirror(pc))).toMatchObject({ lastSeq: 5, lost: { fromSeq: 6, toSeq: 8 } });
  });

  it('is not taken with another body under its own hash', async () => {
    const pc = await deadPc(3);
    rewriteMirror(pc, firstFile, (frames) =>
      frames.map((frame) =>
        entryAt(5)(frame) ? { ...frame, body: frame.body.replace('asha', 'ravi') } : frame,
      ),
    );
    expect(await assembled(fromMirror(pc))).toMatchObject({ lastSeq: 4, lost: { fromSeq: 5, toSeq: 6 } });
  });

  it('is not taken from the future', async () => {
    const pc = await deadPc(2);
    rewriteMirror(pc, firstFile, (frames) => [
      ...frames,
      ...frames
        .filter(isEntry)
        .map((frame) => ({ ...frame, head: { ...frame.head, seq: frame.head.seq + 40 } })),
      ...frames.filter(isEntry).map((frame) => ({ ...frame, head: { ...frame.head, epoch: 2 } })),
    ]);
    const report = await assembled(fromMirror(pc));
    expect(report).toMatchObject({
      lastSeq: 5,
      epoch: 1,
      headHash: pc.lastHash,
      lost: { fromSeq: 6, toSeq: 45 },
    });
  });
});

describe('two stories under one name', () => {
  it('give the longer one, and the other is named', async () => {
    const pc = await startPc();
    await sellSome(pc, 2);
    await closeJournal(pc.journal);
    const clone = join(newFolder(), 'clone');
    cpSync(pc.options.folder, clone, { recursive: true });
    const original = await reopened(pc, pc.options.folder, pc.mirrorFolder);
    await sellSome(original, 1);
    await closeJournal(original.journal);
    const copied = await reopened(pc, clone, null);
    const longer = await sellSome(copied, 4);
    await closeJournal(copied.journal);
    const journal = join(clone, 'journal.db');
    const report = await assembled(fromMirror(pc, { journal }));
    expect(report).toMatchObject({ lastSeq: 9, headHash: longer.at(-1)?.hash });
    expect(report.setAside).toMatchObject([{ seq: 6, epoch: 1 }]);
  });
});

async function reopened(pc: RunningPc, folder: string, mirrorFolder: string | null): Promise<RunningPc> {
  const { openJournal } = await import('../../../db/journal.ts');
  const opened = await openJournal({ ...pc.options, folder, mirrorFolder });
  if (!opened.ok) throw new Error(opened.error.detail);
  return { ...pc, journal: opened.value };
}

describe('a recovery that another division signed', () => {
  it('begins no epoch, whether the journal names a recovery key or none', async () => {
    for (const named of ['named', 'unnamed'] as const) {
      const pc = await startPc('C02', named);
      await sellSome(pc, 2);
      await closeJournal(pc.journal);
      const target = join(newFolder(), 'data');
      const stranger = generateRecoveryKey();
      const spare = { ...pc.options, folder: target, signer: deviceSigner(generateDeviceKey().secret) };
      const restored = await restoreJournal({
        counter: null,
        mirrorFolder: null,
        journalPath: pc.journalPath,
        recoveryKey: stranger,
        target: { ...spare, mirrorFolder: pc.mirrorFolder, recoveryPublicKey: pc.recovery.publicKey },
        keepKey: async () => undefined,
      });
      if (named === 'named') {
        expect(restored).toMatchObject({ ok: false, error: { code: 'other-division' } });
        continue;
      }
      expect(restored).toMatchObject({ ok: true });
      const journal = join(target, 'journal.db');
      const ours = { journal, recoveryKey: pc.recovery.publicKey };
      expect(await assembled(fromMirror(pc, ours))).toMatchObject({ epoch: 1, lastSeq: 5 });
      const theirs = { journal, recoveryKey: stranger.publicKey };
      expect(await assembled(fromMirror(pc, theirs))).toMatchObject({ epoch: 2, lastSeq: 6 });
    }
  });
});

describe('sources that hold nothing', () => {
  it('are named, and no file is left', async () => {
    const pc = await deadPc(1);
    const empty = newFolder();
    const options = fromMirror(pc, { mirror: { folder: empty, open: openedByRecoveryKey(pc.recovery) } });
    expect(await assembleJournal(options)).toMatchObject({
      ok: false,
      error: { code: 'which-counter', counters: [] },
    });
    mkdirSync(join(empty, 'x.mirror'));
    writeFileSync(join(empty, firstFile), 'not a mirror file');
    const nothing = await assembleJournal(options);
    expect(nothing).toMatchObject({ ok: false, error: { code: 'nothing-proved' } });
    expect(readdirSync(join(options.target, '..'))).toEqual([]);
  });
});
