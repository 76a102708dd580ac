import { useSyncExternalStore } from 'react';
import type { CounterState, ShellState } from '../../electron/contract/view-schemas.ts';
import { call } from './counter-api.ts';
import { noteSending, type UploadProgress } from './upload-progress.ts';

/** Everything the screens know: the last whole state of the counter and of the shell. Replaced, never changed. */
export interface Snapshot {
  readonly counter: CounterState | null;
  readonly shell: ShellState;
  /** Page time (`performance.now()`) when `counter` came; with `counter.now` it gives the counter's clock. */
  readonly receivedAtMs: number;
  /** How the backlog goes up, from one state to the next; null while nothing is being sent. */
  readonly progress: UploadProgress | null;
}

type Listener = () => void;

const listeners = new Set<Listener>();
let snapshot: Snapshot = {
  counter: null,
  shell: { service: 'running', since: 0, deaths: 0 },
  receivedAtMs: 0,
  progress: null,
};

function replace(next: Snapshot): void {
  snapshot = next;
  for (const listener of listeners) listener();
}

function replaceCounter(counter: CounterState): void {
  const receivedAtMs = performance.now();
  const progress = noteSending(snapshot.progress, counter.unsent.sending, receivedAtMs);
  replace({ ...snapshot, counter, receivedAtMs, progress });
}

function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One selected part of the snapshot. The selector must return a part of it or a plain value, never a new object. */
export function useSnapshot<Part>(select: (snapshot: Snapshot) => Part): Part {
  return useSyncExternalStore(listen, () => select(snapshot));
}

export function useCounter<Part>(select: (state: CounterState) => Part): Part | null {
  return useSnapshot((now) => (now.counter === null ? null : select(now.counter)));
}

/** The counter's own time in whole milliseconds: the page never reads the computer's clock. */
export function counterNow(): number {
  if (snapshot.counter === null) return 0;
  return snapshot.counter.now + Math.trunc(performance.now() - snapshot.receivedAtMs);
}

/** Milliseconds since the page began: what the progress of a sending is measured by. */
export function pageNow(): number {
  return performance.now();
}

/** Events are whole snapshots, so the first one after a reload is enough. */
export function startStore(): void {
  window.counter.subscribe('state', replaceCounter);
  window.counter.subscribe('shell', (shell) => {
    replace({ ...snapshot, shell });
  });
  void askForState();
}

/** Asks until the first state is there; the service may still be opening the journal. */
async function askForState(): Promise<void> {
  const reply = await call('state.get', {});
  if (reply.ok) {
    replaceCounter(reply.value);
    return;
  }
  if (snapshot.counter === null) setTimeout(() => void askForState(), 500);
}
