import type { ClockReading } from '../../../counter/journal/clock-rule.ts';
import type { Entry, EntryDraft, StoredEntry } from '../../../counter/journal/entry.ts';
import { placeEntry, sameIntent, sealEntry } from '../../../counter/journal/place-entry.ts';
import {
  chainStart,
  type ChainState,
  keyNamedBy,
  verifyNext,
} from '../../../counter/journal/verify-chain.ts';
import { limits } from '../../../counter/limits.ts';
import { err, ok, type Result } from '../../../counter/result.ts';
import { financialYear } from '../../../counter/time.ts';
import type { AppendOutcome } from '../../../db/append.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { fault, type JournalFault } from '../../../db/fault.ts';
import type { BirthOfPrintJob } from '../../../db/print-jobs.ts';
import type { JournalFound } from '../../../printers/print-dispatch.ts';
import type { DiskFate } from '../world/disk-fate.ts';
import type { SimProcess } from '../world/process.ts';
import type { SignatureScheme, Signer } from '../world/cheap-signer.ts';
import type { SimJournal } from '../world/sim-journal.ts';
import { bodyOf, fitsBooks, type MemoryDisk, type MemoryMirror, takeEntry, tailOf } from './disk.ts';
import { readsOf } from './memory-reads.ts';
import { memoryOutbox } from './memory-outbox.ts';
import { bornSlip, nextCopy, openSlips, settleInterrupted, slipsOf, stepSlip } from './memory-slips.ts';

export interface MemoryJournalPorts {
  readonly disk: MemoryDisk;
  readonly mirror: MemoryMirror;
  readonly process: SimProcess;
  readonly signer: Signer;
  readonly signatures: SignatureScheme;
  readonly clock: () => ClockReading;
  readonly fate: () => DiskFate;
  /** How long the second copy takes for a flush. */
  readonly mirrorLagMs: () => number;
  readonly onFault: (fault: JournalFault) => void;
  readonly committed: (stored: StoredEntry, body: Entry) => void;
}

/** Opens what is on the disk by the ritual of db/journal.ts: tail proved, second copy joined, prints settled. */
export async function openMemoryJournal(
  ports: MemoryJournalPorts,
): Promise<Result<SimJournal, JournalFault>> {
  const { disk, mirror, clock } = ports;
  const damaged = damageOf(disk, ports.signatures);
  if (damaged !== null) return err(fault('corrupt', damaged));
  const before = disk.entries.length;
  if (mirror.isThere) {
    const joined = joinMirror(ports);
    if (joined !== null) return err(fault('mirror-disagrees', joined));
  }
  const state = { stopped: false };
  const commit = commitOn(ports, state);
  await copyAll(ports);
  settleInterrupted(disk, commit, clock().wallMs);
  return ok(journalOn(ports, state, commit, disk.entries.length > before ? 'put-back' : 'as-left'));
}

function journalOn(
  ports: MemoryJournalPorts,
  state: { stopped: boolean },
  commit: (work: () => void) => Result<void, JournalFault>,
  found: JournalFound,
): SimJournal {
  const { disk, clock } = ports;
  const at = (): number => clock().wallMs;
  return {
    counter: disk.counter,
    found,
    epoch: tailOf(disk).epoch,
    ...readsOf(disk),
    outbox: memoryOutbox({ disk, commit, copy: () => copyAll(ports), now: at, onFault: ports.onFault }),
    append: (draft, slip) => append(ports, state, commit, draft, slip),
    slip: (id) => disk.slips.get(id) ?? null,
    openSlips: () => openSlips(disk),
    slipsOf: (entry) => slipsOf(disk, entry),
    nextCopy: (entry, slip) => nextCopy(disk, entry, slip),
    freeze: (job, text) =>
      stepSlip(disk, commit, { job, state: 'queued', attempt: 0, detail: null }, text, at()),
    step: (draft) => stepSlip(disk, commit, draft, null, at()),
    close: async () => {
      state.stopped = true;
    },
  };
}

async function append(
  ports: MemoryJournalPorts,
  state: { readonly stopped: boolean },
  commit: (work: () => void) => Result<void, JournalFault>,
  draft: EntryDraft,
  slip: BirthOfPrintJob | null,
): Promise<AppendOutcome> {
  const { disk } = ports;
  if (state.stopped) return { kind: 'refused', fault: fault('stopped', 'the journal is stopped') };
  const before = disk.entries[(disk.seqOfUid.get(draft.uid) ?? 0) - 1];
  if (before !== undefined) {
    if (!sameIntent(draft, before)) return { kind: 'refused', fault: fault('uid-reused', 'another act') };
    return { kind: 'already', entry: before, copies: await copyThrough(ports, before.seq) };
  }
  const placed = placeEntry(disk, tailOf(disk), ports.clock(), draft, receiptsBefore(disk, draft));
  if (!placed.ok) return { kind: 'refused', fault: placed.error };
  const stored = sealEntry(placed.value, tailOf(disk).hash, { sha256: sha256Hex, sign: ports.signer.sign });
  if (!stored.ok) return { kind: 'refused', fault: stored.error };
  if (!fitsBooks(disk.books, placed.value)) {
    return { kind: 'refused', fault: fault('draft-refused', `${draft.kind}: its day or shift is not open`) };
  }
  const written = commit(() => {
    takeEntry(disk, stored.value, placed.value);
    if (slip !== null) bornSlip(disk, slip);
    ports.committed(stored.value, placed.value);
  });
  if (!written.ok)
    return { kind: written.error.code === 'stopped' ? 'unknown' : 'refused', fault: written.error };
  const copies = await copyThrough(ports, stored.value.seq);
  return { kind: 'recorded', entry: stored.value, body: placed.value, copies };
}

/** One transaction, whole or not at all. What a failed one left behind the reopened journal finds out. */
function commitOn(ports: MemoryJournalPorts, state: { stopped: boolean }) {
  return (work: () => void): Result<void, JournalFault> => {
    if (state.stopped) return err(fault('stopped', 'the journal is stopped'));
    const fate = ports.fate();
    switch (fate) {
      case 'ok':
      case 'unknown-committed':
        work();
        return ok(undefined);
      case 'full':
        return err(fault('disk-full', 'the disk is full'));
      case 'unknown-not':
        return err(fault('not-writable', 'the commit failed and is not there'));
      case 'stops-committed':
      case 'stops-not':
        if (fate === 'stops-committed') work();
        state.stopped = true;
        return err(fault('stopped', 'the commit failed, and the journal cannot be opened again'));
    }
  };
}

function receiptsBefore(disk: MemoryDisk, draft: EntryDraft): number {
  if (draft.kind !== 'recharge' || draft.businessDate === null) return 0;
  return disk.books.receiptCounts.get(financialYear(draft.businessDate)) ?? 0;
}

async function copyThrough(ports: MemoryJournalPorts, seq: number): Promise<'two' | 'single'> {
  if (ports.mirror.entries.length >= seq) return 'two';
  await copyAll(ports);
  return ports.mirror.entries.length >= seq ? 'two' : 'single';
}

/** One flush of the second copy. What it did not take stands on record as single. */
async function copyAll({ disk, mirror, process, mirrorLagMs }: MemoryJournalPorts): Promise<void> {
  const entries = disk.entries.length;
  const answers = disk.answers.length;
  const copied = (): boolean => mirror.entries.length >= entries && mirror.answers.length >= answers;
  if (copied()) return;
  const lagMs = mirrorLagMs();
  await process.sleep(Math.min(lagMs, limits.mirrorDeadlineMs));
  if (mirror.isThere && lagMs <= limits.mirrorDeadlineMs) {
    mirror.entries.push(...disk.entries.slice(mirror.entries.length, entries));
    mirror.answers.push(...disk.answers.slice(mirror.answers.length, answers));
    return;
  }
  for (let seq = mirror.entries.length + 1; seq <= entries; seq += 1) disk.single.add(seq);
}

/** The first thing wrong in the entries that an opening proves; null when all is well. */
function damageOf(disk: MemoryDisk, signatures: SignatureScheme): string | null {
  const from = Math.max(0, disk.entries.length - limits.journalTailProved);
  const before = disk.entries[from - 1];
  let chain = chainStart(disk.counter);
  if (before !== undefined) chain = provedThrough(disk, from);
  for (const stored of disk.entries.slice(from)) {
    const next = verifyNext(chain, stored, { sha256: sha256Hex, verify: signatures.verify }, 'every');
    if (!next.ok) return `entry ${next.error.seq}: ${next.error.code}`;
    chain = next.value.chain;
  }
  return null;
}

/** The chain as it stood after an entry that is believed. */
function provedThrough(disk: MemoryDisk, seq: number): ChainState {
  let chain = chainStart(disk.counter);
  for (const body of disk.bodies.slice(0, seq)) {
    const publicKey = keyNamedBy(body) ?? chain.publicKey;
    const recoveryKey = body.kind === 'counter enrolled' ? body.recoveryKey : chain.recoveryKey;
    chain = { ...chain, publicKey, recoveryKey };
  }
  const last = disk.entries[seq - 1];
  return last === undefined ? chain : { ...chain, seq, epoch: last.epoch, hash: last.hash };
}

/** A second copy that goes further gives back what is missing; one that tells another story stops all. */
function joinMirror({ disk, mirror, signatures }: MemoryJournalPorts): string | null {
  const shared = Math.min(disk.entries.length, mirror.entries.length);
  const last = disk.entries[shared - 1];
  if (last?.hash !== mirror.entries[shared - 1]?.hash) return `entry ${shared} is another one`;
  let chain = provedThrough(disk, shared);
  for (const stored of mirror.entries.slice(shared)) {
    const next = verifyNext(chain, stored, { sha256: sha256Hex, verify: signatures.verify }, 'every');
    if (!next.ok) return `entry ${next.error.seq}: ${next.error.code}`;
    chain = next.value.chain;
    takeEntry(disk, stored, bodyOf(stored));
  }
  for (const answer of mirror.answers.slice(disk.answers.length)) disk.answers.push(answer);
  return null;
}
