/** Faults that tests and the demo switch on: each is an outage that really happens. */
export const faultKinds = [
  'none',
  /** Does not listen: the connection is refused. */
  'down',
  '503',
  /** Takes the request and never answers. */
  'hang',
  /** A proxy's or portal's page with status 200. */
  'html200',
  'empty200',
  /** Does the work and breaks the connection before the answer. */
  'lost-answer',
  'slow',
  'wrong-signature',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Faults {
  current(): FaultKind;
  set(kind: FaultKind): void;
  /** Called with the new and the old kind after each change. */
  onChange(listener: (kind: FaultKind, before: FaultKind) => void): void;
}

export function createFaults(): Faults {
  let kind: FaultKind = 'none';
  const listeners: ((kind: FaultKind, before: FaultKind) => void)[] = [];
  return {
    current: () => kind,
    set(next) {
      const before = kind;
      kind = next;
      for (const listener of listeners) listener(next, before);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Another first character in each signature: the form stays right, the proof fails. */
export function spoilSignatures(json: string): string {
  return json.replace(
    /"signature":"(.)/gu,
    (_, first: string) => `"signature":"${first === 'A' ? 'B' : 'A'}`,
  );
}
