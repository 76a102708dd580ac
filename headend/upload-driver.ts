import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import { limits } from '../counter/limits.ts';
import { assertNever } from '../counter/result.ts';
import type { Clock } from '../counter/time.ts';
import { createAnswerWait } from './answer-wait.ts';
import { encodeBatch, type Gzip } from './batch.ts';
import type { BatchReading, HeadEndClient } from './client.ts';
import type { Outbox } from './outbox.ts';
import type { Agreement, Link, UploadEffect, UploadEvent, UploadFault } from './uploader-state.ts';
import type { UploaderSettings } from './uploader-settings.ts';
import { nextTryAt, nextWakeAt, startUploader, stepUploader, wouldSendAtOnce } from './uploader.ts';
import { notAnswering, type NotAnswering, type Refused } from './verdict.ts';

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
}

/** Runs something once after a time; what it gives back calls that off. */
export type After = (delayMs: number, run: () => void) => () => void;

export interface UploadDriverPorts {
  readonly client: HeadEndClient;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly after: After;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly gzip: Gzip;
  readonly keyId: string;
  /** Software version, sent in each batch. */
  readonly sw: string;
  readonly settings: UploaderSettings;
  /** The outbox threw: sending waits as after a failure, and the service must look at its journal. */
  readonly onFault: (error: unknown) => void;
}

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

/** Timers of this process, for `ports.after`. */
export const afterByTimer: After = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** So many answers are written in one transaction; between two of them a sale may go first. */
const answersPerWrite = 50;

export function createUploadDriver(ports: UploadDriverPorts): UploadDriver {
  const { client, outbox, clock, after } = ports;
  let state = startUploader(ports.settings, outbox.position(), clock.monotonicMs());
  let serverEpoch = outbox.position().serverEpoch;
  let cancelWake = () => {};
  let told = '';
  const inFlight = new Set<Promise<void>>();
  const changeListeners = new Set<(snapshot: UploadSnapshot) => void>();
  const answerListeners = new Set<(answers: readonly SignedAnswer[]) => void>();
  const waits = createAnswerWait(after);
  const isStopped = () => state.conversation === 'stopped';

  function dispatch(event: UploadEvent): void {
    const step = stepUploader(state, event, { now: clock.monotonicMs(), random: ports.random });
    state = step.state;
    for (const effect of step.effects) launch(effect);
    if (state.session === 'none' && state.conversation !== 'sending') waits.giveUp();
    schedule();
    tell();
  }

  function launch(effect: UploadEffect): void {
    const running: Promise<void> = run(effect).then((event) => {
      inFlight.delete(running);
      dispatch(event);
    });
    inFlight.add(running);
  }

  function schedule(): void {
    cancelWake();
    const at = nextWakeAt(state);
    if (at === null) return;
    cancelWake = after(Math.max(0, Math.ceil(at - clock.monotonicMs())), () => dispatch({ kind: 'woken' }));
  }

  function snapshot(): UploadSnapshot {
    const wallOf = (monotonicMs: number) => Math.round(clock.wallMs() + monotonicMs - clock.monotonicMs());
    const tryAt = nextTryAt(state);
    const { runFrom, ackedSeq, lastSeq } = state;
    return {
      link: state.link,
      since: wallOf(state.linkSince),
      nextTryAt: tryAt === null ? null : wallOf(tryAt),
      lastError: state.lastError,
      sending: runFrom === null ? null : { done: Math.max(0, ackedSeq - runFrom), total: lastSeq - runFrom },
      ackedSeq,
      serverEpoch,
    };
  }

  function tell(): void {
    const { link, linkSince, lastError, ackedSeq, lastSeq, runFrom } = state;
    const key = JSON.stringify([
      link,
      linkSince,
      lastError,
      ackedSeq,
      lastSeq,
      runFrom,
      nextTryAt(state),
      serverEpoch,
    ]);
    if (key === told) return;
    told = key;
    for (const listener of changeListeners) listener(snapshot());
  }

  async function run(effect: UploadEffect): Promise<UploadEvent> {
    switch (effect.kind) {
      case 'ask-health':
        return { kind: 'health', outcome: await askHealth() };
      case 'read-state':
        return { kind: 'state', outcome: await guarded(readState) };
      case 'send-batch':
        return sendBatch(effect.from, effect.maxEntries);
      case 'read-results':
        return { kind: 'results', outcome: await guarded(readResults) };
      default:
        return assertNever(effect);
    }
  }

  /** A journal that cannot be read or written is no answer either; the service is told. */
  async function guarded<Outcome>(act: () => Promise<Outcome>): Promise<Outcome | NotAnswering> {
    try {
      return await act();
    } catch (error) {
      if (!isStopped()) ports.onFault(error);
      return notAnswering('local-failure', error instanceof Error ? error.message : String(error));
    }
  }

  async function askHealth() {
    const verdict = await client.health();
    if (verdict.kind !== 'answered') return verdict;
    const { state: serverState } = verdict.value;
    return serverState === 'accepting'
      ? ({ kind: 'accepting' } as const)
      : notAnswering('not-accepting', serverState);
  }

  async function readState() {
    const verdict = await client.state();
    if (verdict.kind !== 'answered') return verdict;
    const { acknowledgement, serverTime, notBefore } = verdict.value;
    const agreement = agreementWith(acknowledgement);
    if (agreement === 'same' && !isStopped()) storeIfNew(acknowledgement);
    return {
      kind: 'state-read',
      ackedSeq: acknowledgement.acknowledgement.ackedSeq,
      agreement,
      batchEntriesMax: verdict.value.limits.batchEntriesMax,
      waitMs: Math.min(Math.max(0, (notBefore ?? 0) - serverTime), limits.retryAfterMsMax),
    } as const;
  }

  async function sendBatch(from: number, maxEntries: number): Promise<UploadEvent> {
    let entries: readonly StoredEntry[] = [];
    const outcome = await guarded(async () => {
      entries = outbox.read(from, maxEntries, limits.batchBodiesBytesMax);
      const last = entries.at(-1);
      if (last === undefined) throw new Error(`the journal has no entry ${from}`);
      const answers = latestTurns(outbox.answersBetween(from, last.seq));
      const frame = { batch: randomUUID(), keyId: ports.keyId, sw: ports.sw };
      const bytes = await encodeBatch(ports.gzip, frame, entries, answers);
      if (bytes.length > limits.batchBytesMax) return tooLarge;
      outbox.markOffered(last.seq);
      const verdict = await client.sendBatch(bytes, entries);
      return verdict.kind === 'answered' ? keepBatch(from, verdict.value) : verdict;
    });
    return { kind: 'batch', entries: entries.length, outcome };
  }

  async function keepBatch(from: number, reading: BatchReading) {
    const agreement = agreementWith(reading.acknowledgement);
    const known = outbox.position().resultsCursor;
    const upToDate = known === reading.cursorBefore;
    if (agreement === 'same') {
      await storeAnswers(reading.answers, upToDate ? reading.cursorAfter : null);
      if (!isStopped()) storeIfNew(reading.acknowledgement);
    }
    const { ackedSeq } = reading.acknowledgement.acknowledgement;
    return { kind: 'batch-answered', from, ackedSeq, agreement, resultsBehind: !upToDate } as const;
  }

  async function readResults() {
    const verdict = await client.results(outbox.position().resultsCursor);
    if (verdict.kind !== 'answered') return verdict;
    await storeAnswers(verdict.value.answers, verdict.value.cursor);
    return { kind: 'results-read', more: verdict.value.more } as const;
  }

  async function storeAnswers(answers: readonly SignedAnswer[], cursor: string | null): Promise<void> {
    for (let start = 0; start < answers.length || start === 0; start += answersPerWrite) {
      if (isStopped()) return;
      const slice = answers.slice(start, start + answersPerWrite);
      const isLast = start + answersPerWrite >= answers.length;
      const changes = slice.length > 0 || (isLast && cursor !== outbox.position().resultsCursor);
      if (changes) await outbox.storeAnswers(slice, isLast ? cursor : null);
      for (const answer of slice) waits.settle(answer);
      if (slice.length > 0) for (const listener of answerListeners) listener(slice);
      if (!isLast) await nextTurn();
    }
  }

  function storeIfNew(acknowledgement: SignedAcknowledgement): void {
    const { ackedSeq, serverEpoch: epochNow } = acknowledgement.acknowledgement;
    const stored = outbox.position();
    if (ackedSeq !== stored.ackedSeq || epochNow !== stored.serverEpoch) {
      outbox.storeAcknowledgement(acknowledgement);
    }
    serverEpoch = epochNow;
  }

  function agreementWith({ acknowledgement }: SignedAcknowledgement): Agreement {
    return outbox.hashAt(acknowledgement.ackedSeq) === acknowledgement.headHash ? 'same' : 'differs';
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
    onChange: (listener) => listen(changeListeners, listener),
    onAnswers: (listener) => listen(answerListeners, listener),
    async stop() {
      dispatch({ kind: 'stopped' });
      cancelWake();
      waits.giveUp();
      await client.close();
      await Promise.all(inFlight);
    },
  };
}

const tooLarge: Refused = {
  kind: 'refused',
  problem: { type: 'too-large', title: 'This batch is larger than the protocol allows', status: 413 },
};

/** A head end restored from a backup needs the last word on each entry, not its history. */
function latestTurns(answers: readonly SignedAnswer[]): readonly SignedAnswer[] {
  const latest = new Map<number, SignedAnswer>();
  for (const answer of answers) {
    const known = latest.get(answer.answer.seq);
    if (known === undefined || known.answer.turn < answer.answer.turn) latest.set(answer.answer.seq, answer);
  }
  return [...latest.values()];
}

function listen<Value>(listeners: Set<Value>, listener: Value): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
