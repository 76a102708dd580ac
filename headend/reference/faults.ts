import { z } from 'zod';

/** Faults that tests and the demo switch on: each is an outage that really happens. */
export const faultKinds = [
  'none',
  /** Does not listen: the connection is refused. */
  'down',
  '503',
  /** Too many at once: 503 with a problem document and Retry-After. */
  'busy',
  /** Takes the request and never answers. */
  'hang',
  /** A proxy's or portal's page with status 200. */
  'html200',
  'empty200',
  /** Does the work and breaks the connection before the answer. */
  'lost-answer',
  /** The network brings the same batch twice, at once; the second arrival's answer goes out. */
  'duplicate',
  'slow',
  'wrong-signature',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Which calls a fault strikes. Only a batch comes twice, and only a call that changes something can be done and unheard. */
export const struckCalls = ['all', 'batches'] as const;
export type StruckCalls = (typeof struckCalls)[number];

const timesMax = 1_000;

/** A standing fault has no `times`; any other is over after so many strikes. */
export const faultSchema = z
  .strictObject({
    kind: z.enum(faultKinds),
    times: z.int().min(1).max(timesMax).nullable().default(null),
    calls: z.enum(struckCalls).default('all'),
    /** What Retry-After says, of the kind `busy`. */
    retryAfterS: z.int().min(0).max(3_600).default(1),
  })
  .refine(({ kind, times }) => times === null || !(kind === 'down' || kind === 'none'), {
    message: 'a refused connection cannot be counted: "down" and "none" stand until they are changed',
    path: ['times'],
  });
export type Fault = z.infer<typeof faultSchema>;

export type Call = 'batch' | 'other-change' | 'read';

export interface Faults {
  current(): Fault;
  set(fault: Fault): void;
  /** The fault that strikes this call. A counted one has one strike less afterwards. */
  strike(call: Call): Fault;
  /** Called with the new and the old kind when a fault is set; not when the strikes of one are used up. */
  onChange(listener: (kind: FaultKind, before: FaultKind) => void): void;
}

export const noFault: Fault = { kind: 'none', times: null, calls: 'all', retryAfterS: 1 };

export function createFaults(): Faults {
  let fault = noFault;
  const listeners: ((kind: FaultKind, before: FaultKind) => void)[] = [];
  return {
    current: () => fault,
    set(next) {
      const before = fault;
      fault = next;
      for (const listener of listeners) listener(next.kind, before.kind);
    },
    strike(call) {
      const struck = fault;
      if (!strikes(struck, call)) return noFault;
      if (struck.times !== null)
        fault = struck.times === 1 ? noFault : { ...struck, times: struck.times - 1 };
      return struck;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function strikes({ kind, calls }: Fault, call: Call): boolean {
  if (call === 'batch') return true;
  if (calls === 'batches' || kind === 'duplicate') return false;
  return kind !== 'lost-answer' || call === 'other-change';
}

/** Another first character in each signature: the form stays right, the proof fails. */
export function spoilSignatures(json: string): string {
  return json.replace(
    /"signature":"(.)/gu,
    (_, first: string) => `"signature":"${first === 'A' ? 'B' : 'A'}`,
  );
}
