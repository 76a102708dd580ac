import { grown, halved, pacedUntil, probeOf } from './uploader-pace.ts';
import type {
  BatchOutcome,
  HealthOutcome,
  Link,
  ResultsOutcome,
  StateOutcome,
  StepInputs,
  UploaderState,
  UploadFault,
} from './uploader-state.ts';
import type { NotAnswering, Refused } from './verdict.ts';

/** What each outcome of an exchange means for the uploader. Silence never advances anything. */

type Failure = NotAnswering | Refused;

export function afterHealth(
  state: UploaderState,
  outcome: HealthOutcome | Failure,
  { now, random }: StepInputs,
): UploaderState {
  const { settings } = state;
  const regular = now + settings.healthIntervalMs * (1 + settings.healthJitter * (2 * random() - 1));
  if (outcome.kind === 'accepting') {
    const heard = { ...state, health: { asked: false, at: regular, missed: 0 } };
    return heard.session === 'none' ? { ...heard, session: 'wanted' } : heard;
  }
  const missed = state.health.missed + 1;
  const saidSo = outcome.kind === 'not-answering' && outcome.reason === 'not-accepting';
  if (state.link === 'answering' && missed === 1 && !saidSo) {
    return { ...state, health: { asked: false, at: now + settings.healthAgainMs, missed } };
  }
  // A head end that was seen down begins anew when it is back: old back-off and slots are void.
  const down = { ...state, health: { asked: false, at: regular, missed }, failures: 0, sendAt: now };
  return closeSession(down, faultOf(outcome), now);
}

export function afterState(
  state: UploaderState,
  outcome: StateOutcome | Failure,
  { now }: StepInputs,
): UploaderState {
  if (outcome.kind === 'refused') return freeze(state, faultOf(outcome), now);
  if (outcome.kind === 'not-answering') return afterStateUnknown(state, outcome, now);
  if (outcome.agreement === 'differs') return freezeOnDifference(state, outcome.ackedSeq, now);
  // More acknowledged than known here: an answer was lost on its way, the work was done.
  const failures = outcome.ackedSeq > state.ackedSeq ? 0 : state.failures;
  const backlog = outcome.ackedSeq < state.lastSeq;
  const wait = state.start === 'at-once' ? 0 : Math.max(outcome.waitMs, backlog ? spreadWait(state, now) : 0);
  const batchEntriesMax = Math.min(state.settings.batchEntriesMax, outcome.batchEntriesMax);
  const open: UploaderState = {
    ...state,
    session: 'open',
    ackedSeq: outcome.ackedSeq,
    fenced: outcome.fenced,
    failures,
    batchEntriesMax,
    batchEntries: Math.min(wasAway(state, now) ? probeOf(state) : state.batchEntries, batchEntriesMax),
    rate: outcome.rate,
    sendAt: Math.max(failures === 0 ? now : state.sendAt, now + wait),
    resultsAt: now,
    provedAt: now,
    runFrom: state.session === 'open' ? state.runFrom : null,
  };
  // Where sending itself failed, only a batch that gets through proves that the head end answers.
  return failures > 0 && backlog ? open : withLink({ ...open, lastError: null }, 'answering', now);
}

/** A head end that is only busy is there: what was open stays open, and is asked again when it said. */
function afterStateUnknown(state: UploaderState, outcome: NotAnswering, now: number): UploaderState {
  if (outcome.reason !== 'busy' || state.session !== 'open')
    return closeSession(state, faultOf(outcome), now);
  return { ...state, resultsAt: now + (outcome.retryAfterMs ?? state.settings.resultsIntervalMs) };
}

export function afterBatch(
  state: UploaderState,
  entries: number,
  outcome: BatchOutcome | Failure,
  inputs: StepInputs,
): UploaderState {
  switch (outcome.kind) {
    case 'batch-answered':
      return afterBatchAnswered(state, entries, outcome, inputs);
    case 'not-answering':
      return afterBatchUnknown(state, entries, outcome, inputs);
    case 'refused':
      return afterBatchRefused(state, entries, outcome, inputs);
  }
}

export function afterResults(
  state: UploaderState,
  outcome: ResultsOutcome | Failure,
  { now, random }: StepInputs,
): UploaderState {
  const later = now + state.settings.resultsIntervalMs;
  if (outcome.kind === 'results-read') return { ...state, resultsAt: outcome.more ? now : later };
  if (outcome.kind === 'head-end-restored') return { ...state, session: 'wanted', resultsAt: later };
  if (outcome.kind === 'refused') return { ...state, resultsAt: later, lastError: faultOf(outcome) };
  if (outcome.reason === 'busy') return { ...state, resultsAt: now + (outcome.retryAfterMs ?? later - now) };
  return closeSession(askHealthSoon(state, now, random), faultOf(outcome), now);
}

export function withLink(state: UploaderState, link: Link, now: number): UploaderState {
  return state.link === link ? state : { ...state, link, linkSince: now };
}

function afterBatchAnswered(
  state: UploaderState,
  entries: number,
  outcome: BatchOutcome,
  inputs: StepInputs,
): UploaderState {
  const { now } = inputs;
  if (outcome.agreement === 'differs') return freezeOnDifference(state, outcome.ackedSeq, now);
  const acked = { ...state, ackedSeq: outcome.ackedSeq };
  if (outcome.ackedSeq < outcome.from) {
    const detail = `acknowledged ${outcome.ackedSeq} after entries from ${outcome.from} on`;
    const fault: NotAnswering = {
      kind: 'not-answering',
      reason: 'wrong-answer',
      detail,
      retryAfterMs: null,
    };
    return afterBatchUnknown(acked, entries, fault, inputs);
  }
  const full = entries >= state.batchEntries;
  const through: UploaderState = {
    ...acked,
    session: 'open',
    failures: 0,
    start: 'spread',
    batchEntries: full ? grown(state) : state.batchEntries,
    sendAt: now,
    paceAt: pacedUntil(state, entries, now),
    resultsAt: outcome.resultsBehind ? now : state.resultsAt,
    runFrom: outcome.ackedSeq < state.lastSeq ? state.runFrom : null,
    provedAt: now,
    lastError: null,
  };
  return withLink(through, 'answering', now);
}

/** The batch may or may not be recorded: the state is read again, then the same entries are sent again. */
function afterBatchUnknown(
  state: UploaderState,
  entries: number,
  outcome: NotAnswering,
  { now, random }: StepInputs,
): UploaderState {
  const failures = state.failures + 1;
  const lastError = faultOf(outcome);
  const wait = Math.min(
    outcome.retryAfterMs ?? random() * backoffCapMs(state, failures),
    state.settings.retryAfterMaxMs,
  );
  if (outcome.reason === 'busy') return { ...state, sendAt: now + wait, failures, lastError };
  const smaller = outcome.reason === 'timeout' ? halved(state, entries) : state.batchEntries;
  const failed = { ...state, failures, batchEntries: smaller, sendAt: now + wait };
  return closeSession(askHealthSoon(failed, now, random), lastError, now);
}

function afterBatchRefused(
  state: UploaderState,
  entries: number,
  outcome: Refused,
  { now, random }: StepInputs,
): UploaderState {
  const { problem } = outcome;
  const lastError = faultOf(outcome);
  if (problem.type === 'too-large' && entries > state.settings.batchEntriesMin) {
    const batchEntries = Math.min(halved(state, entries), problem.maxEntries ?? state.batchEntriesMax);
    return { ...state, batchEntries, sendAt: now, lastError };
  }
  if (problem.type !== 'gap') return freeze(state, lastError, now);
  // The head end knows less than this counter thought: its state says from where to send again.
  const failures = state.failures + 1;
  const sendAt = now + random() * backoffCapMs(state, failures);
  return { ...state, failures, sendAt, session: 'wanted', runFrom: null, lastError };
}

/** Full jitter: the wait is drawn from zero to this. */
function backoffCapMs(state: UploaderState, failures: number): number {
  const { backoffBaseMs, backoffMaxMs } = state.settings;
  return Math.min(backoffMaxMs, backoffBaseMs * 2 ** Math.min(failures - 1, 30));
}

function spreadWait(state: UploaderState, now: number): number {
  const { spreadShare, spreadWindowMs } = state.settings;
  return wasAway(state, now) && state.failures === 0 ? spreadShare * spreadWindowMs : 0;
}

/** The head end comes back from an outage, not from a hiccup: its counters must not all start at full speed. */
function wasAway(state: UploaderState, now: number): boolean {
  return state.link === 'not-answering' && now - state.linkSince >= state.settings.spreadAfterMs;
}

function askHealthSoon(state: UploaderState, now: number, random: () => number): UploaderState {
  const at = Math.min(state.health.at, now + random() * state.settings.backoffBaseMs);
  return { ...state, health: { ...state.health, at } };
}

function closeSession(state: UploaderState, lastError: UploadFault, now: number): UploaderState {
  const closed: UploaderState = { ...state, session: 'none', runFrom: null, lastError };
  return state.link === 'frozen' ? closed : withLink(closed, 'not-answering', now);
}

function freeze(state: UploaderState, lastError: UploadFault, now: number): UploaderState {
  return withLink({ ...state, session: 'none', runFrom: null, lastError }, 'frozen', now);
}

function freezeOnDifference(state: UploaderState, ackedSeq: number, now: number): UploaderState {
  return freeze(state, { kind: 'journals-differ', ackedSeq }, now);
}

function faultOf(outcome: Failure): UploadFault {
  return outcome.kind === 'refused'
    ? { kind: 'refused', problem: outcome.problem }
    : { kind: 'not-answering', reason: outcome.reason, detail: outcome.detail };
}
