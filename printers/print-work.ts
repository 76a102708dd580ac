import { assertNever } from '../counter/result.ts';
import { type Answer, askPrinter, followStatus, type ListenWith } from './ask-printer.ts';
import { cleanCondition, type Condition, conditionFromAsb } from './condition.ts';
import type { Document } from './document.ts';
import { encodeClear, encodeJob, type EncodedJob } from './encode.ts';
import { stepJob } from './job-machine.ts';
import {
  inDevice,
  isFinal,
  type JobEffect,
  type JobEvent,
  type JobState,
  type JobTerms,
  newJob,
  reportedState,
} from './job-states.ts';
import type { FromPrinter } from './printer-messages.ts';
import type { Profile } from './profile.ts';
import type { Bitmap } from './raster/bitmap.ts';
import type { Reply } from './replies.ts';
import type { Link, Timing, Transport } from './transport.ts';

export interface PrintJob {
  readonly jobId: string;
  readonly attempt: number;
  readonly document: Document;
}

export interface WorkDeps {
  readonly printerId: string;
  readonly profile: Profile;
  readonly transport: Transport;
  readonly timing: Timing;
  readonly nextTag: () => string;
  readonly draw: (document: Document, widthDots: number) => Bitmap;
  readonly post: (message: FromPrinter) => void;
  /** Every condition that was heard, for the status bar. */
  readonly heard: (condition: Condition, answered: boolean) => void;
  /** The job is over: its last state, after the link was closed. */
  readonly done: (state: JobState) => void;
}

const chunkBytes = 4_096;
const chunkLimitMs = 5_000;
const clearLimitMs = 500;

/**
 * The job in the hand of a printer: does what the job machine asks for and tells it what came of that.
 * `begin` once; `done` is called once, when the link is closed.
 */
export class PrintWork {
  readonly #job: PrintJob;
  readonly #resync: boolean;
  readonly #deps: WorkDeps;
  #state: JobState;
  #bitmap: Bitmap | null = null;
  #encoded: EncodedJob | null = null;
  #tag = '';
  #link: Link | null = null;
  #listener: ((reply: Reply) => void) | null = null;
  #cancelTimer: () => void = () => undefined;
  #reported = '';

  constructor(job: PrintJob, resync: boolean, deps: WorkDeps) {
    this.#job = job;
    this.#resync = resync;
    this.#deps = deps;
    this.#state = newJob(job.attempt);
  }

  get jobId(): string {
    return this.#job.jobId;
  }

  /** Its end is decided; at most the link is still being closed. */
  get isOver(): boolean {
    return isFinal(this.#state.phase);
  }

  begin(): void {
    this.#tell({ type: 'start' });
  }

  permit(attempt: number): void {
    this.#tell({ type: 'permitted', attempt });
  }

  giveUp(): void {
    this.#tell({ type: 'giveUp' });
  }

  /** Ends a job that has no byte in the device; any other goes on to its end. */
  forget(): void {
    if (!inDevice(this.#state)) this.giveUp();
  }

  #terms(): JobTerms {
    const { profile } = this.#deps;
    return {
      bytesTotal: this.#encoded?.bytes.length ?? Number.MAX_SAFE_INTEGER,
      confirm: profile.confirm,
      demandsAnswer: profile.asksStatus && profile.demandsAnswer,
      proofLimitMs: proofLimitMs(this.#bitmap?.heightDots ?? 0, profile),
    };
  }

  #tell(event: JobEvent): void {
    const result = stepJob(this.#state, event, this.#terms());
    if (result === null) return;
    const moved = result.state.phase !== this.#state.phase;
    this.#state = result.state;
    if (moved) this.#cancelTimer();
    this.#report();
    for (const effect of result.effects) void this.#carryOut(effect);
    // An effect may already have told the next event, so this looks at the outcome of its own.
    if (moved && isFinal(result.state.phase)) void this.#finish();
  }

  #report(): void {
    const { attempt, reason, bytesAccepted, level, phase } = this.#state;
    const state = reportedState(phase);
    const key = `${attempt}/${state}/${reason}`;
    // A blocked job is looked at again and again; only a change is worth a row in the journal.
    if (state === null || key === this.#reported) return;
    this.#reported = key;
    const { jobId } = this.#job;
    const { printerId } = this.#deps;
    const proof = level === 'printed' || level === 'processed' ? { level } : {};
    this.#deps.post({ type: 'step', jobId, attempt, printerId, state, reason, bytesAccepted, ...proof });
  }

  async #carryOut(effect: JobEffect): Promise<void> {
    switch (effect.do) {
      case 'check':
        return this.#check();
      case 'askPermission':
        return this.#askPermission();
      case 'send':
        return this.#send();
      case 'lookBack':
        return this.#lookBack();
      case 'wait':
        this.#cancelTimer();
        this.#cancelTimer = this.#deps.timing.after(effect.ms, () => this.#tell({ type: 'timeUp' }));
        return;
      case 'clearPrinter':
        await this.#link?.write(encodeClear(), clearLimitMs);
        return this.#link?.softReset();
      default:
        return assertNever(effect);
    }
  }

  async #check(): Promise<void> {
    try {
      this.#bitmap ??= this.#deps.draw(this.#job.document, this.#deps.profile.widthDots);
    } catch {
      return this.#tell({ type: 'cannotBeDrawn' });
    }
    await this.#closeLink();
    const opened = await this.#deps.transport.open();
    if (isFinal(this.#state.phase)) return opened.ok ? opened.value.close() : undefined;
    if (!opened.ok) {
      this.#deps.heard({ reason: 'not-reached', nearEnd: false }, true);
      return this.#tell({ type: 'notReached', reason: 'not-reached' });
    }
    this.#listenTo(opened.value);
    const { answered, condition } = await this.#ask(opened.value);
    if (answered) await followStatus(opened.value, this.#deps.timing, this.#listenWith);
    const silent = !answered && this.#terms().demandsAnswer;
    this.#deps.heard(silent ? { reason: 'silent', nearEnd: false } : condition, answered || silent);
    this.#tell({ type: 'condition', reason: condition.reason, answered });
    // A blocked printer may be needed by someone else, and most take one connection at a time.
    if (this.#state.phase === 'blocked') await this.#closeLink();
  }

  readonly #listenWith: ListenWith = (listener) => {
    this.#listener = listener;
  };

  async #ask(link: Link): Promise<Answer> {
    return this.#deps.profile.asksStatus
      ? askPrinter(link, this.#deps.timing, this.#listenWith)
      : { answered: false, condition: cleanCondition };
  }

  #listenTo(link: Link): void {
    this.#link = link;
    link.onReply((reply) => {
      if (this.#link === link) this.#onReply(reply);
    });
    link.onGone(() => {
      if (this.#link === link) this.#tell({ type: 'linkLost' });
    });
  }

  #onReply(reply: Reply): void {
    this.#listener?.(reply);
    if (reply.kind === 'asb') {
      const condition = conditionFromAsb(reply.bytes);
      this.#deps.heard(condition, true);
      if (inDevice(this.#state)) this.#tell({ type: 'condition', reason: condition.reason, answered: false });
    }
    if (reply.kind === 'processId' && reply.tag === this.#tag) this.#tell({ type: 'idReturned' });
    if (reply.kind === 'paper') this.#tell({ type: 'inOrderAnswer' });
  }

  #askPermission(): void {
    if (this.#bitmap === null) return;
    const { profile, post, printerId, nextTag } = this.#deps;
    this.#tag = nextTag();
    this.#encoded = encodeJob(this.#bitmap, profile, { tag: this.#tag, resync: this.#resync });
    const { attempt } = this.#state;
    post({ type: 'mayISend', jobId: this.#job.jobId, attempt, printerId, tag: this.#tag });
  }

  async #send(): Promise<void> {
    const [link, bytes] = [this.#link, this.#encoded?.bytes];
    if (link === null || bytes === undefined) return this.#tell({ type: 'linkLost' });
    let sent = 0;
    while (sent < bytes.length && inDevice(this.#state) && this.#link === link) {
      const written = await link.write(bytes.subarray(sent, sent + chunkBytes), chunkLimitMs);
      sent += written.accepted;
      if (written.accepted > 0) this.#tell({ type: 'accepted', bytes: written.accepted });
      if (written.end === 'gone') this.#tell({ type: 'linkLost' });
      if (written.end === 'stalled') this.#tell({ type: 'noProgress' });
    }
  }

  async #lookBack(): Promise<void> {
    if (this.#link === null) return;
    const { answered, condition } = await this.#ask(this.#link);
    if (answered) this.#deps.heard(condition, true);
    this.#tell({ type: 'condition', reason: condition.reason, answered });
  }

  async #closeLink(): Promise<void> {
    const open = this.#link;
    this.#link = null;
    await open?.close();
  }

  async #finish(): Promise<void> {
    this.#cancelTimer();
    const open = this.#link;
    this.#link = null;
    // What a person will be asked about must not print by itself later.
    const doubtful = this.#state.phase === 'uncertain' && this.#state.reason !== 'needs-eyes';
    await (doubtful ? open?.abort() : open?.close());
    this.#deps.done(this.#state);
  }
}

/** Twice the time the mechanics need, and never so short that a slow answer is called none. */
function proofLimitMs(rows: number, profile: Profile): number {
  const mechanicsMs = (rows / profile.dotsPerMm / profile.speedMmPerS) * 1_000;
  return Math.max(8_000, Math.ceil(2 * mechanicsMs) + 3_000);
}
