import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, SignedAcknowledgement, SignedAnswer } from '../../counter/journal/answer.ts';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import { acknowledgementHash, answerHash } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { appendEntry } from '../../db/append.ts';
import { markOffered, storeAcknowledgement, storeAnswers } from '../../db/answers.ts';
import { deviceSigner, generateDeviceKey, sha256Hex } from '../../db/crypto.ts';
import { closeJournal, createJournal, type Journal, type JournalOptions } from '../../db/journal.ts';
import { noteWrongPins, setPin } from '../../db/people.ts';
import { appendPrintStep, freezeDocument, printJobsOfEntry } from '../../db/print-jobs.ts';
import { retrySecondCopy } from '../../db/second-copy.ts';
import {
  enrolment,
  freshOptions,
  must,
  newUid,
  nobody,
  openCounter,
  type OpenCounter,
  sell,
  slipOf,
} from './journal.ts';

/** A journal at rest in which every table that only grows holds something, and what it was made with. */
export interface FullJournal {
  readonly options: JournalOptions;
  readonly secret: string;
  readonly open: OpenCounter;
  readonly recharges: number;
}

/** A folder in memory where there is one: thousands of openings flush no disk. */
export function quickFolder(): string {
  const memory = '/dev/shm';
  return mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'division-counter-'));
}

/** Makes one below `folder`: `data/journal.db` and `mirror/`. */
export async function fullJournal(
  recharges: number,
  folder: string = quickFolder(),
  recoveryKey: string | null = null,
): Promise<FullJournal> {
  let dead = true;
  const faults = {
    mirrorFlush: () => (dead ? Promise.reject(new Error('EIO')) : Promise.resolve()),
  };
  const folders = { folder: join(folder, 'data'), mirrorFolder: join(folder, 'mirror') };
  const { options, secret, clock } = freshOptions({ ...folders, faults });
  mkdirSync(folders.mirrorFolder);
  const headEnd = deviceSigner(generateDeviceKey().secret);
  const first = { ...enrolment(options.signer.publicKey), headEndPublicKey: headEnd.publicKey, recoveryKey };
  const created = await createJournal(options, 'C02', first);
  if (!created.ok) throw new Error(created.error.detail);
  const journal = created.value;
  dead = false;
  if ((await retrySecondCopy(journal)) !== 'two') throw new Error('the second copy came back');
  await addPeople(journal);
  const open = await openCounter(journal, clock.wallMs());
  await addOutage(journal, open);
  for (let sold = 0; sold < recharges; sold += 1) {
    clock.pass(60_000);
    const consumer = `10203${String(sold % 17).padStart(4, '0')}`;
    const { entry } = must(await sell(journal, open, { consumer, amountPaise: (100 + sold) * 100 }));
    print(journal, entry, sold % 3);
    if (sold % 2 === 0) await answer(journal, entry, headEnd.sign);
  }
  await closeJournal(journal);
  const { faults: _, ...rest } = options;
  return { options: rest, secret, open, recharges };
}

async function addPeople(journal: Journal): Promise<void> {
  const name = { hi: 'आशा', en: 'Asha' };
  for (const person of ['asha', 'ravi']) {
    const kept = await appendEntry(journal, {
      ...nobody,
      kind: 'person set',
      uid: newUid(),
      person,
      name,
      role: 'head-cashier',
      state: 'active',
    });
    must(kept);
    if (!setPin(journal, person, `scrypt$16384$${'ab'.repeat(40)}`).ok) throw new Error('a PIN is kept');
  }
  for (const wrong of [1, 2]) noteWrongPins(journal, 'asha', wrong);
}

async function addOutage(journal: Journal, open: OpenCounter): Promise<void> {
  const common = { v: 1, ...open, operator: 'asha', ledger: [] } as const;
  const uid = newUid();
  must(
    await appendEntry(journal, {
      ...common,
      kind: 'outage opened',
      uid,
      ref: null,
      name: 'O1',
      since: 5,
      cause: 'link',
    }),
  );
  must(await appendEntry(journal, { ...common, kind: 'outage closed', uid: newUid(), ref: uid, name: 'O1' }));
}

/** How far the paper of a sale came: 0 waits, 1 is being sent, 2 is proved. */
function print(journal: Journal, entry: StoredEntry, how: number): void {
  const [job] = printJobsOfEntry(journal.db, entry.uid);
  if (job === undefined || how === 0) return;
  const steps = [freezeDocument(journal, job.id, slipOf(entry)).ok];
  const states =
    how === 1 ? (['checking', 'blocked'] as const) : (['sending', 'awaiting', 'confirmed'] as const);
  for (const state of states) {
    const detail = { reason: 'none', bytes: 40_000, proof: null, person: null };
    steps.push(appendPrintStep(journal, { job: job.id, state, attempt: 1, detail }).ok);
  }
  if (steps.includes(false)) throw new Error('a print step is kept');
}

async function answer(journal: Journal, entry: StoredEntry, sign: (hash: string) => string): Promise<void> {
  const offered = markOffered(journal, entry.seq);
  const stored = await storeAnswers(journal, [signedAnswer(entry, sign)]);
  const acknowledged = storeAcknowledgement(journal, signedAcknowledgement(entry, sign));
  if (!offered.ok || !stored.ok || !acknowledged.ok) throw new Error('an answer is kept');
}

function signedAnswer(entry: StoredEntry, sign: (hash: string) => string): SignedAnswer {
  const { counter, epoch, seq, uid } = entry;
  const said: Answer = {
    v: 1,
    counter,
    epoch,
    seq,
    uid,
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference: `HE-${seq}`,
    tokens: ['12345678901234567890'],
    decidedAt: 1,
  };
  const text = canonicalJson({ ...said, text: null });
  return { answer: said, text, signature: sign(answerHash(sha256Hex, text)) };
}

function signedAcknowledgement(entry: StoredEntry, sign: (hash: string) => string): SignedAcknowledgement {
  const { counter, epoch, seq, hash } = entry;
  const said = {
    v: 1,
    serverId: 'head-end',
    serverEpoch: 'a',
    counter,
    epoch,
    ackedSeq: seq,
    headHash: hash,
    at: 1,
  } as const;
  const text = canonicalJson(said);
  return { acknowledgement: said, text, signature: sign(acknowledgementHash(sha256Hex, text)) };
}
