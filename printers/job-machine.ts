import { assertNever } from '../counter/result.ts';
import {
  jobTimes,
  inDevice,
  isFinal,
  type JobState,
  type JobTerms,
  type JobEvent,
  type JobEffect,
  type JobStepResult,
  type JobPhase,
} from './job-states.ts';
import type { JobReason, PrinterReason, ProofLevel } from './printer-messages.ts';

/**
 * One print job from the queue to its end, as a pure reducer. What it guards: paper is never called
 * proven that is not, and no byte is sent a second time once the device took one. A fresh attempt is
 * made only when the last one provably left no byte in the device.
 *
 * A result of null means that the event says nothing to this phase and is ignored.
 */
export function stepJob(state: JobState, event: JobEvent, terms: JobTerms): JobStepResult | null {
  switch (event.type) {
    case 'start':
      return state.phase === 'queued' ? to(state, 'checking', 'none', [{ do: 'check' }]) : null;
    case 'condition':
      return onCondition(state, event, terms);
    case 'notReached':
      return state.phase === 'checking' || state.phase === 'blocked' ? blocked(state, event.reason) : null;
    case 'permitted':
      return state.phase === 'asking' && event.attempt === state.attempt
        ? to(state, 'sending', 'none', [{ do: 'send' }])
        : null;
    case 'accepted':
      return onAccepted(state, event.bytes, terms);
    case 'noProgress':
      return state.phase === 'sending'
        ? to(state, 'stalled', 'no-progress', [{ do: 'wait', ms: jobTimes.noProgressLimitMs }])
        : null;
    case 'linkLost':
      return inDevice(state) ? broken(state, 'link-lost') : null;
    case 'idReturned':
      return provable(state, terms) && terms.confirm === 'gs_h' ? confirmed(state, 'printed') : null;
    case 'inOrderAnswer':
      return provable(state, terms) && terms.confirm === 'gs_r' && state.phase === 'awaiting'
        ? to(state, 'settling', 'none', [{ do: 'wait', ms: jobTimes.settleMs }])
        : null;
    case 'timeUp':
      return onTimeUp(state);
    case 'giveUp':
      return onGiveUp(state);
    case 'cannotBeDrawn':
      return inDevice(state) || isFinal(state.phase) ? null : to(state, 'dropped', 'bad-document', []);
    case 'answered':
      if (state.phase !== 'uncertain') return null;
      return event.onPaper === 'yes'
        ? { state: { ...state, phase: 'confirmed', level: 'operator' }, effects: [] }
        : to(state, 'notPrinted', state.reason, []);
    case 'restarted':
      return onRestart(state);
    default:
      return assertNever(event);
  }
}

function onCondition(
  state: JobState,
  event: Extract<JobEvent, { type: 'condition' }>,
  terms: JobTerms,
): JobStepResult | null {
  const clean = event.reason === 'none';
  switch (state.phase) {
    case 'checking':
    case 'blocked':
      if (!clean) return blocked(state, event.reason);
      if (!event.answered && terms.demandsAnswer) return blocked(state, 'silent');
      return to(state, 'asking', 'none', [{ do: 'askPermission' }]);
    case 'sending':
    case 'awaiting':
    case 'settling':
      return clean ? null : to(state, 'stalled', event.reason, []);
    case 'lookingBack':
      if (!clean) return to(state, 'stalled', event.reason, []);
      return event.answered ? confirmed(state, 'processed') : null;
    case 'lookingWhy':
      return clean ? to(state, 'uncertain', 'no-proof', []) : to(state, 'stalled', event.reason, []);
    case 'stalled':
      if (!clean) return event.reason === state.reason ? null : to(state, 'stalled', event.reason, []);
      return state.bytesAccepted < terms.bytesTotal
        ? to(state, 'sending', 'none', [])
        : awaiting(state, terms);
    case 'queued':
    case 'asking':
    case 'failed':
    case 'dropped':
    case 'confirmed':
    case 'uncertain':
    case 'notPrinted':
      return null;
    default:
      return assertNever(state.phase);
  }
}

function onAccepted(state: JobState, bytes: number, terms: JobTerms): JobStepResult | null {
  if (state.phase !== 'sending' && state.phase !== 'stalled') return null;
  const more: JobState = { ...state, bytesAccepted: state.bytesAccepted + bytes };
  const all = more.bytesAccepted >= terms.bytesTotal;
  const resumed = state.phase === 'stalled' && state.reason === 'no-progress';
  if (state.phase === 'stalled' && !resumed) return { state: more, effects: [] };
  if (!all) return resumed ? to(more, 'sending', 'none', []) : { state: more, effects: [] };
  return terms.confirm === 'operator' ? to(more, 'uncertain', 'needs-eyes', []) : awaiting(more, terms);
}

const look: readonly JobEffect[] = [{ do: 'lookBack' }, { do: 'wait', ms: jobTimes.lookBackLimitMs }];

function onTimeUp(state: JobState): JobStepResult | null {
  switch (state.phase) {
    case 'blocked':
      return { state, effects: [{ do: 'check' }] };
    case 'failed':
      return to({ ...state, attempt: state.attempt + 1 }, 'checking', 'none', [{ do: 'check' }]);
    case 'settling':
      return to(state, 'lookingBack', 'none', look);
    case 'awaiting':
      return to(state, 'lookingWhy', 'none', look);
    case 'lookingBack':
    case 'lookingWhy':
    case 'stalled':
      return to(state, 'uncertain', 'no-proof', []);
    case 'queued':
    case 'checking':
    case 'asking':
    case 'sending':
    case 'dropped':
    case 'confirmed':
    case 'uncertain':
    case 'notPrinted':
      return null;
    default:
      return assertNever(state.phase);
  }
}

function onGiveUp(state: JobState): JobStepResult | null {
  if (isFinal(state.phase)) return null;
  if (!inDevice(state)) return to(state, 'dropped', 'given-up', []);
  return to(state, 'uncertain', 'given-up', [{ do: 'clearPrinter' }]);
}

/** After a crash nobody knows how far the bytes came, so what was in the device may be on paper. */
function onRestart(state: JobState): JobStepResult | null {
  if (isFinal(state.phase)) return null;
  if (inDevice(state)) return to(state, 'uncertain', 'restarted', []);
  return to(state, 'queued', 'none', []);
}

function provable(state: JobState, terms: JobTerms): boolean {
  return inDevice(state) && state.bytesAccepted >= terms.bytesTotal;
}

function broken(state: JobState, reason: JobReason): JobStepResult {
  // A stalled transfer may have left bytes that it did not count.
  if (state.bytesAccepted > 0 || state.phase !== 'sending' || state.doubt !== 'none')
    return to(state, 'uncertain', reason, []);
  const failures = state.failures + 1;
  if (failures < jobTimes.failuresMax) {
    return to({ ...state, failures }, 'failed', reason, [{ do: 'wait', ms: jobTimes.failedRetryMs }]);
  }
  return to({ ...state, failures, attempt: state.attempt + 1 }, 'blocked', 'keeps-failing', [
    { do: 'wait', ms: jobTimes.keepsFailingRetryMs },
  ]);
}

function blocked(state: JobState, reason: PrinterReason): JobStepResult {
  return to(state, 'blocked', reason, [{ do: 'wait', ms: jobTimes.blockedRetryMs }]);
}

function awaiting(state: JobState, terms: JobTerms): JobStepResult {
  return to(state, 'awaiting', 'none', [{ do: 'wait', ms: terms.proofLimitMs }]);
}

function confirmed(state: JobState, level: ProofLevel): JobStepResult {
  return { state: { ...state, phase: 'confirmed', reason: 'none', level }, effects: [] };
}

function to(
  state: JobState,
  phase: JobPhase,
  reason: JobReason,
  effects: readonly JobEffect[],
): JobStepResult {
  const doubt = phase === 'stalled' ? 'stalled' : state.doubt;
  return { state: { ...state, phase, reason, doubt }, effects };
}
