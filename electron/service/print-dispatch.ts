import { setImmediate as nextTurn } from 'node:timers/promises';
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
  ): { readonly job: string; readonly alongside: Alongside };
  /** Returns at once: the paper never holds up a reply. */
  printWhenReady(job: string, seq: number, how: 'wait-for-answer' | 'at-once'): void;
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
}

export function printDesk(ports: PrintPorts): PrintDesk {
  const { keeper, log } = ports;
  let maker: PaperMaker | null = null;
  let stopped = false;
  const waiting = new Set<Promise<void>>();

  const step = (
    job: PrintJob,
    state: PrintState,
    detail: StepDetail,
    attempt = job.attempt,
  ): PrintJob | null => {
    const { journal } = keeper;
    if (journal === null || !mayFollow(job.state, state)) return null;
    const written = appendPrintStep(journal, { job: job.id, state, attempt, detail });
    if (!written.ok) keeper.noteFault(written.error);
    ports.changed();
    return written.ok ? written.value : null;
  };

  /** Freezes what the slip says and hands it over; from here on nothing changes it. */
  const freezeAndSend = (journal: Journal, id: string): void => {
    if (stopped || maker === null) return;
    const job = printJob(journal.db, id);
    if (job?.state !== 'waiting') return;
    const frozen = freezeDocument(journal, id, textOfDocument(maker.documentFor(job)));
    if (frozen.ok) handOver(frozen.value);
    else keeper.noteFault(frozen.error);
    ports.changed();
  };

  const handOver = (job: PrintJob): void => {
    if (job.documentText === null || !link.isUp) return;
    const document = documentOfText(job.documentText);
    link.post({ type: 'print', jobId: job.id, attempt: job.attempt + 1, printerId, document });
  };

  const isReadyToSend = ({ state }: PrintJob) =>
    state === 'queued' || state === 'checking' || state === 'blocked' || state === 'failed';

  const sendOpenJobs = (): void => {
    const { journal } = keeper;
    if (journal === null || maker === null || !link.isUp) return;
    for (const job of openPrintJobs(journal.db)) if (isReadyToSend(job)) handOver(job);
  };

  /** Bytes may be on paper and nobody is left who knows: only a person can say. */
  const doubtAll = (reason: StepDetail['reason']): void => {
    const { journal } = keeper;
    if (journal === null) return;
    for (const job of openPrintJobs(journal.db)) {
      if (mayBeOnPaper(job.state)) step(job, 'uncertain', { ...plainStep, reason });
    }
  };

  const received = (message: Extract<FromPrinter, { type: 'mayISend' | 'step' }>): void => {
    const { journal } = keeper;
    if (journal === null || stopped) return;
    const job = printJob(journal.db, message.jobId);
    if (job === null) return log.note('print step of an unknown job', { job: message.jobId });
    if (message.type === 'step') return keepStep(job, message);
    const written = step(job, 'sending', plainStep, message.attempt);
    if (written === null) {
      log.note('a job may not be sent', { job: job.id, state: job.state });
      link.post({ type: 'giveUp', jobId: job.id });
      return;
    }
    link.post({ type: 'go', jobId: job.id, attempt: message.attempt });
  };

  const keepStep = (job: PrintJob, message: JobStep): void => {
    if (message.state === 'checking' || message.state === 'sending') return;
    const detail: StepDetail = {
      reason: message.reason,
      bytes: message.bytesAccepted,
      proof: message.level ?? null,
      person: null,
    };
    const same = job.state === message.state && JSON.stringify(job.detail) === JSON.stringify(detail);
    if (same) return;
    const attempt = Math.max(job.attempt, message.attempt);
    if (step(job, message.state, detail, attempt) === null) {
      log.note('a print step does not follow', { job: job.id, from: job.state, to: message.state });
    }
  };

  const link = printerLink(ports.config, ports.clock, {
    ready: sendOpenJobs,
    message: received,
    statusChanged: ports.changed,
    lost: () => {
      doubtAll('restarted');
      ports.changed();
    },
  });

  return {
    link,
    get maker() {
      return maker;
    },
    attach: (port) => link.attach(port),
    begin: (made) => {
      maker = made;
      const { journal } = keeper;
      if (journal === null) return;
      doubtAll('program-ended');
      for (const job of openPrintJobs(journal.db)) {
        if (job.state === 'waiting') freezeAndSend(journal, job.id);
        else if (isReadyToSend(job)) handOver(job);
      }
    },
    newSlip: (entry, slip, copy, reprint) => {
      const id = uuidv7(ports.clock.wallMs(), ports.random);
      const owner = reprint === undefined ? 'service' : `reprint:${reprint}`;
      const bornAt = ports.clock.wallMs();
      return { job: id, alongside: (db) => bornPrintJob(db, { id, entry, slip, copy, owner, bornAt }) };
    },
    printWhenReady: (job, seq, how) => {
      const { journal } = keeper;
      if (journal === null) return;
      const { answerWaitMs } = ports.config.headEnd;
      // The reply goes first: between a request and its answer the disk sees the entry alone.
      const printing: Promise<void> = nextTurn()
        .then(() => (how === 'at-once' ? undefined : ports.answerFor(seq, answerWaitMs)))
        .then(() => freezeAndSend(journal, job))
        .catch((error: unknown) => log.incident(job, 'a slip could not be frozen', error))
        .finally(() => waiting.delete(printing));
      waiting.add(printing);
    },
    step: (job, state, detail) => step(job, state, detail),
    stop: async () => {
      stopped = true;
      link.close();
      await Promise.all(waiting);
    },
  };
}
