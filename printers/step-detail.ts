import type { JobReason } from './printer-messages.ts';

/** What a print step keeps beside its state, as canonical JSON. */
export type StepDetail = {
  readonly reason: JobReason | 'program-ended';
  readonly bytes: number;
  /** How it was proved, once it was. */
  readonly proof: 'printed' | 'processed' | 'operator' | null;
  /** Who looked at the paper. */
  readonly person: string | null;
};

export const plainStep: StepDetail = { reason: 'none', bytes: 0, proof: null, person: null };
