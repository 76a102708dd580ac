import { uuidv7, type Random } from '../../counter/ids.ts';
import { mayBeOnPaper, mayFollow, type PrintState, type Slip } from '../../counter/journal/print-job.ts';
import type { Clock } from '../../counter/time.ts';
import type { Alongside } from '../../db/append.ts';
import type { Journal } from '../../db/journal.ts';
import {
  appendPrintStep,
  bornPrintJob,
  freezeDocument,
  openPrintJobs,
  printJob,
  type PrintJob,
  type PrintJobState,
  waitingJob,
} from '../../db/print-jobs.ts';
import type { FromPrinter, JobStep } from '../../printers/printer-messages.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Log } from './log.ts';
import { documentOfText, textOfDocument, type PaperMaker } from './paper-maker.ts';
import { plainStep, type StepDetail } from './print-view.ts';
import { printerId, printerLink, type PrinterLink, type PrinterPort } from './printer-link.ts';

/** Carries slips from the journal to the printer process and what became of them back into the journal. */
export interface PrintDesk {
  readonly link: PrinterLink;
  /** Null before there is a journal. */
  readonly maker: PaperMaker | null;
  attach(port: PrinterPort): void;
  /** After the journal opened: what a crash left behind is settled, and the rest goes to the printer. */
  begin(maker: PaperMaker): void;
  /** A job that is born in the transaction of an entry. The owner of a further copy is its reprint. */
  newSlip(
    entry: string,
    slip: Slip,
    copy: number,
    reprint?: string,
  ): { readonly job: string; readonly born: PrintJobState; readonly alongside: Alongside };
  /** Returns at once: the paper never holds up a reply. */
  printWhenReady(job: string, seq: number, how: 'wait-for-answer' | 'at-once'): void;
  /** Slips that wait and have nobody who drives them, after a fault behind their commit. */
  takeUpWaiting(): void;
  /** One step by a person's word. */
  step(job: PrintJob, state: PrintState, detail: StepDetail): PrintJob | null;
  stop(): Promise<void>;
}

export interface PrintPorts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly keeper: JournalKeeper;
  readonly answerFor: (seq: number, timeoutMs: number) => Promise<unknown>;
  readonly changed: () => void;
  /** A moment in which nobody waits for the disk; always after the reply that is on its way. */
  readonly whenQuiet: () => Promise<void>;
}

/** What the desk knows beside the journal. */
interface Inner {
  readonly ports: PrintPorts;
  readonly link: PrinterLink;
  maker: PaperMaker | null;
  state: 'running' | 'stopped';
  /** By job: those whose paper waits for an answer. */
  readonly freezing: Map<string, Promise<void>>;
}

export function printDesk(ports: PrintPorts): PrintDesk {
  const link = printerLink(ports.config, ports.clock, {
    ready: () => sendOpenJobs(inner),
    message: (message) => received(inner, message),
    statusChanged: ports.changed,
    lost: () => {
      doubtAll(inner, 'restarted');
      ports.changed();
    },
  });
  const inner: Inner = { ports, link, maker: null, state: 'running', freezing: new Map() };
  return {
    link,
    get maker() {
      return inner.maker;
    },
    attach: (port) => link.attach(port),
    begin: (made) => {
      inner.maker = made;
      settleAfterStart(inner);
    },
    newSlip: (entry, slip, copy, reprint) => {
      const id = uuidv7(ports.clock.wallMs(), ports.random);
      const owner = reprint === undefined ? 'service' : `reprint:${reprint}`;
      const birth = { id, entry, slip, copy, owner, bornAt: ports.clock.wallMs() };
      return { job: id, born: waitingJob(birth), alongside: (db) => bornPrintJob(db, birth) };
    },
    printWhenReady: (job, seq, how) => printWhenReady(inner, job, seq, how),
    takeUpWaiting: () => takeUpWaiting(inner),
    step: (job, state, detail) => step(inner, job, state, detail),
    stop: async () => {
      inner.state = 'stopped';
      link.close();
      await Promise.all(inner.freezing.values());
    },
  };
}

function printWhenReady(inner: Inner, job: string, seq: number, how: 'wait-for-answer' | 'at-once'): void {
  const { keeper, config, answerFor, log, whenQuiet } = inner.ports;
  const { journal } = keeper;
  if (journal === null) return;
  // The reply goes first: between a request and its answer the disk sees the entry alone.
  const printing: Promise<void> = whenQuiet()
    .then(() => (how === 'at-once' ? undefined : answerFor(seq, config.headEnd.answerWaitMs)))
    .then(() => freezeAndSend(inner, journal, job))
    .catch((error: unknown) => log.incident(job, 'a slip could not be frozen', error))
    .finally(() => inner.freezing.delete(job));
  inner.freezing.set(job, printing);
}

/** What a crash left behind: no byte went out of a waiting job, and only a person knows of a sent one. */
function settleAfterStart(inner: Inner): void {
  const { journal } = inner.ports.keeper;
  if (journal === null) return;
  doubtAll(inner, 'program-ended');
  const ready = openPrintJobs(journal.db).filter(isReadyToSend);
  for (const job of ready) handOver(inner, job);
  takeUpWaiting(inner);
}

/** One slip that cannot be made keeps neither the others nor the counter from their work. */
function takeUpWaiting(inner: Inner): void {
  const { keeper, log } = inner.ports;
  const { journal } = keeper;
  if (journal === null) return;
  for (const { id, state } of openPrintJobs(journal.db)) {
    if (state !== 'waiting' || inner.freezing.has(id)) continue;
    try {
      freezeAndSend(inner, journal, id);
    } catch (error) {
      log.incident(id, 'a slip could not be frozen', error);
    }
  }
}

/** Writes one step, if it may follow; null when it does not stand on disk. */
function step(
  inner: Inner,
  job: PrintJob,
  state: PrintState,
  detail: StepDetail,
  attempt = job.attempt,
): PrintJob | null {
  const { keeper, changed } = inner.ports;
  const { journal } = keeper;
  if (journal === null || !mayFollow(job.state, state)) return null;
  const written = appendPrintStep(journal, { job: job.id, state, attempt, detail });
  if (!written.ok) keeper.noteFault(written.error);
  changed();
  return written.ok ? written.value : null;
}

/** Freezes what the slip says and hands it over; from here on nothing changes it. */
function freezeAndSend(inner: Inner, journal: Journal, id: string): void {
  if (inner.state === 'stopped' || inner.maker === null) return;
  const job = printJob(journal.db, id);
  if (job?.state !== 'waiting') return;
  const frozen = freezeDocument(journal, id, textOfDocument(inner.maker.documentFor(job)));
  if (frozen.ok) handOver(inner, frozen.value);
  else inner.ports.keeper.noteFault(frozen.error);
  inner.ports.changed();
}

function handOver({ link }: Inner, job: PrintJob): void {
  if (job.documentText === null || !link.isUp) return;
  const document = documentOfText(job.documentText);
  link.post({ type: 'print', jobId: job.id, attempt: job.attempt + 1, printerId, document });
}

function isReadyToSend({ state }: PrintJob): boolean {
  return state === 'queued' || state === 'checking' || state === 'blocked' || state === 'failed';
}

function sendOpenJobs(inner: Inner): void {
  const { journal } = inner.ports.keeper;
  if (journal === null || inner.maker === null) return;
  for (const job of openPrintJobs(journal.db)) if (isReadyToSend(job)) handOver(inner, job);
}

/** Bytes may be on paper and nobody is left who knows: only a person can say. */
function doubtAll(inner: Inner, reason: StepDetail['reason']): void {
  const { journal } = inner.ports.keeper;
  if (journal === null) return;
  for (const job of openPrintJobs(journal.db)) {
    if (mayBeOnPaper(job.state)) step(inner, job, 'uncertain', { ...plainStep, reason });
  }
}

function received(inner: Inner, message: Extract<FromPrinter, { type: 'mayISend' | 'step' }>): void {
  const { keeper, log } = inner.ports;
  if (keeper.journal === null || inner.state === 'stopped') return;
  const job = printJob(keeper.journal.db, message.jobId);
  if (job === null) return log.note('print step of an unknown job', { job: message.jobId });
  if (message.type === 'step') return keepStep(inner, job, message);
  if (step(inner, job, 'sending', plainStep, message.attempt) === null) {
    log.note('a job may not be sent', { job: job.id, state: job.state });
    inner.link.post({ type: 'giveUp', jobId: job.id });
    return;
  }
  inner.link.post({ type: 'go', jobId: job.id, attempt: message.attempt });
}

function keepStep(inner: Inner, job: PrintJob, message: JobStep): void {
  // `sending` stood on disk before the first byte; `checking` leaves nothing to remember.
  if (message.state === 'checking' || message.state === 'sending') return;
  const detail: StepDetail = {
    reason: message.reason,
    bytes: message.bytesAccepted,
    proof: message.level ?? null,
    person: null,
  };
  if (job.state === message.state && JSON.stringify(job.detail) === JSON.stringify(detail)) return;
  const attempt = Math.max(job.attempt, message.attempt);
  if (step(inner, job, message.state, detail, attempt) === null) {
    const steps = { job: job.id, from: job.state, to: message.state };
    inner.ports.log.note('a print step does not follow', steps);
  }
}
