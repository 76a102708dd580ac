import { randomUUID } from 'node:crypto';
import type { SignedAnswer } from '../../counter/journal/answer.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { HeadEndTime } from '../../counter/journal/clock-rule.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { deviceSigner } from '../../db/crypto.ts';
import type { Journal } from '../../db/journal.ts';
import type { DirectoryDownload } from '../../headend/client.ts';
import { defaultDeadlines, type ClientDeadlines } from '../../headend/deadlines.ts';
import { enrolCounter, recoverCounter } from '../../headend/enrolment-calls.ts';
import type { PendingElsewhere } from '../../headend/pending-elsewhere.ts';
import type { Enrolment, EnrolmentRequest } from '../../headend/schemas.ts';
import type { HttpTransport } from '../../headend/transport.ts';
import type { UploadSnapshot } from '../../headend/upload-driver.ts';
import { notAnswering, type Verdict } from '../../headend/verdict.ts';
import type { Config } from '../contract/config-schemas.ts';
import { type Attempts, watchAttempts } from './attempt-watch.ts';
import type { NoticeView } from '../contract/view-schemas.ts';
import { headEndListener } from './head-end-time.ts';
import { openLine, usbDeskOf, type HeadEndPorts, type Identity, type Line } from './head-end-line.ts';
import { journalOutbox } from './journal-outbox.ts';
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
  /** What a consumer has paid at other counters; null where the head end is not answering, or not soon enough. */
  pendingElsewhere(consumer: string): Promise<PendingElsewhere | null>;
  downloadDirectory(target: string): Promise<Result<Verdict<DirectoryDownload>, Refusal>>;
  /** When it was last asked, and which entries were last tried. */
  readonly attempts: Attempts;
  /** Its time by its last answer since this process began; null where it has given none. */
  readonly time: HeadEndTime | null;
  /** When it was last heard, UTC milliseconds by this PC's clock; null where it was not since this process began. */
  readonly heardAt: number | null;
  /** The head end's key, by which a directory file is judged. Null before enrolment. */
  readonly publicKey: string | null;
  stop(): Promise<void>;
}

export function headEndDesk(ports: HeadEndPorts): HeadEndDesk {
  const listener = headEndListener(ports.clock, ports.onChange);
  let line: Line | null = null;
  let usb: UsbDesk | null = null;
  let publicKey: string | null = null;
  const watch = watchAttempts(ports.clock);
  const deadlines = deadlinesOf(ports.config);

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
    get attempts() {
      return watch.attempts();
    },
    get heardAt() {
      return heardAt(ports.clock, listener.time);
    },
    ...callsWithoutToken(ports, deadlines),
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
      const counter = { ...identity, journal, outbox, signer };
      line = await openLine(ports, { ...counter, transport, deadlines, heardTime: listener.heard, watch });
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
    pendingElsewhere: async (consumer) => (line === null ? null : askElsewhere(line, consumer)),
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

const noAddress = err({ code: 'CONFIG_INVALID', params: { key: 'headEnd.url' } } satisfies Refusal);

/** How a PC without a token gets one; a transport of its own for each. */
function callsWithoutToken(
  { transport: open }: HeadEndPorts,
  deadlines: ClientDeadlines,
): Pick<HeadEndDesk, 'enrol' | 'recover'> {
  return {
    enrol: async (request) => {
      const transport = open();
      return transport === null ? noAddress : ok(await enrolOver(transport, request, deadlines));
    },
    recover: async (recoveries) => {
      const transport = open();
      return transport === null ? noAddress : ok(await recoverOver(transport, recoveries, deadlines));
    },
  };
}

/** Wall time of the head end's last answer, by this clock as it stands now. */
function heardAt(clock: Clock, time: HeadEndTime | null): number | null {
  if (time === null) return null;
  return Math.round(clock.wallMs() - (clock.monotonicMs() - time.monotonicMs));
}

/** Only a head end that answers is asked: a cashier waits for nothing that will not come. */
async function askElsewhere({ client, driver }: Line, consumer: string): Promise<PendingElsewhere | null> {
  if (driver.snapshot().link !== 'answering') return null;
  const verdict = await client.pending(consumer, randomUUID());
  return verdict.kind === 'answered' ? verdict.value : null;
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
