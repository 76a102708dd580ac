import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import { closeJournal, type Journal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import { mirrorFiles } from '../../../db/mirror/file-names.ts';
import { readMirrorFile } from '../../../db/mirror/read-file.ts';
import { secondCopyStatus } from '../../../db/second-copy.ts';
import { statement } from '../../../db/statement.ts';
import { verifyJournal } from '../../../db/verify.ts';
import { handClock } from '../../harness/journal.ts';
import { journalFolder, mirrorFolder } from './places.ts';
import type { Promised } from './promise.ts';

/** What is broken in one image, in words that are the same for the same fault; null where nothing is. */
export type Verdict = string | null;

const afterTheCut = Date.parse('2026-11-25T05:30:00Z');

/**
 * Judges what a power cut left in `root`: each copy by itself must hold every promise, and the counter
 * must open with both. The journal comes first and alone, or else the second copy would mend it.
 */
export async function judgeImage(
  root: string,
  secret: string,
  promises: readonly Promised[],
): Promise<Verdict> {
  const folder = join(root, journalFolder);
  if (!existsSync(join(folder, 'journal.db'))) {
    return promises.length === 0 ? null : 'the journal is gone';
  }
  const inMirror = await entriesOfMirror(join(root, mirrorFolder));
  const lostInMirror = promises.find(
    (each) => each.kind === 'entry' && each.copies === 'two' && inMirror.get(each.seq) !== each.hash,
  );
  if (lostInMirror !== undefined) return 'the second copy lost an entry';
  const options = optionsFor(folder, secret);
  const alone = await openJournal({ ...options, mirrorFolder: null });
  if (!alone.ok) return `the journal does not open: ${alone.error.code}`;
  const fault = brokenPromise(alone.value, promises) ?? brokenBooks(alone.value);
  const { seq, hash } = alone.value.inner.tail;
  await closeJournal(alone.value);
  if (fault !== null) return fault;
  return judgeBoth({ ...options, mirrorFolder: join(root, mirrorFolder) }, { seq, hash });
}

async function judgeBoth(options: JournalOptions, tail: { seq: number; hash: string }): Promise<Verdict> {
  const both = await openJournal(options);
  if (!both.ok) return `both copies together do not open: ${both.error.code}`;
  const { inner } = both.value;
  const copy = secondCopyStatus(both.value);
  await closeJournal(both.value);
  if (inner.tail.seq !== tail.seq || inner.tail.hash !== tail.hash)
    return 'the second copy changed the journal';
  const isThere = options.mirrorFolder !== null && existsSync(options.mirrorFolder);
  return !isThere || (copy.state === 'whole' && copy.throughSeq === tail.seq)
    ? null
    : 'the second copy stays behind';
}

function optionsFor(folder: string, secret: string): JournalOptions {
  return {
    folder,
    mirrorFolder: null,
    recoveryPublicKey: null,
    clock: handClock(afterTheCut),
    random: systemRandom,
    signer: deviceSigner(secret),
    bootId: 'after-the-cut',
  };
}

/** Hash of each entry that the files of the second copy prove, without any key. */
async function entriesOfMirror(folder: string): Promise<Map<number, string>> {
  const hashes = new Map<number, string>();
  if (!existsSync(folder)) return hashes;
  for (const { path } of await mirrorFiles(folder, 'C02', 1)) {
    const contents = await readMirrorFile(path, { counter: 'C02', epoch: 1 });
    if (contents === 'no-head') continue;
    assert(typeof contents !== 'string', `${basename(path)} can be read: ${String(contents)}`);
    for (const { head } of contents.frames) if (head.t === 'entry') hashes.set(head.seq, head.hash);
  }
  return hashes;
}

function brokenPromise({ db }: Journal, promises: readonly Promised[]): Verdict {
  const hashAt = statement<{ hash: string; uid: string }>(db, 'SELECT hash, uid FROM entry WHERE seq = ?');
  const answerAt = statement(db, 'SELECT 1 FROM answer WHERE seq = ? AND turn = ?');
  const stepAt = statement(db, 'SELECT 1 FROM print_step WHERE job = ? AND n = ?');
  for (const promised of promises) {
    switch (promised.kind) {
      case 'entry': {
        const row = hashAt.get(promised.seq);
        if (row?.hash !== promised.hash || row.uid !== promised.uid) return 'the journal lost an entry';
        break;
      }
      case 'answer':
        if (answerAt.get(promised.seq, promised.turn) === undefined) return 'the journal lost an answer';
        break;
      case 'print step':
        if (stepAt.get(promised.job, promised.step) === undefined) return 'the journal lost a print step';
    }
  }
  return null;
}

/** The whole proof, and that no money came from nowhere and no recharge is without its slip. */
function brokenBooks({ db }: Journal): Verdict {
  const proof = verifyJournal(db, 'closes');
  if (!proof.ok) return `the proof fails: ${proof.error.code}`;
  const sum = 'SELECT ifnull(sum(amount_paise), 0) AS paise FROM ledger';
  if (statement<{ paise: number }>(db, sum).get()?.paise !== 0) return 'the ledger is not zero';
  const unprinted = `SELECT 1 FROM entry WHERE kind = 'recharge'
    AND NOT EXISTS (SELECT 1 FROM print_job WHERE entry = entry.uid AND slip = 'receipt' AND copy = 0)`;
  return statement(db, unprinted).get() === undefined ? null : 'a recharge has no print job';
}
