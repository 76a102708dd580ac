import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedAnswer } from '../../counter/journal/answer.ts';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import { acknowledgementHash, answerHash } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import { assert } from '../../counter/result.ts';
import { markOffered, storeAcknowledgement, storeAnswers } from '../../db/answers.ts';
import { answerOf } from './answer-of.ts';
import { deviceSigner, generateDeviceKey, sha256Hex, sealer } from '../../db/crypto.ts';
import { createJournal, type Journal } from '../../db/journal.ts';
import { openFrame, sealFrame } from '../../db/mirror/file-key.ts';
import { openedByRecoveryKey } from '../../db/mirror/file-opener.ts';
import { decodeFrames, encodeFrame, type Frame, type FrameHead, headText } from '../../db/mirror/frame.ts';
import { generateRecoveryKey, type RecoveryKey } from '../../db/recovery-key.ts';
import { appendPrintStep, freezeDocument, printJobsOfEntry } from '../../db/print-jobs.ts';
import {
  type Bench,
  enrolment,
  freshOptions,
  must,
  openCounter,
  type OpenCounter,
  sell,
  slipOf,
} from './journal.ts';

/** A counter with a second copy that the division can open, and a head end that signs. */
export interface RunningPc extends Bench {
  readonly journal: Journal;
  readonly open: OpenCounter;
  readonly recovery: RecoveryKey;
  readonly headEnd: ReturnType<typeof deviceSigner>;
  readonly mirrorFolder: string;
  readonly journalPath: string;
}

export async function startPc(
  counter = 'C02',
  recoveryKey: 'named' | 'unnamed' = 'named',
): Promise<RunningPc> {
  const recovery = generateRecoveryKey();
  const headEnd = deviceSigner(generateDeviceKey().secret);
  const bench = freshOptions({ recoveryPublicKey: recovery.publicKey });
  const first = {
    ...enrolment(bench.options.signer.publicKey),
    headEndPublicKey: headEnd.publicKey,
    recoveryKey: recoveryKey === 'named' ? recovery.publicKey : null,
  };
  const created = await createJournal(bench.options, counter, first);
  assert(created.ok, 'a new journal opens');
  const { folder, mirrorFolder } = bench.options;
  assert(mirrorFolder !== null, 'a PC of these tests has a second copy');
  return {
    ...bench,
    journal: created.value,
    open: await openCounter(created.value, bench.clock.wallMs()),
    recovery,
    headEnd,
    mirrorFolder,
    journalPath: join(folder, 'journal.db'),
  };
}

/** So many sales, each paid ₹100 more than the one before. */
export async function sellSome(pc: RunningPc, sales: number): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for (let n = 1; n <= sales; n += 1) {
    const amountPaise = n * 100_00;
    const ledger = [
      { account: 'cash-drawer', amountPaise },
      { account: 'recharge-dues', amountPaise: -amountPaise },
    ] as const;
    entries.push(must(await sell(pc.journal, pc.open, { amountPaise, ledger })).entry);
  }
  return entries;
}

/** The head end has credited this entry and holds everything up to it. */
export async function credit(pc: RunningPc, entry: StoredEntry): Promise<void> {
  markOffered(pc.journal, entry.seq);
  const stored = await storeAnswers(pc.journal, [signedAnswer(pc, entry)]);
  assert(stored.ok, 'the answer is stored');
  const acknowledgement = {
    v: 1,
    serverId: 'he-1',
    serverEpoch: 'e-1',
    counter: entry.counter,
    epoch: entry.epoch,
    ackedSeq: entry.seq,
    headHash: entry.hash,
    at: 1,
  } as const;
  const text = canonicalJson(acknowledgement);
  const signature = pc.headEnd.sign(acknowledgementHash(sha256Hex, text));
  const acked = storeAcknowledgement(pc.journal, { acknowledgement, text, signature });
  assert(acked.ok, 'the acknowledgement is stored');
}

function signedAnswer(pc: RunningPc, entry: StoredEntry): SignedAnswer {
  const { answer, text } = answerOf(entry, { reference: `HE-${entry.seq}` });
  return { answer, text, signature: pc.headEnd.sign(answerHash(sha256Hex, text)) };
}

/** Drives the paper of a sale on: `queued` freezes it, `confirmed` proves it. */
export function print(pc: RunningPc, entry: StoredEntry, through: 'queued' | 'sending' | 'confirmed'): void {
  const job = printJobsOfEntry(pc.journal.db, entry.uid)[0]?.id ?? '';
  assert(freezeDocument(pc.journal, job, slipOf(entry)).ok, 'it freezes');
  const states = { queued: [], sending: ['sending'], confirmed: ['sending', 'confirmed'] } as const;
  for (const state of states[through]) {
    assert(appendPrintStep(pc.journal, { job, state, attempt: 1, detail: null }).ok, state);
  }
}

/** One frame of a mirror file as the division can read it, to be written anew by a test. */
export interface OpenedFrame {
  readonly head: FrameHead;
  readonly body: string;
}

export function mirrorFilesOf(pc: RunningPc): string[] {
  return readdirSync(pc.mirrorFolder).toSorted();
}

/** Rewrites a mirror file with its own keys: what somebody with the division's key, or a bug, could leave there. */
export function rewriteMirror(
  pc: RunningPc,
  name: string,
  change: (frames: readonly OpenedFrame[]) => readonly OpenedFrame[],
): void {
  const path = join(pc.mirrorFolder, name);
  const [first, ...rest] = decodeFrames(readFileSync(path)).frames;
  assert(first?.head.t === 'file', 'a mirror file begins with its head');
  const { head } = first;
  const dataKey = openedByRecoveryKey(pc.recovery)(head);
  assert(dataKey !== null, 'the division opens it');
  const key = sealer(dataKey);
  const opened = rest.map((frame: Frame) => ({
    head: frame.head,
    body: openFrame(dataKey, head.file, frame) ?? '',
  }));
  const written = change(opened).map(({ head: changed, body }) => {
    const text = headText(changed);
    return encodeFrame(text, sealFrame(key, head.file, text, body));
  });
  writeFileSync(path, Buffer.concat([encodeFrame(first.headText, first.sealed), ...written]));
}
