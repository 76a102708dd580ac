import { assertNever } from '../counter/result.ts';
import { batchSize } from './uploader-pace.ts';
import { afterBatch, afterHealth, afterResults, afterState, withLink } from './uploader-outcomes.ts';
import type { UploaderSettings } from './uploader-settings.ts';
import type { StepInputs, UploadEffect, UploadEvent, UploaderState, UploadStep } from './uploader-state.ts';

/**
 * When to ask the head end what: a stepper without clock, timer, randomness or I/O. A driver (real or
 * simulated) hands in events with the monotonic time and carries out the effects. One conversation of
 * state, batches and results is in flight at a time; health is asked beside it. PROTOCOL.md gives the rules.
 */
export function stepUploader(state: UploaderState, event: UploadEvent, inputs: StepInputs): UploadStep {
  if (state.conversation === 'stopped') return { state, effects: [] };
  return proceed(takeIn(state, event, inputs), inputs);
}

export function startUploader(
  settings: UploaderSettings,
  position: { readonly ackedSeq: number; readonly lastSeq: number },
  now: number,
): UploaderState {
  return {
    settings,
    link: 'unknown',
    linkSince: now,
    session: 'none',
    conversation: 'idle',
    health: { asked: false, at: now, missed: 0 },
    ackedSeq: position.ackedSeq,
    lastSeq: position.lastSeq,
    batchEntries: settings.batchEntriesStart,
    batchEntriesMax: settings.batchEntriesMax,
    failures: 0,
    sendAt: now,
    rate: null,
    paceAt: now,
    start: 'spread',
    resultsAt: now,
    provedAt: now,
    runFrom: null,
    lastError: null,
    fenced: null,
  };
}

/** When the driver must come back with `woken`, if nothing else happens before; null for never. */
export function nextWakeAt(state: UploaderState): number | null {
  if (state.conversation === 'stopped') return null;
  const times = state.health.asked ? [] : [state.health.at];
  if (state.conversation === 'idle' && state.session === 'open') {
    times.push(state.resultsAt);
    if (state.ackedSeq < state.lastSeq) times.push(readyAt(state));
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** When unsent entries are next tried by themselves; null if nothing waits or only a person can go on. */
export function nextTryAt(state: UploaderState): number | null {
  const { conversation } = state;
  if (state.ackedSeq >= state.lastSeq || state.link === 'frozen') return null;
  if (conversation === 'sending' || conversation === 'stopped') return null;
  return state.session === 'open' ? readyAt(state) : Math.max(readyAt(state), state.health.at);
}

/** True if an entry committed now would go up at once, with nothing older before it. */
export function wouldSendAtOnce(state: UploaderState, now: number): boolean {
  const free = state.conversation === 'idle' || state.conversation === 'reading-results';
  return (
    state.link === 'answering' &&
    state.session === 'open' &&
    free &&
    state.ackedSeq === state.lastSeq &&
    readyAt(state) <= now
  );
}

/** Back-off and slot, and the rate, which also somebody who asks to send at once keeps to. */
function readyAt(state: UploaderState): number {
  return Math.max(state.sendAt, state.paceAt);
}

function takeIn(state: UploaderState, event: UploadEvent, inputs: StepInputs): UploaderState {
  switch (event.kind) {
    case 'woken':
      return state;
    case 'entry-noted':
      return { ...state, lastSeq: Math.max(state.lastSeq, event.lastSeq) };
    case 'send-now':
      return sendNow(state, inputs.now);
    case 'stopped':
      return { ...state, conversation: 'stopped' };
    case 'health':
      return afterHealth(state, event.outcome, inputs);
    case 'state':
      return afterState({ ...state, conversation: 'idle' }, event.outcome, inputs);
    case 'batch':
      return afterBatch({ ...state, conversation: 'idle' }, event.entries, event.outcome, inputs);
    case 'results':
      return afterResults({ ...state, conversation: 'idle' }, event.outcome, inputs);
    default:
      return assertNever(event);
  }
}

/** What is due now. Health goes beside the conversation; of the rest one thing at a time. */
function proceed(state: UploaderState, { now }: StepInputs): UploadStep {
  const effects: UploadEffect[] = [];
  let next = state;
  if (next.conversation === 'stopped') return { state: next, effects };
  if (!next.health.asked && next.health.at <= now) {
    next = { ...next, health: { ...next.health, asked: true } };
    effects.push({ kind: 'ask-health' });
  }
  if (next.conversation !== 'idle' || next.link === 'frozen') return { state: next, effects };
  if (next.session === 'wanted') {
    effects.push({ kind: 'read-state' });
    next = { ...next, conversation: 'reading-state' };
  } else if (next.session === 'open' && next.ackedSeq < next.lastSeq && readyAt(next) <= now) {
    effects.push({ kind: 'send-batch', from: next.ackedSeq + 1, maxEntries: batchSize(next) });
    next = { ...next, conversation: 'sending', runFrom: next.runFrom ?? next.ackedSeq };
  } else if (next.session === 'open' && next.resultsAt <= now && isProofOld(next, now)) {
    effects.push({ kind: 'read-state' });
    next = { ...next, conversation: 'reading-state' };
  } else if (next.session === 'open' && next.resultsAt <= now) {
    effects.push({ kind: 'read-results' });
    next = { ...next, conversation: 'reading-results' };
  }
  return { state: next, effects };
}

/**
 * Health and an empty page of results are not signed: where nothing is sold, the state is the proof. Not for
 * a fenced counter, whose state always ends where its epoch did and would have everything sent again.
 */
function isProofOld({ fenced, provedAt, settings }: UploaderState, now: number): boolean {
  return fenced === null && now - provedAt >= settings.resultsIntervalMs;
}

function sendNow(state: UploaderState, now: number): UploaderState {
  const asked = { ...state, sendAt: now, failures: 0, start: 'at-once' as const };
  if (state.session === 'open') return asked;
  const thawed = state.link === 'frozen' ? withLink(asked, 'unknown', now) : asked;
  return { ...thawed, health: { ...thawed.health, at: now } };
}
