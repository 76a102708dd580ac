import type { JobReason } from './printer-messages.ts';

/** What a print step keeps beside its state, as canonical JSON. */
export type StepDetail = {
  /** `put-back`: the journal is an older one, and what it calls unprinted may be on paper since. */
  readonly reason: JobReason | 'program-ended' | 'put-back';
  readonly bytes: number;
  /** How it was proved, once it was. */
  readonly proof: 'printed' | 'processed' | 'operator' | null;
  /** Who looked at the paper. */
  readonly person: string | null;
};

export const plainStep: StepDetail = { reason: 'none', bytes: 0, proof: null, person: null };
