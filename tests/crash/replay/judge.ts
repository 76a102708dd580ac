import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { openOrMend } from '../../../db/care/open-or-mend.ts';
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
 * How the counter is started after the cut: with both copies at once, as in the field; or the journal
 * first and alone, so that nothing it lost can be mended from the second copy before it is missed; or
 * mending what is damaged, as the service does.
 */
export type Start = 'together' | 'journal first' | 'mending';

/** Judges what a power cut left in `root`: each copy must hold every promise, and the counter must open. */
export async function judgeImage(
  root: string,
  secret: string,
  promises: readonly Promised[],
  start: Start,
): Promise<Verdict> {
  const folder = join(root, journalFolder);
  if (start !== 'mending' && !existsSync(join(folder, 'journal.db'))) {
    return promises.length === 0 ? null : 'the journal is gone';
  }
  const inMirror = await entriesOfMirror(join(root, mirrorFolder));
  const lostInMirror = promises.find(
    (each) => each.kind === 'entry' && each.copies === 'two' && inMirror.get(each.seq) !== each.hash,
  );
  if (lostInMirror !== undefined) return 'the second copy lost an entry';
  const both = optionsAfterCut(root, secret);
  const alone = { ...both, mirrorFolder: null };
  const opens = start === 'journal first' ? [alone, both] : [both];
  for (const each of opens) {
    const verdict = await judgeOpened(each, start, promises);
    if (verdict !== null) return verdict;
  }
  return null;
}

async function judgeOpened(
  options: JournalOptions,
  start: Start,
  promises: readonly Promised[],
): Promise<Verdict> {
  const opened = start === 'mending' ? await openOrMend(options) : await openJournal(options);
  if (!opened.ok) return `the journal does not open: ${opened.error.code}`;
  const verdict =
    brokenPromise(opened.value, promises) ?? brokenBooks(opened.value) ?? copyBehind(opened.value, options);
  await closeJournal(opened.value);
  return verdict;
}

/** After every opening the second copy holds all that the journal does, unless first run was cut off before it. */
function copyBehind(journal: Journal, { mirrorFolder: folder }: JournalOptions): Verdict {
  if (folder === null || !existsSync(folder)) return null;
  const { state, throughSeq } = secondCopyStatus(journal);
  return state === 'whole' && throughSeq === journal.inner.tail.seq ? null : 'the second copy stays behind';
}

/** With both copies, at a time after everything that was recorded. */
export function optionsAfterCut(root: string, secret: string): JournalOptions {
  return {
    folder: join(root, journalFolder),
    mirrorFolder: join(root, mirrorFolder),
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
    assert(typeof contents !== 'string', `${basename(path)} can be read`);
    for (const { head } of contents.frames) if (head.t === 'entry') hashes.set(head.seq, head.hash);
  }
  return hashes;
}

function brokenPromise({ db }: Journal, promises: readonly Promised[]): Verdict {
  const hashAt = statement<{ hash: string; uid: string }>(db, 'SELECT hash, uid FROM entry WHERE seq = ?');
  const entryOf = statement(db, 'SELECT 1 FROM entry WHERE uid = ?');
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
      case 'refused':
        if (entryOf.get(promised.uid) !== undefined) return 'a refused sale came back';
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
