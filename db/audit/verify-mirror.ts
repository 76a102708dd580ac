import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { ProofFault, ProofReport } from '../../counter/journal/proof.ts';
import { answerFault } from '../../counter/journal/prove-answer.ts';
import { startRun } from '../../counter/journal/prove-run.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { chainStart, type SignatureRule } from '../../counter/journal/verify-chain.ts';
import { verifyHash } from '../crypto.ts';
import type { EntryHead } from '../mirror/frame.ts';
import { auditEntry, auditRun, reportOf } from './audit-run.ts';
import { type EntryMarks, entryMarks } from './entry-marks.ts';
import type { MirrorSet } from './mirror-sets.ts';
import { deviceKeysOf } from './file-heads.ts';
import { type MirrorFault, type UnwrapKey, walkMirror } from './walk-mirror.ts';

/** The files of one counter, by epoch, and the way into their bodies if there is one. */
export interface MirrorToProve {
  readonly sets: readonly MirrorSet[];
  /** Of the present epoch: these files hold the entries of the older epochs too. */
  readonly newest: MirrorSet;
  readonly unwrapKey: UnwrapKey | null;
}

/**
 * The second copy is proved by the files of the present epoch. What older epochs left behind must be
 * the same as far as both go; what an old epoch holds beyond is money that the counter has found again.
 */
export async function verifyMirror(
  { sets, newest, unwrapKey }: MirrorToProve,
  signatures: SignatureRule,
): Promise<ProofReport> {
  const passed: Passed = { marks: entryMarks(1), epochStarts: new Map() };
  const report =
    unwrapKey === null
      ? await verifyClosedMirror(newest, passed, await deviceKeysOf(sets))
      : await verifyOpenedMirror(newest, unwrapKey, signatures, passed);
  if (!report.whole) return report;
  const notes = [...report.notes];
  for (const set of sets) {
    if (set === newest) continue;
    const fault = await compareOlder(set, passed, notes);
    if (fault !== null) return { ...report, whole: false, fault, notes };
  }
  return { ...report, notes };
}

/** What the files of the present epoch hold. */
interface Passed {
  readonly marks: EntryMarks;
  /** Number of the first entry of each epoch. */
  readonly epochStarts: Map<number, number>;
}

async function compareOlder(
  set: MirrorSet,
  { marks, epochStarts }: Passed,
  notes: string[],
): Promise<ProofFault | null> {
  const own = entryMarks(1);
  const nextEpochAt = epochStarts.get(set.epoch + 1) ?? Number.MAX_SAFE_INTEGER;
  let beyond = 0;
  const fault = await walkMirror(set, null, {
    entry: ({ seq, hash }) => {
      own.put(seq, '', hash);
      if (seq >= nextEpochAt) beyond += 1;
      return seq >= nextEpochAt || marks.hashAt(seq) === hash
        ? null
        : { code: 'copies-differ', seq, detail: 'the files of the present epoch hold another entry' };
    },
    answer: () => null,
    hashAt: (seq) => own.hashAt(seq),
    note: (text) => notes.push(text),
  });
  if (beyond > 0) {
    notes.push(
      `The files of epoch ${set.epoch} hold ${beyond} entries that the next epoch does not go on from: the head end parks them as found money.`,
    );
  }
  return fault;
}

/** With the recovery key the second copy says all that the journal says; it is proved the same way. */
async function verifyOpenedMirror(
  set: MirrorSet,
  unwrapKey: UnwrapKey,
  signatures: SignatureRule,
  { marks, epochStarts }: Passed,
): Promise<ProofReport> {
  const chain = chainStart(set.counter);
  const start = { chain, office: null, perpetualTotalPaise: 0, headEndPublicKey: '' };
  const audit = auditRun(startRun(start), signatures, marks);
  const { run, tools, notes } = audit;
  const fault = await walkMirror(set, unwrapKey, {
    entry: (head, body) => {
      noteEpoch(epochStarts, head);
      const stored = storedEntry(head, body ?? '');
      if (stored === null) return { code: 'body-unreadable', seq: head.seq, detail: 'the body of the frame' };
      const proved = auditEntry(audit, stored);
      return proved.ok ? null : proved.error;
    },
    answer: ({ signature }, body) => {
      audit.answers += 1;
      const signed = { text: body ?? '', signature };
      return answerFault(signed, set.counter, marks, run.headEndPublicKey, tools);
    },
    hashAt: (seq) => marks.hashAt(seq),
    note: (text) => notes.push(text),
  });
  return reportOf(audit, 'mirror', fault, lastFileOf(set));
}

function noteEpoch(epochStarts: Map<number, number>, { epoch, seq }: EntryHead): void {
  if (!epochStarts.has(epoch)) epochStarts.set(epoch, seq);
}

/** Null for a body that names no kind and uid. */
export function storedEntry(head: EntryHead, body: string): StoredEntry | null {
  const entry = readBody(body);
  if (entry === null) return null;
  const { counter, epoch, seq, prevHash, hash, signature } = head;
  return { counter, epoch, seq, uid: entry.uid, kind: entry.kind, body, prevHash, hash, signature };
}

/**
 * Without a key the bodies stay closed: order, gaps, links, checksums and signatures can be seen, what
 * the entries say cannot. As no hash can be made again, every signature is checked.
 */
async function verifyClosedMirror(
  set: MirrorSet,
  { marks, epochStarts }: Passed,
  keys: ReadonlySet<string>,
): Promise<ProofReport> {
  const seen = newSeen(keys);
  const notes: string[] = [];
  const fault = await walkMirror(set, null, {
    entry: (head) => {
      marks.put(head.seq, '', head.hash);
      seen.last = head;
      noteEpoch(epochStarts, head);
      return signatureFault(head, seen);
    },
    answer: () => {
      seen.answers += 1;
      return null;
    },
    hashAt: (seq) => marks.hashAt(seq),
    note: (text) => notes.push(text),
  });
  return {
    whole: fault === null,
    source: 'mirror',
    counter: set.counter,
    epochs: [...epochStarts.keys()],
    entries: seen.last?.seq ?? 0,
    firstSeq: seen.last === null ? 0 : 1,
    lastSeq: seen.last?.seq ?? 0,
    headHash: seen.last?.hash ?? hashBeforeFirst,
    signaturesChecked: seen.signatures,
    takingsPaise: null,
    perpetualTotalPaise: null,
    days: [],
    fault,
    notes: [...notes, ...notesOf(seen)],
  };
}

interface Seen {
  /** Device keys that the signed heads of the files name. */
  readonly keys: ReadonlySet<string>;
  last: EntryHead | null;
  signatures: number;
  answers: number;
  /** Entries before the first that any of the keys signed. */
  unknown: number;
  isKnown: boolean;
}

function newSeen(keys: ReadonlySet<string>): Seen {
  return {
    keys,
    last: null,
    signatures: 0,
    answers: 0,
    unknown: 0,
    isKnown: false,
  };
}

/**
 * A folder that was made after a key was lost begins with entries of a key that no file names: they
 * are told, not judged. From the first entry on that one of the keys signed, all must be.
 */
function signatureFault(head: EntryHead, seen: Seen): MirrorFault | null {
  seen.signatures += 1;
  if ([...seen.keys].some((key) => verifyHash(head.hash, head.signature, key))) {
    seen.isKnown = true;
    return null;
  }
  if (seen.isKnown)
    return { code: 'wrong-signature', seq: head.seq, detail: 'no key of these files signed it' };
  seen.unknown += 1;
  return null;
}

function notesOf(seen: Seen): string[] {
  const notes = [
    'Without the recovery key the bodies stay closed: amounts, totals, receipt numbers, days, ledger and the hash of each body were not seen.',
    `The head end’s answers (${seen.answers}) are closed as well: only their order was seen.`,
    'What was written after the last entry, and is gone without a trace, only the journal or the head end can tell.',
  ];
  for (const key of seen.keys) notes.push(`Files here are signed by the device key ${key}.`);
  if (seen.unknown > 0) {
    notes.push(
      `Entries 1 to ${seen.unknown} are signed by a key that no file here names, as after a lost key: only the recovery key can judge them.`,
    );
  }
  return notes;
}

function lastFileOf({ files }: MirrorSet): string {
  return files.at(-1)?.path.split(/[\\/]/u).at(-1) ?? '';
}
