/**
 * The life of one print job. It is born `waiting` in the transaction of the entry it belongs to;
 * `queued` freezes its document; nothing changes the document later.
 */
export const printStates = [
  'waiting',
  'queued',
  'checking',
  'blocked',
  'sending',
  'awaiting',
  'stalled',
  'confirmed',
  'uncertain',
  'failed',
  'replaced',
] as const;
export type PrintState = (typeof printStates)[number];

export function isPrintState(text: unknown): text is PrintState {
  return printStates.some((state) => state === text);
}

/** What is printed. A `receipt` with copy 0 is the only original. */
export type Slip =
  | 'receipt'
  | 'confirmed-slip'
  | 'shift-slip'
  | 'day-slip'
  | 'counterfoil'
  | 'refund-slip'
  | 'usb-manifest';
export const slips = [
  'receipt',
  'confirmed-slip',
  'shift-slip',
  'day-slip',
  'counterfoil',
  'refund-slip',
  'usb-manifest',
] as const satisfies readonly Slip[];

/** Bytes may have reached the paper: after a restart only a person can say whether they did. */
export function mayBeOnPaper(state: PrintState): boolean {
  return state === 'sending' || state === 'awaiting' || state === 'stalled';
}

/** Nothing follows these: the paper is proved, or a further copy took the job's place. */
export function isFinal(state: PrintState): boolean {
  return state === 'confirmed' || state === 'replaced';
}

const followers: Readonly<Record<PrintState, readonly PrintState[]>> = {
  waiting: ['queued'],
  /** `uncertain` straight from here on only where an older journal was put back: paper may be out since. */
  queued: ['checking', 'blocked', 'sending', 'failed', 'uncertain'],
  checking: ['queued', 'blocked', 'sending', 'failed', 'uncertain'],
  blocked: ['queued', 'checking', 'blocked', 'sending', 'failed', 'uncertain', 'replaced'],
  /** `blocked` and `failed` only while the device took no byte of it. */
  sending: ['awaiting', 'blocked', 'stalled', 'confirmed', 'uncertain', 'failed'],
  awaiting: ['stalled', 'confirmed', 'uncertain'],
  stalled: ['sending', 'awaiting', 'stalled', 'confirmed', 'uncertain'],
  confirmed: [],
  /** Only a person leads out of it, never the program: no second unmarked copy. */
  uncertain: ['confirmed', 'replaced'],
  failed: ['queued', 'checking', 'blocked', 'sending', 'uncertain', 'replaced'],
  replaced: [],
};

/** Whether a job in `from` may go on to `to`. The journal refuses any other step. */
export function mayFollow(from: PrintState, to: PrintState): boolean {
  return followers[from].includes(to);
}
