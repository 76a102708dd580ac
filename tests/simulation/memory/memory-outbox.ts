import type { Answer, SignedAnswer } from '../../../counter/journal/answer.ts';
import { hashBeforeFirst } from '../../../counter/journal/chain.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import type { Result } from '../../../counter/result.ts';
import { fault, type JournalFault } from '../../../db/fault.ts';
import type { Outbox } from '../../../headend/outbox.ts';
import { type MemoryDisk, tailOf } from './disk.ts';
import type { Commit } from './memory-slips.ts';

export interface OutboxPorts {
  readonly disk: MemoryDisk;
  readonly commit: Commit;
  /** The second copy takes what it has not. */
  readonly copy: () => Promise<unknown>;
  readonly now: () => number;
  readonly onFault: (fault: JournalFault) => void;
}

/** The journal in memory as the uploader's outbox, by the rules of db/answers.ts. */
export function memoryOutbox({ disk, commit, copy, now, onFault }: OutboxPorts): Outbox {
  const done = <Value>(result: Result<Value, JournalFault>): Value => {
    if (result.ok) return result.value;
    return failed(result.error);
  };
  const failed = (found: JournalFault): never => {
    onFault(found);
    throw new Error(`outbox: ${found.code} ${found.detail}`);
  };
  return {
    position: () => {
      const last = disk.acknowledgements.at(-1)?.acknowledgement;
      return {
        counter: disk.counter,
        epoch: tailOf(disk).epoch,
        lastSeq: disk.entries.length,
        ackedSeq: last?.ackedSeq ?? 0,
        serverEpoch: last?.serverEpoch ?? null,
        resultsCursor: disk.resultsCursor,
      };
    },
    read: (from, maxEntries, maxBytes) => read(disk, from, maxEntries, maxBytes),
    answersBetween: (from, to) =>
      disk.answers
        .filter(({ answer }) => answer.seq >= from && answer.seq <= to)
        .toSorted(
          (left, right) => left.answer.seq - right.answer.seq || left.answer.turn - right.answer.turn,
        ),
    hashAt: (seq) => (seq === 0 ? hashBeforeFirst : (disk.entries[seq - 1]?.hash ?? null)),
    markOffered: (through) => {
      if (disk.offeredThrough >= through) return;
      done(commit(() => void (disk.offeredThrough = through)));
    },
    storeAcknowledgement: (signed) => {
      const { ackedSeq, headHash } = signed.acknowledgement;
      const hash = ackedSeq === 0 ? hashBeforeFirst : disk.entries[ackedSeq - 1]?.hash;
      if (hash !== headHash) failed(fault('conflict', `the head end acknowledges another entry ${ackedSeq}`));
      done(commit(() => void disk.acknowledgements.push(signed)));
    },
    storeAnswers: async (answers, resultsCursor) => {
      const fresh: SignedAnswer[] = [];
      for (const signed of answers) {
        const standing = standingOf(disk, signed);
        if (typeof standing === 'object') failed(standing);
        if (standing === 'new' && !fresh.some(({ text }) => text === signed.text)) fresh.push(signed);
      }
      if (fresh.length > 0) {
        done(
          commit(() => {
            for (const signed of fresh) {
              disk.answers.push({ ...signed, n: disk.answers.length + 1, storedAt: now() });
            }
          }),
        );
        await copy();
      }
      if (resultsCursor !== null) disk.resultsCursor = resultsCursor;
    },
  };
}

function read(disk: MemoryDisk, from: number, maxEntries: number, maxBytes: number): readonly StoredEntry[] {
  const taken: StoredEntry[] = [];
  let bytes = 0;
  for (const entry of disk.entries.slice(from - 1, from - 1 + maxEntries)) {
    bytes += entry.body.length;
    if (taken.length > 0 && bytes > maxBytes) break;
    taken.push(entry);
  }
  return taken;
}

function standingOf(disk: MemoryDisk, { answer, text }: SignedAnswer): 'new' | 'stored' | JournalFault {
  const entry = disk.entries[answer.seq - 1];
  if (entry?.uid !== answer.uid || answer.epoch !== entry.epoch) {
    return fault('conflict', `an answer is about no entry of this journal: ${answer.seq}`);
  }
  const before = disk.answers.find(
    (other) => other.answer.seq === answer.seq && other.answer.turn === answer.turn,
  );
  if (before === undefined) return 'new';
  if (before.text === text) return 'stored';
  return fault('conflict', `entry ${answer.seq} has another answer of turn ${answer.turn}`);
}

/** What stands about an entry: the first final word counts, later ones only if they say the same again. */
export function latestAnswerIn(answers: readonly SignedAnswer[], seq: number): Answer | null {
  const ofEntry = answers
    .map(({ answer }) => answer)
    .filter((answer) => answer.seq === seq)
    .toSorted((left, right) => left.turn - right.turn);
  const final = ofEntry.find(({ credit }) => credit === 'applied' || credit === 'rejected');
  return (
    (final === undefined ? ofEntry : ofEntry.filter(({ credit }) => credit === final.credit)).at(-1) ?? null
  );
}
