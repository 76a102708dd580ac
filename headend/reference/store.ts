/**
 * What the reference head end keeps, behind a port: in memory for simulation, in PostgreSQL for the
 * service. One contract test runs on both. Nothing here is ever deleted: dedupe is for ever.
 */
export interface Store {
  /** All of `run` or nothing of it. */
  transaction<Value>(run: (tx: StoreTransaction) => Promise<Value>): Promise<Value>;
  /** Everything, as it stood at one moment. */
  backup(): Promise<StoreBackup>;
  /** Forgets what came after the backup, as a restored head end does, and takes the new server epoch. */
  restore(backup: StoreBackup, serverEpoch: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoreTransaction {
  serverEpoch(): Promise<string>;
  /** Locks the counter's row until the transaction ends. */
  lockCounter(counter: string): Promise<CounterRow | null>;
  counters(): Promise<readonly CounterRow[]>;
  insertCounter(counter: CounterRow): Promise<void>;
  updateCounter(counter: CounterRow): Promise<void>;
  lockCode(code: string): Promise<CodeRow | null>;
  /** Adds the code, or leaves it as it is if it is there. */
  offerCode(code: CodeRow): Promise<void>;
  useCode(code: string, publicKey: string): Promise<void>;
  /** The code that a counter was enrolled by: it says the counter's office. */
  usedCodeOf(counter: string): Promise<CodeRow | null>;
  /** By epoch. */
  recoveries(counter: string): Promise<readonly RecoveryRow[]>;
  insertRecovery(recovery: RecoveryRow): Promise<void>;
  entryHashes(counter: string, epoch: number, from: number, to: number): Promise<ReadonlyMap<number, string>>;
  /** `found` empty: of the chain; else the hash of found money. */
  entry(counter: string, epoch: number, seq: number, found: string): Promise<EntryRow | null>;
  /** Hashes of found money at these places, with the latest answer about each. */
  foundAnswers(
    counter: string,
    epoch: number,
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, AnswerRow>>;
  /** Of each uid that some counter has sent before, the hashes of the entries that bore it. */
  uidsSeen(uids: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  latestAnswers(
    counter: string,
    epoch: number,
    from: number,
    to: number,
  ): Promise<ReadonlyMap<number, AnswerRow>>;
  /** Answers in the order in which they were made, `number` > `after`. */
  answersAfter(counter: string, after: number, limit: number): Promise<readonly AnswerRow[]>;
  insertEntries(entries: readonly EntryRow[]): Promise<void>;
  insertAnswers(answers: readonly AnswerRow[]): Promise<void>;
  insertCredits(credits: readonly CreditRow[]): Promise<void>;
  /** Identifiers of every token that this meter ever got: none is given twice. */
  tokenIdsOf(meter: string): Promise<ReadonlySet<number>>;
  insertTokenIds(meter: string, tokenIds: readonly number[]): Promise<void>;
  /** Entries in the chain of this counter that bear one of these uids, in the order epoch, seq. */
  entriesOf(counter: string, uids: readonly string[]): Promise<readonly ArrivedEntry[]>;
  /** What disposes of the money of these uids. */
  settledOf(uids: readonly string[]): Promise<readonly SettledRow[]>;
  /** Fails for a uid that is settled already. */
  insertSettled(rows: readonly SettledRow[]): Promise<void>;
  /** What asks for a credit in the chain of this counter on these business dates, in the order epoch, seq. */
  askedOnDays(counter: string, from: string, to: string): Promise<readonly AskedOnDay[]>;
  /** Recharges in the chains of other counters for a consumer, newest arrival first, with their latest answers. */
  rechargesElsewhere(consumer: string, counter: string, limit: number): Promise<readonly ArrivedEntry[]>;
  /** Every final credit, in the order counter, epoch, seq. */
  credits(): Promise<readonly CreditRow[]>;
  /** The last entries that arrived, newest first, with their latest answers. */
  latestEntries(limit: number): Promise<readonly ArrivedEntry[]>;
  entryCount(): Promise<number>;
  /** What a person looks at first, with at most `limit` rows in each list. */
  overview(limit: number): Promise<Overview>;
  /** Everything beside the chains, with its latest answer, in the order counter, epoch, seq. */
  foundEntries(): Promise<readonly ArrivedEntry[]>;
}

export interface CounterRow {
  readonly counter: string;
  readonly epoch: number;
  /** Key of its enrolment or recovery: its token follows from it. */
  readonly publicKey: string;
  /** Key that signs now: another one after an officer enrolled it for a lost one. */
  readonly signingKey: string;
  readonly ackedSeq: number;
  readonly headHash: string;
  /** How many answers were made for this counter; the number of the last one. */
  readonly answerCount: number;
  /** Why nothing more is taken from this counter; null while all is well. */
  readonly frozen: Fork | null;
  /** Server epoch in which it last gave back the answers it holds, or was enrolled. */
  readonly heardIn: string;
}

/** Where an epoch ended, by the division's key, and with which key the next one goes on. */
export interface RecoveryRow {
  readonly counter: string;
  /** The epoch that it began. */
  readonly epoch: number;
  readonly oldSeq: number;
  readonly oldHash: string;
  /** Key of the epoch that ended: whoever still has it sends found money. */
  readonly oldPublicKey: string;
  readonly publicKey: string;
  /** Of the recovery entry itself, which is number `oldSeq + 1`. */
  readonly hash: string;
  /** How far the old epoch was on record when it ended: beyond `oldSeq` where the second copy lagged. */
  readonly beyondSeq: number;
  readonly at: number;
}

export interface Fork {
  readonly seq: number;
  readonly knownHash: string;
  readonly at: number;
}

export interface CodeRow {
  readonly code: string;
  readonly counter: string;
  readonly office: string;
  readonly officeNameHi: string;
  readonly officeNameEn: string;
  readonly companyHi: string;
  readonly companyEn: string;
  /** Of the counter that used the code; null while it is free. */
  readonly publicKey: string | null;
}

/**
 * `found` is empty for an entry of the counter's chain. Found money, which a PC sent whose epoch had
 * ended, stands beside the chain under its own hash: two stories may claim one number.
 */
export interface EntryRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  /** Empty where the body could not be read. */
  readonly uid: string;
  readonly kind: string;
  readonly body: string;
  readonly hash: string;
  readonly arrivedAt: number;
  readonly found: string;
  /** Of an entry that asks for a credit; empty for others. */
  readonly businessDate: string;
  /** Of a recharge for a number true to form; empty for all else. */
  readonly consumer: string;
}

export interface AnswerRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly turn: number;
  /** Position in the counter's log of results, from 1. */
  readonly number: number;
  readonly text: string;
  readonly signature: string;
  readonly found: string;
}

export interface CreditRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly reference: string;
  readonly appliedAt: number;
  readonly found: string;
}

/** The entry `settled` was refused; its money is what `by` disposes of, and nothing else ever. */
export interface SettledRow {
  /** uid of a recharge, or of an earlier settlement that was refused in turn. */
  readonly settled: string;
  /** uid of the settlement, refund or cancellation. */
  readonly by: string;
  readonly how: 'moved' | 'matched' | 'resubmitted' | 'refunded' | 'cancelled';
}

/** An entry that asks for a credit, and what stands in the ledger for it. */
export interface AskedOnDay extends ArrivedEntry {
  /** Null while nothing is credited. */
  readonly creditedPaise: number | null;
}

export interface Overview {
  readonly entries: number;
  readonly credits: number;
  readonly creditedPaise: number;
  /** Entries whose latest answer is a refusal. */
  readonly refused: number;
  /** Entries whose latest answer is pending: they wait for a person. */
  readonly waiting: number;
  /** The first of them, the oldest first. */
  readonly firstWaiting: readonly ArrivedEntry[];
  /** Newest first. */
  readonly latest: readonly ArrivedEntry[];
  /** When each counter's newest entry arrived, UTC milliseconds; none for a counter that sent nothing. */
  readonly heardAt: ReadonlyMap<string, number>;
  /** Offices by counter, as the codes said that enrolled them. */
  readonly offices: ReadonlyMap<string, string>;
}

export interface ArrivedEntry {
  readonly entry: EntryRow;
  readonly answer: AnswerRow | null;
}

export interface TokenIdRow {
  readonly meter: string;
  readonly tokenId: number;
}

/** Rows of each table, as JSON can hold them. */
export interface StoreBackup {
  readonly counters: readonly CounterRow[];
  readonly codes: readonly CodeRow[];
  readonly recoveries: readonly RecoveryRow[];
  readonly entries: readonly EntryRow[];
  readonly answers: readonly AnswerRow[];
  readonly credits: readonly CreditRow[];
  readonly tokenIds: readonly TokenIdRow[];
  readonly settled: readonly SettledRow[];
}
