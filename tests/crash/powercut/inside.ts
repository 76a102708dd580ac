/**
 * Runs inside the machine whose power is cut: `node inside.ts PLANFILE`. First it judges what the last
 * cut left, then it sells until the power goes. Each line on the console is written at once, as a slip
 * would be: what stands there has been promised.
 */
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import { currentDay, currentShift } from '../../../db/day-reads.ts';
import { entriesFrom } from '../../../db/entries.ts';
import { createJournal, type Journal, type JournalOptions, openJournal } from '../../../db/journal.ts';
import type { Copies } from '../../../db/second-copy.ts';
import { statement } from '../../../db/statement.ts';
import { enrolment, must, type OpenCounter, openCounter, sell } from '../../harness/journal.ts';
import { judgeImage } from '../replay/judge.ts';
import { journalFolder, mirrorFolder } from '../replay/places.ts';
import { type Promised, promiseLine, readPromise } from '../replay/promise.ts';
import { type MachineLine, machineLine } from './machine-line.ts';

export interface InsidePlan {
  /** Where the two disks are mounted. */
  readonly root: string;
  readonly secret: string;
  /** File with a line for each promise of earlier runs. */
  readonly promises: string;
  readonly act: 'judge' | 'judge and sell';
  /** Sells as a counter whose SQLite keeps its default of a log that is not flushed. */
  readonly plant: 'none' | 'no-flush';
}

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as InsidePlan;
const options: JournalOptions = {
  folder: join(plan.root, journalFolder),
  mirrorFolder: join(plan.root, mirrorFolder),
  recoveryPublicKey: null,
  clock: { wallMs: () => Date.now(), monotonicMs: () => Math.round(performance.now()) },
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: `boot-${process.hrtime.bigint()}`,
};

function say(line: MachineLine): void {
  writeSync(1, machineLine(line));
}

const promises = readFileSync(plan.promises, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map(readPromise);
if (promises.length > 0) await judge();
if (plan.act === 'judge and sell') await sellForEver();

async function judge(): Promise<void> {
  const lost = await countLost();
  const verdict = await judgeImage(plan.root, plan.secret, promises, 'journal first');
  say({ kind: 'judged', promised: promises.length, ...lost, verdict });
}

/** The journal alone, before the second copy can mend it. */
async function countLost(): Promise<{ lost: number; beyond: number }> {
  const opened = await openJournal({ ...options, mirrorFolder: null });
  if (!opened.ok) return { lost: promises.length, beyond: 0 };
  const { inner } = opened.value;
  const entry = statement<{ hash: string }>(inner.db, 'SELECT hash FROM entry WHERE seq = ?');
  const isLost = (each: Promised) => each.kind === 'entry' && entry.get(each.seq)?.hash !== each.hash;
  const lost = promises.filter(isLost).length;
  const beyond = inner.tail.seq - promises.length + lost;
  inner.db.close();
  return { lost, beyond };
}

async function sellForEver(): Promise<void> {
  const journal = await openOrCreate();
  if (plan.plant === 'no-flush') journal.inner.db.pragma('synchronous = NORMAL');
  const open = openedBefore(journal) ?? (await openCounter(journal, Date.now()));
  // What opened is whole in both copies: it is told now, also what the last cut left untold.
  for (const stored of entriesFrom(journal.db, promises.length + 1, 100, 1_000_000)) promise(stored, 'two');
  for (;;) {
    const { entry, copies } = must(await sell(journal, open));
    promise(entry, copies);
  }
}

function openedBefore({ db }: Journal): OpenCounter | null {
  const day = currentDay(db);
  const shift = currentShift(db, 'asha');
  if (day === null || shift === null) return null;
  return { day: day.day, shift: shift.shift, businessDate: day.businessDate };
}

function promise({ seq, uid, hash }: StoredEntry, copies: Copies): void {
  writeSync(1, promiseLine({ kind: 'entry', seq, uid, hash, copies }));
}

async function openOrCreate(): Promise<Journal> {
  const isThere = existsSync(join(options.folder, 'journal.db'));
  const result = isThere
    ? await openJournal(options)
    : await createJournal(options, 'C02', enrolment(options.signer.publicKey));
  assert(result.ok, `the journal opens: ${JSON.stringify(result)}`);
  return result.value;
}
