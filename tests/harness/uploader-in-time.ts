import { defaultUploaderSettings, type UploaderSettings } from '../../headend/uploader-settings.ts';
import type { UploadEffect, UploadEvent, UploaderState } from '../../headend/uploader-state.ts';
import { nextWakeAt, startUploader, stepUploader } from '../../headend/uploader.ts';
import type { Fence } from '../../headend/schemas.ts';
import { notAnswering, type NotAnsweringReason, type Refused } from '../../headend/verdict.ts';

/** Runs the stepper in virtual time; `answer` says what comes of an effect and how long it takes. */
export function drive(options: {
  settings?: Partial<UploaderSettings>;
  acked?: number;
  last?: number;
  random?: () => number;
  answer: (effect: UploadEffect, now: number) => { event: UploadEvent; afterMs: number };
}) {
  const settings = { ...defaultUploaderSettings, ...options.settings };
  const random = options.random ?? (() => 0.999);
  const pending: { at: number; event: UploadEvent }[] = [];
  const effects: { at: number; effect: UploadEffect }[] = [];
  let now = 0;
  let state: UploaderState = startUploader(
    settings,
    { ackedSeq: options.acked ?? 0, lastSeq: options.last ?? 0 },
    0,
  );

  function take(event: UploadEvent): void {
    const step = stepUploader(state, event, { now, random });
    state = step.state;
    for (const effect of step.effects) {
      effects.push({ at: now, effect });
      const { event: outcome, afterMs } = options.answer(effect, now);
      pending.push({ at: now + afterMs, event: outcome });
    }
  }

  function runUntil(end: number, holds: () => boolean = () => false): number {
    for (let steps = 0; steps < 100_000 && !holds(); steps += 1) {
      pending.sort((left, right) => left.at - right.at);
      const wake = nextWakeAt(state) ?? Infinity;
      const first = pending[0];
      const at = Math.min(wake, first?.at ?? Infinity);
      if (at > end) break;
      now = Math.max(now, at);
      if (first !== undefined && first.at <= wake) take((pending.shift() as { event: UploadEvent }).event);
      else take({ kind: 'woken' });
    }
    if (!holds()) now = Math.max(now, end);
    return now;
  }

  return { take, runUntil, effects, state: () => state, now: () => now };
}

export const accepting: UploadEvent = { kind: 'health', outcome: { kind: 'accepting' } };
export const healthFails = (reason: NotAnsweringReason): UploadEvent => ({
  kind: 'health',
  outcome: notAnswering(reason, ''),
});
export const stateSays = (
  ackedSeq: number,
  more: { agreement?: 'same' | 'differs'; fenced?: Fence; waitMs?: number; rate?: number } = {},
): UploadEvent => ({
  kind: 'state',
  outcome: {
    kind: 'state-read',
    ackedSeq,
    agreement: 'same',
    fenced: null,
    batchEntriesMax: 500,
    waitMs: 0,
    rate: null,
    ...more,
  },
});
export const resultsRead: UploadEvent = { kind: 'results', outcome: { kind: 'results-read', more: false } };
export const refusal = (type: Refused['problem']['type']): Refused => ({
  kind: 'refused',
  problem: { type, title: '', status: 409 },
});

/** A head end that records all it gets; `isUp` says when. */
export function honest(last: number, isUp: (now: number) => boolean, silenceMs = 5_000) {
  let recorded = 0;
  const sizes: number[] = [];
  const answer = (effect: UploadEffect, now: number): { event: UploadEvent; afterMs: number } => {
    if (effect.kind === 'ask-health') {
      return isUp(now)
        ? { event: accepting, afterMs: 5 }
        : { event: healthFails('timeout'), afterMs: silenceMs };
    }
    if (effect.kind === 'read-state') {
      return isUp(now)
        ? { event: stateSays(recorded), afterMs: 5 }
        : { event: { kind: 'state', outcome: notAnswering('timeout', '') }, afterMs: silenceMs };
    }
    if (effect.kind === 'read-results') return { event: resultsRead, afterMs: 5 };
    const { from } = effect;
    const entries = Math.min(effect.maxEntries, last - from + 1);
    if (!isUp(now))
      return { event: { kind: 'batch', entries, outcome: notAnswering('timeout', '') }, afterMs: 30_000 };
    sizes.push(entries);
    recorded = from + entries - 1;
    const outcome = {
      kind: 'batch-answered',
      from,
      ackedSeq: recorded,
      agreement: 'same',
      resultsBehind: false,
    } as const;
    return { event: { kind: 'batch', entries, outcome }, afterMs: 20 };
  };
  return { answer, sizes, recorded: () => recorded };
}
