import { uuidv7, type Random } from '../../counter/ids.ts';
import type { PrintState, Slip } from '../../counter/journal/print-job.ts';
import type { Clock } from '../../counter/time.ts';
import type { Alongside } from '../../db/append.ts';
import type { JournalFault } from '../../db/fault.ts';
import type { Journal } from '../../db/journal.ts';
import { wasPutBack } from '../../db/second-copy.ts';
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
import type { Result } from '../../counter/result.ts';
import { printDispatch, type SlipRecord } from '../../printers/print-dispatch.ts';
import type { StepDetail } from '../../printers/step-detail.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Log } from './log.ts';
import { documentOfText, textOfDocument, type PaperMaker } from './paper-maker.ts';
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

/** The rules of `printers/print-dispatch.ts` on this counter's journal and the line to its printer process. */
export function printDesk(ports: PrintPorts): PrintDesk {
  const { config, clock, random, log, keeper, answerFor, changed, whenQuiet } = ports;
  let maker: PaperMaker | null = null;
  const link = printerLink(config, clock, {
    ready: () => dispatch.printerReady(),
    message: (message) => dispatch.received(message),
    statusChanged: changed,
    lost: () => {
      dispatch.printerLost();
      changed();
    },
  });
  const dispatch = printDispatch<PrintJob>({
    record: () =>
      keeper.journal === null || maker === null ? null : slipRecord(ports, keeper.journal, maker),
    handOver: (job) => handOver(link, job),
    post: (message) => link.post(message),
    note: (what, about) => log.note(what, about),
    incident: (job, what, error) => log.incident(job, what, error),
  });
  return {
    link,
    get maker() {
      return maker;
    },
    attach: (port) => link.attach(port),
    begin: (made) => {
      maker = made;
      const putBack = keeper.journal !== null && wasPutBack(keeper.journal);
      dispatch.begin(putBack ? 'put-back' : 'as-left');
    },
    newSlip: (entry, slip, copy, reprint) => {
      const id = uuidv7(clock.wallMs(), random);
      const owner = reprint === undefined ? 'service' : `reprint:${reprint}`;
      const birth = { id, entry, slip, copy, owner, bornAt: clock.wallMs() };
      return { job: id, born: waitingJob(birth), alongside: (db) => bornPrintJob(db, birth) };
    },
    printWhenReady: (job, seq, how) => {
      if (keeper.journal === null) return;
      const answer = how === 'at-once' ? null : answerFor(seq, config.headEnd.answerWaitMs);
      // The reply goes first: between a request and its answer the disk sees the entry alone.
      dispatch.printOnce(job, answer === null ? whenQuiet() : answer.then(whenQuiet));
    },
    takeUpWaiting: () => dispatch.takeUpWaiting(),
    step: (job, state, detail) => dispatch.step(job, state, detail),
    stop: async () => {
      link.close();
      await dispatch.stop();
    },
  };
}

function slipRecord(
  { keeper, changed }: PrintPorts,
  journal: Journal,
  maker: PaperMaker,
): SlipRecord<PrintJob> {
  const kept = (written: Result<PrintJob, JournalFault>): PrintJob | null => {
    if (!written.ok) keeper.noteFault(written.error);
    changed();
    return written.ok ? written.value : null;
  };
  return {
    slip: (id) => printJob(journal.db, id),
    openSlips: () => openPrintJobs(journal.db),
    freeze: (job) => kept(freezeDocument(journal, job.id, textOfDocument(maker.documentFor(job)))),
    step: (job, state, attempt, detail) =>
      kept(appendPrintStep(journal, { job: job.id, state, attempt, detail })),
  };
}

function handOver(link: PrinterLink, job: PrintJob): void {
  if (job.documentText === null || !link.isUp) return;
  const document = documentOfText(job.documentText);
  link.post({ type: 'print', jobId: job.id, attempt: job.attempt + 1, printerId, document });
}
