import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { Chain } from '../../../counter/exception/chain.ts';
import type { Answer, SignedAcknowledgement } from '../../../counter/journal/answer.ts';
import type { ClockReading } from '../../../counter/journal/clock-rule.ts';
import type { Entry, StoredEntry } from '../../../counter/journal/entry.ts';
import type { Result } from '../../../counter/result.ts';
import type { JournalFault } from '../../../db/fault.ts';
import type { CounterIdentity } from '../../../headend/client.ts';
import type { Signer } from './cheap-signer.ts';
import type { SimProcess } from './process.ts';
import type { SimJournal } from './sim-journal.ts';

/** What opens a journal: the process that will hold it, and what it tells of its disk. */
export interface Opener {
  readonly process: SimProcess;
  readonly clock: () => ClockReading;
  readonly noteFault: (fault: JournalFault) => void;
  /** The process ends in the midst of a write. */
  readonly die: () => void;
}

/** What keeps a counter's journal, in memory or in files: its disk and its second copy. */
export interface Storage {
  /** By the whole ritual of an opening. */
  open(opener: Opener): Promise<Result<SimJournal, JournalFault>>;
  /** The process that had it open is gone, whatever it was doing. */
  crashed(): Promise<void>;
  /** Mends what an opening found damaged; gives what was done, or null where nothing helps. */
  mend(fault: JournalFault): Promise<string | null>;
  identity(): CounterIdentity;
  /** The device key at present. */
  signer(): Signer;
}

/** A journal at the end of a story, laid open. */
export interface Evidence {
  readonly entries: readonly StoredEntry[];
  readonly bodies: readonly Entry[];
  readonly acknowledgements: readonly SignedAcknowledgement[];
  readonly latestAnswer: (seq: number) => Answer | null;
  /** Every recharge, with all that was done about it. */
  readonly chains: readonly Chain[];
}

/** Disk and second copy as the world treats them, between two days and in their midst. */
export interface SeatStorage extends Storage {
  /** Sequence number of an entry that is on disk; 0 for none. */
  seqOf(uid: string): number;
  secondCopyOf(seq: number): 'has-it' | 'single-on-record' | 'lacks-it';
  /** Everything on disk is in the second copy too. */
  isCopied(): boolean;
  readonly hasStick: boolean;
  pullStick(): void;
  putStickBack(): void;
  /** An empty stick in the place of the second copy. */
  newStick(): void;
  takeImage(): void;
  /** An operator puts the last image back; false where there is none, or nothing came after it. */
  putImageBack(): boolean;
  /** One character of one stored body is another one. Gives the entry's number; null where none was hit. */
  flipBit(random: SeededRandom): number | null;
  /** The disk is dead; a spare PC will have to be restored from the second copy. */
  die(): void;
  /** Whether this journal goes on in an epoch that a restore began. */
  isRestored(): boolean;
  /** The whole proof and the scrub, as they run when a counter is idle; null where nothing was wrong. */
  scrub(): Promise<string | null>;
  evidence(): Promise<Evidence>;
  /** Nothing of it is needed any more. */
  remove(): Promise<void>;
}
