import { askPrinter, type Answer, followStatus } from './ask-printer.ts';
import { type Condition, conditionFromAsb } from './condition.ts';
import type { Document } from './document.ts';
import { encodeClear, encodeJob, type EncodedJob } from './encode.ts';
import {
  inDevice,
  isFinal,
  type JobEffect,
  type JobEvent,
  type JobState,
  type JobTerms,
  newJob,
  reportedState,
  stepJob,
} from './job-machine.ts';
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

/** The job in the hand of a printer. */
export interface PrintWork {
  readonly jobId: string;
  permit(attempt: number): void;
  giveUp(): void;
}

const chunkBytes = 4_096;
const chunkLimitMs = 5_000;

/** Carries one job out: does what the job machine asks and tells it what came of that. */
export function startWork(job: PrintJob, resync: boolean, deps: WorkDeps): PrintWork {
  const { profile, timing } = deps;
  let state = newJob(job.attempt);
  let bitmap: Bitmap | null = null;
  let encoded: EncodedJob | null = null;
  let tag = '';
  let link: Link | null = null;
  let listener: ((reply: Reply) => void) | null = null;
  let cancelTimer: () => void = () => undefined;
  let reported = '';

  const terms = (): JobTerms => ({
    bytesTotal: encoded?.bytes.length ?? Number.MAX_SAFE_INTEGER,
    confirm: profile.confirm,
    demandsAnswer: profile.asksStatus && profile.demandsAnswer,
    proofLimitMs: proofLimitMs(bitmap?.heightDots ?? 0, profile),
  });

  const tell = (event: JobEvent): void => {
    const result = stepJob(state, event, terms());
    if (result === null) return;
    const moved = result.state.phase !== state.phase;
    state = result.state;
    if (moved) cancelTimer();
    report();
    for (const effect of result.effects) void carryOut(effect);
    if (moved && isFinal(state.phase)) void finish();
  };

  const report = (): void => {
    const reportable = reportedState(state.phase);
    const key = `${state.attempt}/${reportable}/${state.reason}`;
    // A blocked job is looked at again and again; only a change is worth a row in the journal.
    if (reportable === null || key === reported) return;
    reported = key;
    deps.post({
      type: 'step',
      jobId: job.jobId,
      attempt: state.attempt,
      printerId: deps.printerId,
      state: reportable,
      reason: state.reason,
      bytesAccepted: state.bytesAccepted,
      ...(state.level === 'printed' || state.level === 'processed' ? { level: state.level } : {}),
    });
  };

  const carryOut = async (effect: JobEffect): Promise<void> => {
    switch (effect.do) {
      case 'check':
        return check();
      case 'askPermission':
        return askPermission();
      case 'send':
        return send();
      case 'lookBack':
        return lookBack();
      case 'wait':
        cancelTimer();
        cancelTimer = timing.after(effect.ms, () => tell({ type: 'timeUp' }));
        return;
      case 'clearPrinter':
        await link?.write(encodeClear(), 500);
        return link?.softReset();
    }
  };

  const check = async (): Promise<void> => {
    try {
      bitmap ??= deps.draw(job.document, profile.widthDots);
    } catch {
      return tell({ type: 'cannotBeDrawn' });
    }
    await closeLink();
    const opened = await deps.transport.open();
    if (isFinal(state.phase)) return opened.ok ? opened.value.close() : undefined;
    if (!opened.ok) {
      deps.heard({ reason: 'not-reached', nearEnd: false }, true);
      return tell({ type: 'notReached', reason: 'not-reached' });
    }
    listenTo(opened.value);
    const answer = await ask(opened.value);
    const silent = !answer.answered && terms().demandsAnswer;
    if (answer.answered) await followStatus(opened.value, timing, listenWith);
    deps.heard(silent ? { reason: 'silent', nearEnd: false } : answer.condition, answer.answered || silent);
    tell({ type: 'condition', reason: answer.condition.reason, answered: answer.answered });
    // A blocked printer may be needed by someone else, and most take one connection at a time.
    if (state.phase === 'blocked') await closeLink();
  };

  const listenWith = (next: typeof listener): void => {
    listener = next;
  };

  const ask = async (to: Link): Promise<Answer> =>
    profile.asksStatus
      ? askPrinter(to, timing, listenWith)
      : { answered: false, condition: { reason: 'none', nearEnd: false } };

  const listenTo = (opened: Link): void => {
    link = opened;
    opened.onReply((reply) => {
      if (link === opened) onReply(reply);
    });
    opened.onGone(() => {
      if (link === opened) tell({ type: 'linkLost' });
    });
  };

  const onReply = (reply: Reply): void => {
    listener?.(reply);
    if (reply.kind === 'asb') {
      const condition = conditionFromAsb(reply.bytes);
      deps.heard(condition, true);
      if (inDevice(state)) tell({ type: 'condition', reason: condition.reason, answered: false });
    }
    if (reply.kind === 'processId' && reply.tag === tag) tell({ type: 'idReturned' });
    if (reply.kind === 'paper') tell({ type: 'inOrderAnswer' });
  };

  const askPermission = (): void => {
    if (bitmap === null) return;
    tag = deps.nextTag();
    encoded = encodeJob(bitmap, profile, { tag, resync });
    state = { ...state, bytesAccepted: 0 };
    deps.post({
      type: 'mayISend',
      jobId: job.jobId,
      attempt: state.attempt,
      printerId: deps.printerId,
      tag,
    });
  };

  const send = async (): Promise<void> => {
    const [target, bytes] = [link, encoded?.bytes];
    if (target === null || bytes === undefined) return tell({ type: 'linkLost' });
    let sent = 0;
    while (sent < bytes.length && inDevice(state) && link === target) {
      const written = await target.write(bytes.subarray(sent, sent + chunkBytes), chunkLimitMs);
      sent += written.accepted;
      if (written.accepted > 0) tell({ type: 'accepted', bytes: written.accepted });
      if (written.end === 'gone') tell({ type: 'linkLost' });
      if (written.end === 'stalled') tell({ type: 'noProgress' });
    }
  };

  const lookBack = async (): Promise<void> => {
    if (link === null) return;
    const answer = await ask(link);
    if (answer.answered) deps.heard(answer.condition, true);
    tell({ type: 'condition', reason: answer.condition.reason, answered: answer.answered });
  };

  const closeLink = async (): Promise<void> => {
    const open = link;
    link = null;
    await open?.close();
  };

  const finish = async (): Promise<void> => {
    cancelTimer();
    const open = link;
    link = null;
    // What a person will be asked about must not print by itself later.
    const doubtful = state.phase === 'uncertain' && state.reason !== 'needs-eyes';
    await (doubtful ? open?.abort() : open?.close());
    deps.done(state);
  };

  // The caller first takes this work into its hand; a job can end before its first question is asked.
  queueMicrotask(() => tell({ type: 'start' }));
  return {
    jobId: job.jobId,
    permit: (attempt) => tell({ type: 'permitted', attempt }),
    giveUp: () => tell({ type: 'giveUp' }),
  };
}

/** Twice the time the mechanics need, and never so short that a slow answer is called none. */
function proofLimitMs(rows: number, profile: Profile): number {
  const mechanicsMs = (rows / profile.dotsPerMm / profile.speedMmPerS) * 1_000;
  return Math.max(8_000, Math.ceil(2 * mechanicsMs) + 3_000);
}
