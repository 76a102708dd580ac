import type { Clock } from '../../counter/time.ts';

/** One line of JSON on stderr for each event worth knowing. Stacks stand only here, never in a reply. */
export interface Log {
  note(what: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  incident(incidentId: string, what: string, error: unknown): void;
}

export function lineLog(clock: Clock, write: (line: string) => void): Log {
  const line = (fields: object) => write(`${JSON.stringify(fields)}\n`);
  const at = () => new Date(clock.wallMs()).toISOString();
  return {
    note: (what, facts = {}) => line({ at: at(), what, ...facts }),
    incident: (incidentId, what, error) =>
      line({
        at: at(),
        what,
        incidentId,
        error: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
      }),
  };
}
