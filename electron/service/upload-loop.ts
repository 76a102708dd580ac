import { networkInterfaces } from 'node:os';
import type { SignedAnswer } from '../../counter/journal/answer.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { HeadEndTime } from '../../counter/journal/clock-rule.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { deviceSigner } from '../../db/crypto.ts';
import type { Journal } from '../../db/journal.ts';
import {
  defaultDeadlines,
  enrolCounter,
  recoverCounter,
  type ClientDeadlines,
  type DirectoryDownload,
} from '../../headend/client.ts';
import type { Enrolment, EnrolmentRequest } from '../../headend/schemas.ts';
import type { HttpTransport } from '../../headend/transport.ts';
import type { UploadSnapshot } from '../../headend/upload-driver.ts';
import { notAnswering, type Verdict } from '../../headend/verdict.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { NoticeView } from '../contract/view-schemas.ts';
import { type Line, openLine, usbDeskOf } from './head-end-line.ts';
import { headEndListener } from './head-end-time.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { journalOutbox } from './journal-outbox.ts';
import type { Log } from './log.ts';
import type { Refusal } from './refusal.ts';
import { statementOf, type HeldStatement } from './statement-desk.ts';
import type { UsbDesk } from './usb-desk.ts';

/** The head end as the service sees it: one upload driver while this PC is a counter. */
export interface HeadEndDesk {
  /** What the head end made known, not yet over. */
  readonly notices: readonly NoticeView[];
  /** For where no wire reaches the head end; null before enrolment. */
  readonly usb: UsbDesk | null;
  /** Null before enrolment and where no head end is configured. */
  readonly snapshot: UploadSnapshot | null;
  enrol(request: EnrolmentRequest): Promise<Result<Verdict<Enrolment>, Refusal>>;
  /** Asks for a token by the recoveries of this journal, oldest first; the last one's answer counts. */
  recover(recoveries: readonly StoredEntry[]): Promise<Result<Verdict<Enrolment>, Refusal>>;
  begin(identity: Identity, journal: Journal): Promise<void>;
  /** The head end's key is known from the journal, also where no token is there yet. */
  trust(headEndPublicKey: string): void;
  sendNow(): void;
  noteNewEntry(): void;
  /** The head end's last word was an answer, so a new entry goes up without waiting. */
  readonly isAnswering: boolean;
  answerFor(seq: number, timeoutMs: number): Promise<SignedAnswer | null>;
  /** Its own books for these dates, asked now where it can be, else the last that it signed. */
  statement(counter: string, from: string, to: string): Promise<HeldStatement | null>;
  downloadDirectory(target: string): Promise<Result<Verdict<DirectoryDownload>, Refusal>>;
  /** Its time by its last answer since this process began; null where it has given none. */
  readonly time: HeadEndTime | null;
  /** The head end's key, by which a directory file is judged. Null before enrolment. */
  readonly publicKey: string | null;
  stop(): Promise<void>;
}

export interface Identity {
  readonly deviceSecret: string;
  readonly enrolment: Enrolment;
}

export interface HeadEndPorts {
  readonly config: Config;
  readonly appVersion: string;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly chance: () => number;
  readonly log: Log;
  readonly keeper: JournalKeeper;
  /** Opens a transport to the configured address; null where none is configured. */
  readonly transport: () => HttpTransport | null;
  readonly onChange: () => void;
  readonly onAnswers: (answers: readonly SignedAnswer[]) => void;
}

export function headEndDesk(ports: HeadEndPorts): HeadEndDesk {
  const listener = headEndListener(ports.clock, ports.onChange);
  let line: Line | null = null;
  let usb: UsbDesk | null = null;
  let publicKey: string | null = null;
  const deadlines = deadlinesOf(ports.config);
  const noAddress = err({ code: 'CONFIG_INVALID', params: { key: 'headEnd.url' } } satisfies Refusal);

  return {
    get snapshot() {
      return line?.driver.snapshot() ?? null;
    },
    get usb() {
      return usb;
    },
    get notices() {
      return line?.notices.shown ?? [];
    },
    get publicKey() {
      return publicKey;
    },
    get time() {
      return listener.time;
    },
    enrol: async (request) => {
      const transport = ports.transport();
      return transport === null ? noAddress : ok(await enrolOver(transport, request, deadlines));
    },
    recover: async (recoveries) => {
      const transport = ports.transport();
      return transport === null ? noAddress : ok(await recoverOver(transport, recoveries, deadlines));
    },
    trust: (headEndPublicKey) => {
      publicKey ??= headEndPublicKey;
    },
    begin: async (identity, journal) => {
      publicKey = identity.enrolment.headEndPublicKey;
      const signer = deviceSigner(identity.deviceSecret);
      // Wire and stick keep one bookmark, so they share the outbox.
      const outbox = journalOutbox(ports.keeper, journal, ports.config.dataFolder);
      usb = usbDeskOf(ports, { ...identity, journal, outbox, signer });
      const transport = ports.transport();
      if (transport === null) return;
      const of = { ...identity, journal, outbox, signer, transport, deadlines, heardTime: listener.heard };
      line = await openLine(ports, of);
      line.driver.start();
    },
    sendNow: () => line?.driver.sendNow(),
    // After the reply: between a request and its answer the disk sees the entry alone.
    noteNewEntry: () => void setImmediate(() => line?.driver.noteNewEntry()),
    get isAnswering() {
      return line?.driver.snapshot().link === 'answering';
    },
    answerFor: (seq, timeoutMs) => line?.driver.answerFor(seq, timeoutMs) ?? Promise.resolve(null),
    statement: async (counter, from, to) => {
      if (publicKey === null) return null;
      const client = line?.driver.snapshot().link === 'answering' ? line.client : null;
      const { config, clock, log } = ports;
      const held = { client, folder: config.dataFolder, counter, headEndPublicKey: publicKey, clock, log };
      return statementOf(held, from, to);
    },
    downloadDirectory: async (target) =>
      line === null ? noAddress : ok(await line.client.downloadDirectory(target, null)),
    stop: async () => {
      const stopping = line;
      line = null;
      usb = null;
      stopping?.notices.stop();
      await stopping?.driver.stop();
    },
  };
}

/** A head end that was itself restored may have forgotten every one of them. */
async function recoverOver(
  transport: HttpTransport,
  recoveries: readonly StoredEntry[],
  deadlines: ClientDeadlines,
): Promise<Verdict<Enrolment>> {
  let last: Verdict<Enrolment> = notAnswering('local-failure', 'the journal holds no recovery');
  try {
    for (const recovery of recoveries) {
      last = await recoverCounter(transport, recovery, deadlines);
      if (last.kind !== 'answered') return last;
    }
    return last;
  } finally {
    await transport.close();
  }
}

async function enrolOver(
  transport: HttpTransport,
  request: EnrolmentRequest,
  deadlines: ClientDeadlines,
): Promise<Verdict<Enrolment>> {
  try {
    return await enrolCounter(transport, request, deadlines);
  } finally {
    await transport.close();
  }
}

function deadlinesOf(config: Config): ClientDeadlines {
  const { requestTimeoutMs, healthIntervalMs } = config.headEnd;
  return {
    ...defaultDeadlines,
    healthMs: Math.min(defaultDeadlines.healthMs, requestTimeoutMs, Math.max(healthIntervalMs, 1_000)),
    stateMs: requestTimeoutMs,
    batchMs: Math.max(defaultDeadlines.batchMs, requestTimeoutMs),
    resultsMs: requestTimeoutMs,
    enrolmentMs: Math.max(defaultDeadlines.enrolmentMs, requestTimeoutMs),
  };
}

/** Whether this PC has an address on any network. It says nothing of the head end. */
export function networkState(): 'up' | 'down' | 'unknown' {
  try {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    return addresses.some((address) => !address.internal) ? 'up' : 'down';
  } catch {
    return 'unknown';
  }
}
