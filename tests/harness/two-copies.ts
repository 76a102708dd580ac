import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeJournal, type JournalOptions, openJournal } from '../../db/journal.ts';
import { readMirrorFile } from '../../db/mirror/read-file.ts';
import { secondCopyStatus } from '../../db/second-copy.ts';
import { verifyJournal } from '../../db/verify.ts';
import { enrolled, must, openCounter, sell } from './journal.ts';

/** The files of a journal in mid day, as a process that was killed leaves them. */
export interface TwoCopies {
  readonly options: JournalOptions;
  readonly journal: Buffer;
  readonly log: Buffer;
  readonly mirrorName: string;
  readonly mirror: Buffer;
  readonly lastSeq: number;
  readonly headHash: string;
}

export async function killedInMidDay(folder: string, sales: number): Promise<TwoCopies> {
  const folders = { folder: join(folder, 'data'), mirrorFolder: join(folder, 'mirror') };
  const { journal, options, clock } = await enrolled(folders);
  const open = await openCounter(journal, clock.wallMs());
  for (let sold = 0; sold < sales; sold += 1) must(await sell(journal, open));
  const [mirrorName = ''] = readdirSync(folders.mirrorFolder);
  const { seq, hash } = journal.inner.tail;
  const copies = {
    options,
    journal: readFileSync(join(folders.folder, 'journal.db')),
    log: readFileSync(join(folders.folder, 'journal.db-wal')),
    mirrorName,
    mirror: readFileSync(join(folders.mirrorFolder, mirrorName)),
    lastSeq: seq,
    headHash: hash,
  };
  await closeJournal(journal);
  return copies;
}

/**
 * Lays the files out with one of them changed, opens them as the counter does, and gives every way in
 * which journal and second copy are not what they were before the fault. `null`: the journal stayed shut.
 */
export async function lossesAfter(
  copies: TwoCopies,
  changed: Partial<Pick<TwoCopies, 'log' | 'mirror'>>,
): Promise<{ readonly opened: string; readonly losses: string[] }> {
  const { options, journal, log, mirrorName, mirror, lastSeq, headHash } = { ...copies, ...changed };
  const { folder, mirrorFolder } = options;
  if (mirrorFolder === null) throw new Error('there is a second copy');
  for (const path of [folder, mirrorFolder]) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
  }
  writeFileSync(join(folder, 'journal.db'), journal);
  writeFileSync(join(folder, 'journal.db-wal'), log);
  writeFileSync(join(mirrorFolder, mirrorName), mirror);
  const opened = await openJournal(options);
  if (!opened.ok) return { opened: opened.error.code, losses: [] };
  const { db, inner } = opened.value;
  const losses: string[] = [];
  if (inner.tail.seq !== lastSeq || inner.tail.hash !== headHash)
    losses.push(`the journal ends at ${inner.tail.seq}`);
  const proof = verifyJournal(db, 'every');
  if (!proof.ok) losses.push(`the proof fails: ${proof.error.code}`);
  const { state, throughSeq } = secondCopyStatus(opened.value);
  if (state !== 'whole' || throughSeq !== lastSeq)
    losses.push(`the second copy is ${state} to ${throughSeq}`);
  await closeJournal(opened.value);
  losses.push(...(await missingIn(mirrorFolder, lastSeq)));
  return { opened: 'opened', losses };
}

/** Entries that no file of the second copy holds. */
async function missingIn(folder: string, lastSeq: number): Promise<string[]> {
  const seqs = new Set<number>();
  for (const name of readdirSync(folder)) {
    const contents = await readMirrorFile(join(folder, name), { counter: 'C02', epoch: 1 });
    if (typeof contents === 'string') continue;
    for (const { head } of contents.frames) if (head.t === 'entry') seqs.add(head.seq);
  }
  return seqs.size === lastSeq ? [] : [`the second copy holds ${seqs.size} of ${lastSeq} entries`];
}
