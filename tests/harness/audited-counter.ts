import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Answer } from '../../counter/journal/answer.ts';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import { acknowledgementHash, answerHash, recoveryHash } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { dayClosedDraft } from '../../counter/day/day-close.ts';
import { shiftClosedDraft } from '../../counter/shift/shift-close.ts';
import { assert } from '../../counter/result.ts';
import { storeAcknowledgement, storeAnswers } from '../../db/answers.ts';
import { appendEntry } from '../../db/append.ts';
import { deviceSigner, type DeviceSigner, generateDeviceKey, sha256Hex } from '../../db/crypto.ts';
import { dayTotals, shiftTotals } from '../../db/day-reads.ts';
import {
  closeJournal,
  createJournal,
  type Journal,
  type JournalOptions,
  openJournal,
} from '../../db/journal.ts';
import { appendPrintStep, freezeDocument, printJobsOfEntry } from '../../db/print-jobs.ts';
import { generateRecoveryKey, type RecoveryKey } from '../../db/recovery-key.ts';
import { writeRecoveryKey } from '../../electron/service/recovery-key-file.ts';
import { everyDraft } from './every-draft.ts';
import { receiptText } from './frozen-receipt.ts';
import { enrolment, freshOptions, must, newUid, openCounter, type OpenCounter, sell } from './journal.ts';

/** A counter at rest that an auditor looks at: two days, answers, paper, a second copy with its key. */
export interface AuditedCounter {
  readonly folder: string;
  readonly journal: string;
  readonly mirror: string;
  readonly recoveryKeyFile: string;
  readonly entries: readonly StoredEntry[];
  /** Where files may be written that belong to neither. */
  readonly elsewhere: string;
  readonly recoveryKey: RecoveryKey;
  readonly options: JournalOptions;
  /** Day and shift that are still open. */
  readonly open: OpenCounter;
}

const dayMs = 86_400_000;

/**
 * Entries: 1 enrolled, 2 day, 3 shift, 4–6 sales of ₹500, 7 shift closed, 8 day closed; next day 9 day,
 * 10 shift, 11–12 sales, 13 cancellation of entry 12. Sale 4 is printed and answered; 8 is acknowledged.
 */
export async function auditedCounter(): Promise<AuditedCounter> {
  const key = generateRecoveryKey();
  const headEnd = deviceSigner(generateDeviceKey().secret);
  const { clock, options } = freshOptions({ recoveryPublicKey: key.publicKey });
  const keys = { headEndPublicKey: headEnd.publicKey, recoveryKey: key.publicKey };
  const created = await createJournal(options, 'C02', { ...enrolment(options.signer.publicKey), ...keys });
  assert(created.ok, 'a new journal opens');
  const journal = created.value;
  const entries: StoredEntry[] = [];

  const first = await openCounter(journal, clock.wallMs());
  for (let sold = 0; sold < 3; sold += 1) entries.push(must(await sell(journal, first)).entry);
  const [printed] = entries;
  assert(printed !== undefined, 'three were sold');
  print(journal, printed, options.signer);
  await closeDay(journal, first);
  await answered(journal, printed, headEnd);
  acknowledged(journal, headEnd);

  clock.pass(dayMs);
  const second = await openCounter(journal, clock.wallMs());
  must(await sell(journal, second));
  const last = must(await sell(journal, second)).entry;
  const { cancellation } = everyDraft(second);
  must(await appendEntry(journal, { ...cancellation, ref: last.uid }));
  const all = allEntries(journal);
  await closeJournal(journal);
  const elsewhere = dirname(options.folder);
  const recoveryKeyFile = join(elsewhere, 'recovery-key.json');
  const written = await writeRecoveryKey(recoveryKeyFile, key);
  assert(written.ok, 'the key is written');
  return {
    folder: options.folder,
    journal: join(options.folder, 'journal.db'),
    mirror: options.mirrorFolder ?? '',
    recoveryKeyFile,
    entries: all,
    elsewhere,
    recoveryKey: key,
    options,
    open: second,
  };
}

/**
 * The counter goes on as a spare PC would: entry 14 begins epoch 2 with a new device key, 15 is a sale;
 * then that key is lost too, and 16 names a third one, by which 17 is sold.
 */
export async function goesOnInNewEpoch(counter: AuditedCounter): Promise<void> {
  const { open, recoveryKey } = counter;
  const last = counter.entries.at(-1);
  assert(last !== undefined, 'there are entries');
  const common = { v: 1, ...open, operator: 'program', ledger: [], ref: null } as const;
  const spare = deviceSigner(generateDeviceKey().secret);
  const old = {
    counter: 'C02',
    oldEpoch: 1,
    oldSeq: last.seq,
    oldHash: last.hash,
    publicKey: spare.publicKey,
  };
  const recoverySignature = recoveryKey.sign(recoveryHash(sha256Hex, old));
  const { oldEpoch, oldHash, oldSeq, publicKey } = old;
  await written(counter, spare, null, async (journal) => {
    const recovery = {
      ...common,
      uid: newUid(),
      kind: 'recovery',
      source: 'mirror',
      recoverySignature,
    } as const;
    must(await appendEntry(journal, { ...recovery, oldEpoch, oldHash, oldSeq, publicKey }));
  });
  await written(counter, spare, counter.mirror, async (journal) => {
    must(await sell(journal, open));
  });
  const third = deviceSigner(generateDeviceKey().secret);
  await written(counter, third, counter.mirror, async (journal) => {
    must(
      await appendEntry(journal, { ...common, uid: newUid(), kind: 'key lost', publicKey: third.publicKey }),
    );
    must(await sell(journal, open));
  });
}

async function written(
  { options }: AuditedCounter,
  signer: DeviceSigner,
  mirrorFolder: string | null,
  act: (journal: Journal) => Promise<void>,
): Promise<void> {
  const opened = await openJournal({ ...options, signer, mirrorFolder });
  assert(opened.ok, `the journal opens: ${JSON.stringify(opened)}`);
  await act(opened.value);
  await closeJournal(opened.value);
}

function allEntries(journal: Journal): StoredEntry[] {
  const sql = `SELECT 'C02' AS counter, epoch, seq, uid, kind, body, prev_hash AS prevHash, hash, signature
    FROM entry ORDER BY seq`;
  return journal.db.prepare(sql).all() as StoredEntry[];
}

function print(journal: Journal, stored: StoredEntry, signer: DeviceSigner): void {
  const job = printJobsOfEntry(journal.db, stored.uid)[0]?.id ?? '';
  assert(freezeDocument(journal, job, receiptText(stored, signer)).ok, 'the slip is frozen');
  for (const state of ['checking', 'sending', 'awaiting', 'confirmed'] as const) {
    assert(appendPrintStep(journal, { job, state, attempt: 1, detail: null }).ok, state);
  }
}

async function closeDay(journal: Journal, open: OpenCounter): Promise<void> {
  const day = { uid: open.day, businessDate: open.businessDate };
  const books = { ...shiftTotals(journal.db, open.shift), floatPaise: 1_000_00 };
  const counted = { '50000': 5 };
  const closing = { uid: newUid(), day, shift: open.shift, cashier: 'asha', counted, books };
  must(await appendEntry(journal, shiftClosedDraft({ ...closing, differenceReason: null, approver: null })));
  const totals = dayTotals(journal.db, open.day);
  const unsent = { count: 3, sumPaise: 1_500_00 };
  must(await appendEntry(journal, dayClosedDraft({ uid: newUid(), day, operator: 'asha', totals, unsent })));
}

async function answered(journal: Journal, stored: StoredEntry, headEnd: DeviceSigner): Promise<void> {
  const { counter, epoch, seq, uid } = stored;
  const about = { v: 1, counter, epoch, seq, uid, record: 'recorded', credit: 'applied', turn: 1 } as const;
  const answer: Answer = { ...about, code: null, text: null, reference: 'HE-1', tokens: [], decidedAt: 7 };
  const text = canonicalJson({ ...answer, text: null });
  const signature = headEnd.sign(answerHash(sha256Hex, text));
  const kept = await storeAnswers(journal, [{ answer, text, signature }]);
  assert(kept.ok, 'the answer is kept');
}

function acknowledged(journal: Journal, headEnd: DeviceSigner): void {
  const tail = journal.inner.tail;
  const acknowledgement = {
    v: 1,
    serverId: 'reference',
    serverEpoch: 'one',
    counter: 'C02',
    epoch: 1,
    ackedSeq: tail.seq,
    headHash: tail.hash,
    at: 7,
  } as const;
  const text = canonicalJson(acknowledgement);
  const signature = headEnd.sign(acknowledgementHash(sha256Hex, text));
  assert(storeAcknowledgement(journal, { acknowledgement, text, signature }).ok, 'the word is kept');
}

/** Changes a journal as someone with a database tool and no scruples would: all guards taken away. */
export function tamper(journal: string, sql: string): void {
  const db = new Database(journal);
  const guards = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  db.pragma('foreign_keys = OFF');
  for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`);
  db.exec(sql);
  db.close();
}

/** Name, bytes and time of everything in a folder: what a command that changes nothing leaves alone. */
export function fingerprint(folder: string): string[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const { mtimeMs, size } = statSync(path);
      const sum = statSync(path).isFile()
        ? createHash('sha256').update(readFileSync(path)).digest('hex')
        : '';
      return `${name} ${size} ${mtimeMs} ${sum}`;
    });
}
