import { limits } from '../counter/limits.ts';
import { askPrinter } from './ask-printer.ts';
import { type Condition, cleanCondition, lampOf } from './condition.ts';
import type { Document } from './document.ts';
import { encodeDrawerPulse } from './encode.ts';
import type { JobState } from './job-states.ts';
import { type PrintJob, PrintWork } from './print-work.ts';
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

const lookEveryMs = 10_000;
const drawerLimitMs = 1_000;

/** The one owner of a printer: jobs in the order they came, one at a time, and its status in between. */
export class PrinterDesk {
  readonly #deps: DeskDeps;
  readonly #queue: PrintJob[] = [];
  readonly #wanted = new Set<'look' | 'drawer'>(['look']);
  #hand: { kind: 'empty' } | { kind: 'errand' } | { kind: 'work'; work: PrintWork } = { kind: 'empty' };
  /** Nobody knows what a process before this one left open in the printer. */
  #resync = true;
  #retired = false;
  #cancelLook: () => void = () => undefined;
  #known: { condition: Condition; state: PrinterStatus['state']; sinceMs: number };

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#known = { condition: cleanCondition, state: 'unknown', sinceMs: deps.timing.wallMs() };
    queueMicrotask(() => this.#next());
  }

  status(): PrinterStatus {
    return {
      printerId: this.#deps.printerId,
      state: this.#known.state,
      reason: this.#known.condition.reason,
      sinceMs: this.#known.sinceMs,
      nearEnd: this.#known.condition.nearEnd,
      widthDots: this.#deps.profile.widthDots,
      jobId: this.#work?.jobId ?? '',
      queued: this.#queue.length,
    };
  }

  print(job: PrintJob): void {
    const { jobId } = job;
    const inHand = this.#work?.jobId === jobId && !this.#work.isOver;
    if (inHand || this.#queue.some((waiting) => waiting.jobId === jobId)) return;
    if (this.#retired || this.#queue.length >= limits.printJobsWaitingMax)
      return this.#drop(job, 'too-many-jobs');
    this.#queue.push(job);
    this.#next();
  }

  go(jobId: string, attempt: number): void {
    if (this.#work?.jobId === jobId) this.#work.permit(attempt);
  }

  giveUp(jobId: string): void {
    if (this.#work?.jobId === jobId) return this.#work.giveUp();
    const at = this.#queue.findIndex((waiting) => waiting.jobId === jobId);
    const [job] = at === -1 ? [] : this.#queue.splice(at, 1);
    if (job !== undefined) this.#drop(job, 'given-up');
  }

  /** Asks an idle printer how it is. */
  look(): void {
    this.#wanted.add('look');
    this.#next();
  }

  openDrawer(): void {
    this.#wanted.add('drawer');
    this.#next();
  }

  /** Takes no new work; a job that may have bytes in the device goes on to its end. */
  retire(): void {
    this.#retired = true;
    this.#cancelLook();
    for (const job of this.#queue.splice(0)) this.#drop(job, 'unknown-printer');
  }

  /** The service is gone and will send again what has not reached the device. */
  forgetWaiting(): void {
    this.#queue.length = 0;
    this.#work?.forget();
  }

  get #work(): PrintWork | undefined {
    return this.#hand.kind === 'work' ? this.#hand.work : undefined;
  }

  #drop(job: PrintJob, reason: JobStep['reason']): void {
    this.#deps.post(droppedStep(this.#deps.printerId, job, reason));
  }

  #next(): void {
    if (this.#hand.kind !== 'empty') return;
    this.#cancelLook();
    if (this.#wanted.delete('drawer')) return this.#run(() => this.#pulseDrawer());
    const job = this.#queue.shift();
    if (job !== undefined) return this.#startWork(job);
    if (this.#retired) return;
    if (this.#wanted.delete('look')) return this.#run(() => this.#lookNow());
    this.#cancelLook = this.#deps.timing.after(lookEveryMs, () => this.look());
  }

  #startWork(job: PrintJob): void {
    const work = new PrintWork(job, this.#resync, {
      ...this.#deps,
      heard: (condition, answered) => this.#heard(condition, answered),
      done: (state) => this.#done(state),
    });
    this.#hand = { kind: 'work', work };
    this.#deps.statusChanged();
    work.begin();
  }

  #done(state: JobState): void {
    // After an uncertain job the printer may still wait for the rest of a raster.
    if (state.phase === 'uncertain') this.#resync = true;
    else if (state.phase === 'confirmed') this.#resync = false;
    this.#hand = { kind: 'empty' };
    this.#deps.statusChanged();
    this.#next();
  }

  /** Looking and the drawer hold the connection as a job does; one at a time. */
  #run(errand: () => Promise<void>): void {
    this.#hand = { kind: 'errand' };
    void errand().finally(() => {
      this.#hand = { kind: 'empty' };
      this.#next();
    });
  }

  async #lookNow(): Promise<void> {
    const { profile, timing, transport } = this.#deps;
    const opened = await transport.open();
    if (!opened.ok) return this.#heard(stoppedBy('not-reached'), true);
    const link = opened.value;
    if (!profile.asksStatus) {
      await link.close();
      return this.#heard(cleanCondition, false);
    }
    let listener: ((reply: Reply) => void) | null = null;
    link.onReply((reply) => listener?.(reply));
    const answer = await askPrinter(link, timing, (wanted) => {
      listener = wanted;
    });
    await link.close();
    if (answer.answered) return this.#heard(answer.condition, true);
    return profile.demandsAnswer
      ? this.#heard(stoppedBy('silent'), true)
      : this.#heard(cleanCondition, false);
  }

  async #pulseDrawer(): Promise<void> {
    const opened = await this.#deps.transport.open();
    if (!opened.ok) return this.#heard(stoppedBy('not-reached'), true);
    await opened.value.write(encodeDrawerPulse(this.#deps.profile), drawerLimitMs);
    await opened.value.close();
  }

  #heard(condition: Condition, answered: boolean): void {
    const state = answered ? lampOf(condition) : 'unknown';
    const same =
      state === this.#known.state &&
      condition.reason === this.#known.condition.reason &&
      condition.nearEnd === this.#known.condition.nearEnd;
    if (same) return;
    this.#known = { condition, state, sinceMs: this.#deps.timing.wallMs() };
    this.#deps.statusChanged();
  }
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
