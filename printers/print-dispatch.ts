import { mayBeOnPaper, mayFollow, type PrintState } from '../counter/journal/print-job.ts';
import type { FromPrinter, JobStep, ToPrinter } from './printer-messages.ts';
import { plainStep, type StepDetail } from './step-detail.ts';

/** A slip as the journal has it, as far as dispatching looks at it. */
export interface SlipOnRecord {
  readonly id: string;
  readonly state: PrintState;
  readonly attempt: number;
  readonly detail: unknown;
}

/** The journal of slips. What `freeze` and `step` give back is on disk; null means that it is not. */
export interface SlipRecord<Slip extends SlipOnRecord> {
  slip(id: string): Slip | null;
  /** Slips in no final state, oldest first. */
  openSlips(): readonly Slip[];
  /** Fixes for ever what a waiting slip says. May throw where the document cannot be made. */
  freeze(slip: Slip): Slip | null;
  step(slip: Slip, state: PrintState, attempt: number, detail: StepDetail): Slip | null;
}

export interface DispatchPorts<Slip extends SlipOnRecord> {
  /** Null while there is no journal, or nobody yet who makes its documents. */
  readonly record: () => SlipRecord<Slip> | null;
  /** Gives a frozen slip to the printer process, where that is up. */
  readonly handOver: (slip: Slip) => void;
  readonly post: (message: Extract<ToPrinter, { type: 'go' | 'giveUp' }>) => void;
  readonly note: (what: string, about: Readonly<Record<string, string>>) => void;
  readonly incident: (slip: string, what: string, error: unknown) => void;
}

/** `put-back`: it was behind its second copy, so it is older than what has happened. */
export type JournalFound = 'as-left' | 'put-back';

export type PaperMessage = Extract<FromPrinter, { type: 'mayISend' | 'step' }>;

/**
 * Who may drive a slip, and when: one owner each. A slip whose paper waits for an answer belongs to
 * that wait and to nothing else; what is frozen belongs to the printer process; what may be on paper
 * belongs to a person. No clock, no I/O: the ports carry out and give back what stands on disk.
 */
export interface PrintDispatch<Slip extends SlipOnRecord> {
  /**
   * After the journal opened: what a crash left behind is settled, the rest goes to the printer. In a
   * journal that was put back and had to learn of later entries from the second copy, every open slip
   * may be on paper since: none goes to the printer, and a person is asked about each.
   */
  begin(journal: JournalFound): void;
  /** Freezes and hands over once `due` resolves; until then nobody else takes the slip up. */
  printOnce(id: string, due: Promise<unknown>): void;
  /** Slips that wait and have nobody who drives them, after a fault behind their commit. */
  takeUpWaiting(): void;
  printerReady(): void;
  printerLost(): void;
  received(message: PaperMessage): void;
  /** One step, if it may follow; null when it does not stand on disk. */
  step(slip: Slip, state: PrintState, detail: StepDetail): Slip | null;
  /** Nothing is written or sent afterwards; resolves when no slip waits any more. */
  stop(): Promise<void>;
}

interface Inner<Slip extends SlipOnRecord> {
  readonly ports: DispatchPorts<Slip>;
  state: 'running' | 'stopped';
  /** By slip: those whose paper waits for an answer. */
  readonly waiting: Map<string, Promise<void>>;
}

export function printDispatch<Slip extends SlipOnRecord>(ports: DispatchPorts<Slip>): PrintDispatch<Slip> {
  const inner: Inner<Slip> = { ports, state: 'running', waiting: new Map() };
  return {
    begin: (journal) => {
      if (journal === 'put-back') doubtPutBack(inner);
      doubtAll(inner, 'program-ended');
      sendReady(inner);
      takeUpWaiting(inner);
    },
    printOnce: (id, due) => {
      const printing: Promise<void> = due
        .then(() => freezeAndSend(inner, id))
        .catch((error: unknown) => ports.incident(id, 'a slip could not be frozen', error))
        .finally(() => inner.waiting.delete(id));
      inner.waiting.set(id, printing);
    },
    takeUpWaiting: () => takeUpWaiting(inner),
    printerReady: () => sendReady(inner),
    printerLost: () => doubtAll(inner, 'restarted'),
    received: (message) => received(inner, message),
    step: (slip, state, detail) => step(inner, slip, state, slip.attempt, detail),
    stop: async () => {
      inner.state = 'stopped';
      await Promise.all(inner.waiting.values());
    },
  };
}

/** Bytes may be on paper and nobody is left who knows: only a person can say. */
function doubtAll<Slip extends SlipOnRecord>(inner: Inner<Slip>, reason: StepDetail['reason']): void {
  for (const slip of inner.ports.record()?.openSlips() ?? []) {
    if (mayBeOnPaper(slip.state)) step(inner, slip, 'uncertain', slip.attempt, { ...plainStep, reason });
  }
}

/** What an older journal still calls unprinted is frozen as it stands and asked of a person. */
function doubtPutBack<Slip extends SlipOnRecord>(inner: Inner<Slip>): void {
  const record = inner.ports.record();
  for (const open of record?.openSlips() ?? []) {
    const slip = open.state === 'waiting' ? (record?.freeze(open) ?? null) : open;
    if (slip !== null) step(inner, slip, 'uncertain', slip.attempt, { ...plainStep, reason: 'put-back' });
  }
}

function sendReady<Slip extends SlipOnRecord>({ ports }: Inner<Slip>): void {
  for (const slip of ports.record()?.openSlips() ?? []) if (isReadyToSend(slip.state)) ports.handOver(slip);
}

/** One slip that cannot be made keeps neither the others nor the counter from their work. */
function takeUpWaiting<Slip extends SlipOnRecord>(inner: Inner<Slip>): void {
  for (const { id, state } of inner.ports.record()?.openSlips() ?? []) {
    if (state !== 'waiting' || inner.waiting.has(id)) continue;
    try {
      freezeAndSend(inner, id);
    } catch (error) {
      inner.ports.incident(id, 'a slip could not be frozen', error);
    }
  }
}

/** Freezes what the slip says and hands it over; from here on nothing changes it. */
function freezeAndSend<Slip extends SlipOnRecord>(inner: Inner<Slip>, id: string): void {
  if (inner.state === 'stopped') return;
  const record = inner.ports.record();
  const slip = record?.slip(id) ?? null;
  if (record === null || slip?.state !== 'waiting') return;
  const frozen = record.freeze(slip);
  if (frozen !== null) inner.ports.handOver(frozen);
}

function step<Slip extends SlipOnRecord>(
  inner: Inner<Slip>,
  slip: Slip,
  state: PrintState,
  attempt: number,
  detail: StepDetail,
): Slip | null {
  if (!mayFollow(slip.state, state)) return null;
  return inner.ports.record()?.step(slip, state, attempt, detail) ?? null;
}

function received<Slip extends SlipOnRecord>(inner: Inner<Slip>, message: PaperMessage): void {
  const { ports } = inner;
  const record = ports.record();
  if (record === null || inner.state === 'stopped') return;
  const slip = record.slip(message.jobId);
  if (slip === null) return ports.note('print step of an unknown job', { job: message.jobId });
  if (message.type === 'step') return keepStep(inner, slip, message);
  if (step(inner, slip, 'sending', message.attempt, plainStep) === null) {
    ports.note('a job may not be sent', { job: slip.id, state: slip.state });
    return ports.post({ type: 'giveUp', jobId: slip.id });
  }
  ports.post({ type: 'go', jobId: slip.id, attempt: message.attempt });
}

function keepStep<Slip extends SlipOnRecord>(inner: Inner<Slip>, slip: Slip, message: JobStep): void {
  // `sending` stood on disk before the first byte; `checking` leaves nothing to remember.
  if (message.state === 'checking' || message.state === 'sending') return;
  const detail: StepDetail = {
    reason: message.reason,
    bytes: message.bytesAccepted,
    proof: message.level ?? null,
    person: null,
  };
  if (slip.state === message.state && JSON.stringify(slip.detail) === JSON.stringify(detail)) return;
  const attempt = Math.max(slip.attempt, message.attempt);
  if (step(inner, slip, message.state, attempt, detail) === null) {
    inner.ports.note('a print step does not follow', { job: slip.id, from: slip.state, to: message.state });
  }
}

function isReadyToSend(state: PrintState): boolean {
  return state === 'queued' || state === 'checking' || state === 'blocked' || state === 'failed';
}
