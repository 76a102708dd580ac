import { limits } from '../counter/limits.ts';
import { askPrinter } from './ask-printer.ts';
import { type Condition, cleanCondition, lampOf } from './condition.ts';
import type { Document } from './document.ts';
import { encodeDrawerPulse } from './encode.ts';
import type { JobState } from './job-machine.ts';
import { type PrintJob, type PrintWork, startWork } from './print-work.ts';
import type { FromPrinter, JobStep, PrinterReason, PrinterStatus } from './printer-messages.ts';
import type { Profile } from './profile.ts';
import type { Bitmap } from './raster/bitmap.ts';
import type { Reply } from './replies.ts';
import type { Timing, Transport } from './transport.ts';

export interface DeskDeps {
  readonly printerId: string;
  readonly profile: Profile;
  readonly transport: Transport;
  readonly timing: Timing;
  readonly nextTag: () => string;
  readonly draw: (document: Document, widthDots: number) => Bitmap;
  readonly post: (message: FromPrinter) => void;
  readonly statusChanged: () => void;
}

/** The one owner of a printer: jobs in the order they came, one at a time, and its status in between. */
export interface PrinterDesk {
  status(): PrinterStatus;
  print(job: PrintJob): void;
  go(jobId: string, attempt: number): void;
  giveUp(jobId: string): void;
  /** Asks an idle printer how it is. */
  look(): void;
  openDrawer(): void;
  /** Takes no new work; the job in hand goes on to its end. */
  retire(): void;
}

const lookEveryMs = 10_000;

export function openPrinterDesk(deps: DeskDeps): PrinterDesk {
  const queue: PrintJob[] = [];
  const { timing, profile } = deps;
  let work: PrintWork | null = null;
  /** Looking and the drawer hold the connection too; one at a time. */
  let errand: 'none' | 'running' = 'none';
  let drawerWanted = false;
  let lookWanted = true;
  let resync = false;
  let retired = false;
  let cancelLook: () => void = () => undefined;
  let known: { condition: Condition; state: PrinterStatus['state']; sinceMs: number } = {
    condition: cleanCondition,
    state: 'unknown',
    sinceMs: timing.wallMs(),
  };

  const heard = (condition: Condition, answered: boolean): void => {
    const state = answered ? lampOf(condition) : 'unknown';
    const same =
      state === known.state &&
      condition.reason === known.condition.reason &&
      condition.nearEnd === known.condition.nearEnd;
    if (same) return;
    known = { condition, state, sinceMs: timing.wallMs() };
    deps.statusChanged();
  };

  const next = (): void => {
    if (work !== null || errand === 'running') return;
    cancelLook();
    if (drawerWanted) {
      drawerWanted = false;
      return runErrand(pulseDrawer);
    }
    const job = queue.shift();
    if (job !== undefined) {
      work = startWork(job, resync, { ...deps, heard, done });
      return deps.statusChanged();
    }
    if (lookWanted) {
      lookWanted = false;
      return runErrand(lookNow);
    }
    if (!retired) cancelLook = timing.after(lookEveryMs, look);
  };

  const done = (state: JobState): void => {
    // After an uncertain job the printer may still wait for the rest of a raster.
    if (state.phase === 'uncertain') resync = true;
    else if (state.phase === 'confirmed') resync = false;
    work = null;
    deps.statusChanged();
    next();
  };

  const runErrand = (errandOf: () => Promise<void>): void => {
    errand = 'running';
    void errandOf().finally(() => {
      errand = 'none';
      next();
    });
  };

  const lookNow = async (): Promise<void> => {
    const opened = await deps.transport.open();
    if (!opened.ok) return heard(stoppedBy('not-reached'), true);
    const link = opened.value;
    let listener: ((reply: Reply) => void) | null = null;
    link.onReply((reply) => listener?.(reply));
    if (!profile.asksStatus) {
      await link.close();
      return heard(cleanCondition, false);
    }
    const answer = await askPrinter(link, timing, (wanted) => {
      listener = wanted;
    });
    await link.close();
    if (answer.answered) return heard(answer.condition, true);
    return profile.demandsAnswer ? heard(stoppedBy('silent'), true) : heard(cleanCondition, false);
  };

  const pulseDrawer = async (): Promise<void> => {
    const opened = await deps.transport.open();
    if (!opened.ok) return heard(stoppedBy('not-reached'), true);
    await opened.value.write(encodeDrawerPulse(profile), 1_000);
    await opened.value.close();
  };

  const look = (): void => {
    lookWanted = true;
    next();
  };

  queueMicrotask(next);
  return {
    status: () => ({
      printerId: deps.printerId,
      state: known.state,
      reason: known.condition.reason,
      sinceMs: known.sinceMs,
      nearEnd: known.condition.nearEnd,
      widthDots: profile.widthDots,
      jobId: work?.jobId ?? '',
      queued: queue.length,
    }),
    print: (job) => {
      const twice = work?.jobId === job.jobId || queue.some((waiting) => waiting.jobId === job.jobId);
      if (twice) return;
      if (retired || queue.length >= limits.printJobsWaitingMax) {
        deps.post(droppedStep(deps.printerId, job, 'unknown-printer'));
        return;
      }
      queue.push(job);
      next();
    },
    go: (jobId, attempt) => {
      if (work?.jobId === jobId) work.permit(attempt);
    },
    giveUp: (jobId) => {
      if (work?.jobId === jobId) return work.giveUp();
      const at = queue.findIndex((waiting) => waiting.jobId === jobId);
      const [job] = at === -1 ? [] : queue.splice(at, 1);
      if (job !== undefined) deps.post(droppedStep(deps.printerId, job, 'given-up'));
    },
    look,
    openDrawer: () => {
      drawerWanted = true;
      next();
    },
    retire: () => {
      retired = true;
      cancelLook();
      for (const job of queue.splice(0)) deps.post(droppedStep(deps.printerId, job, 'unknown-printer'));
    },
  };
}

function stoppedBy(reason: PrinterReason): Condition {
  return { reason, nearEnd: false };
}

/** The step of a job that never began. */
export function droppedStep(printerId: string, job: PrintJob, reason: JobStep['reason']): JobStep {
  return {
    type: 'step',
    jobId: job.jobId,
    attempt: job.attempt,
    printerId,
    state: 'failed',
    reason,
    bytesAccepted: 0,
  };
}
