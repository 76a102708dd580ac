import type { SignedAnswer } from '../counter/journal/answer.ts';
import type { Clock } from '../counter/time.ts';
import { createAnswerWait, type After } from './answer-wait.ts';
import { runExchange, type ExchangePorts } from './upload-exchanges.ts';
import type { Fence } from './schemas.ts';
import type { UploaderSettings } from './uploader-settings.ts';
import type { Link, UploadEffect, UploadEvent, UploaderState, UploadFault } from './uploader-state.ts';
import { nextTryAt, nextWakeAt, startUploader, stepUploader, wouldSendAtOnce } from './uploader.ts';

/** The thin shell around the stepper: real clock, timers and transport. */
export interface UploadDriver {
  start(): void;
  /** Sends without waiting for back-off or spread; also how a frozen counter is tried again. */
  sendNow(): void;
  /** An entry was committed. */
  noteNewEntry(): void;
  /** True if an entry committed now would go up at once: ask before the commit. */
  wouldSendAtOnce(): boolean;
  /** The first answer about `seq`; null when the time is over or the sending has failed. */
  answerFor(seq: number, timeoutMs: number): Promise<SignedAnswer | null>;
  snapshot(): UploadSnapshot;
  /** Called with a whole snapshot on every change; returns how to stop listening. */
  onChange(listener: (snapshot: UploadSnapshot) => void): () => void;
  /** Answers that were stored, for projections and confirmed slips. */
  onAnswers(listener: (answers: readonly SignedAnswer[]) => void): () => void;
  /** Ends timers, drops the exchange in flight, closes the client. Nothing is stored afterwards. */
  stop(): Promise<void>;
}

export interface UploadSnapshot {
  readonly link: Link;
  /** Wall time since when `link` is so, UTC milliseconds. */
  readonly since: number;
  /** Wall time of the next automatic sending, while something waits for it. */
  readonly nextTryAt: number | null;
  readonly lastError: UploadFault | null;
  /** Entries of the backlog now going up. */
  readonly sending: { readonly done: number; readonly total: number } | null;
  readonly ackedSeq: number;
  readonly serverEpoch: string | null;
  /** This counter was restored on another PC: what is sold here is parked as found money. */
  readonly fenced: Fence | null;
}

export interface UploadDriverPorts extends ExchangePorts {
  readonly clock: Clock;
  readonly after: After;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly settings: UploaderSettings;
}

/** Timers of this process, for `ports.after`. */
export const afterByTimer: After = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

export function createUploadDriver(ports: UploadDriverPorts): UploadDriver {
  const { client, outbox, clock, after } = ports;
  let state = startUploader(ports.settings, outbox.position(), clock.monotonicMs());
  let cancelWake = () => {};
  let told = '';
  const inFlight = new Set<Promise<void>>();
  const changes = createListeners<UploadSnapshot>();
  const answers = createListeners<readonly SignedAnswer[]>();
  const waits = createAnswerWait(after);
  const snapshot = () => snapshotOf(state, clock, outbox.position().serverEpoch);
  const context = {
    ports,
    isStopped: () => state.conversation === 'stopped',
    lastState: { serverEpoch: null },
    onStored: (stored: readonly SignedAnswer[]) => {
      for (const answer of stored) waits.settle(answer);
      answers.tell(stored);
    },
  };

  function dispatch(event: UploadEvent): void {
    const step = stepUploader(state, event, { now: clock.monotonicMs(), random: ports.random });
    state = step.state;
    for (const effect of step.effects) launch(effect);
    if (endsWaiting(state, event)) waits.giveUp();
    cancelWake();
    const wakeAt = nextWakeAt(state);
    const delayMs = wakeAt === null ? null : Math.max(0, Math.ceil(wakeAt - clock.monotonicMs()));
    cancelWake = delayMs === null ? () => {} : after(delayMs, () => dispatch({ kind: 'woken' }));
    const key = keyOf(state);
    if (key !== told) changes.tell(snapshot());
    told = key;
  }

  function launch(effect: UploadEffect): void {
    const running: Promise<void> = runExchange(context, effect).then((event) => {
      inFlight.delete(running);
      dispatch(event);
    });
    inFlight.add(running);
  }

  return {
    start: () => dispatch({ kind: 'woken' }),
    sendNow: () => dispatch({ kind: 'send-now' }),
    noteNewEntry: () => dispatch({ kind: 'entry-noted', lastSeq: outbox.position().lastSeq }),
    wouldSendAtOnce: () => wouldSendAtOnce(state, clock.monotonicMs()),
    answerFor(seq, timeoutMs) {
      const stored = outbox.answersBetween(seq, seq).at(-1);
      if (stored !== undefined) return Promise.resolve(stored);
      return state.session === 'open' ? waits.waitFor(seq, timeoutMs) : Promise.resolve(null);
    },
    snapshot,
    onChange: changes.add,
    onAnswers: answers.add,
    async stop() {
      dispatch({ kind: 'stopped' });
      waits.giveUp();
      await client.close();
      await Promise.all(inFlight);
    },
  };
}

/** A batch without an answer, or nothing in flight that could bring one: papers go out now. */
function endsWaiting(state: UploaderState, event: UploadEvent): boolean {
  if (event.kind === 'batch') return event.outcome.kind !== 'batch-answered';
  return state.session !== 'open' && state.conversation !== 'sending';
}

/** What a snapshot is made of, without wall times: those shift by rounding alone. */
function keyOf(state: UploaderState): string {
  const { link, linkSince, lastError, ackedSeq, lastSeq, runFrom, fenced } = state;
  return JSON.stringify([fenced, link, linkSince, lastError, ackedSeq, lastSeq, runFrom, nextTryAt(state)]);
}

function snapshotOf(state: UploaderState, clock: Clock, serverEpoch: string | null): UploadSnapshot {
  const wallOf = (monotonicMs: number) => Math.round(clock.wallMs() + monotonicMs - clock.monotonicMs());
  const tryAt = nextTryAt(state);
  const { link, lastError, runFrom, ackedSeq, lastSeq, fenced } = state;
  return {
    link,
    since: wallOf(state.linkSince),
    nextTryAt: tryAt === null ? null : wallOf(tryAt),
    lastError,
    sending: runFrom === null ? null : { done: Math.max(0, ackedSeq - runFrom), total: lastSeq - runFrom },
    ackedSeq,
    serverEpoch,
    fenced,
  };
}

interface Listeners<Value> {
  readonly add: (listener: (value: Value) => void) => () => void;
  readonly tell: (value: Value) => void;
}

function createListeners<Value>(): Listeners<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    add: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
}
