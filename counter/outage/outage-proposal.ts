import { assertNever } from '../result.ts';
import { kolkataDate } from '../time.ts';

/** How the head end stands, as the uploader judges it by its answers. Wall times in UTC milliseconds. */
export interface Silence {
  readonly link: 'unknown' | 'answering' | 'not-answering' | 'frozen';
  /** Since when `link` is so. */
  readonly since: number;
  /** Its last answer since this program was started; null where it has given none. */
  readonly heardAt: number | null;
  /** Its last word on disk, of an earlier run it may be; null before its first. */
  readonly storedAt: number | null;
  /** The head end has told of an outage beforehand, and its hour has come. */
  readonly announced: 'now' | 'no';
}

export type Proposal =
  /** Nothing to propose, and nothing to wait for. */
  | { readonly kind: 'none' }
  /** It does not answer; if it stays so, an outage is proposed after this time. */
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'propose'; readonly since: number };

/**
 * Whether people should be asked to open an outage. A head end that refuses this counter (`frozen`) has
 * answered: that is a fault of this counter, not an outage of the head end. One that was announced and has
 * begun need not be waited for.
 */
export function proposalOf(silence: Silence, now: number, proposeAfterMs: number): Proposal {
  switch (silence.link) {
    case 'not-answering': {
      const delayMs = silence.announced === 'now' ? 0 : proposeAfterMs - (now - silence.since);
      return delayMs > 0 ? { kind: 'wait', delayMs } : { kind: 'propose', since: beginningOf(silence) };
    }
    case 'unknown':
    case 'answering':
    case 'frozen':
      return { kind: 'none' };
    default:
      return assertNever(silence.link);
  }
}

/**
 * When the head end was last heard. A computer that was off since yesterday cannot know when the outage
 * began: the word on disk counts only if it is of the same date.
 */
function beginningOf({ since, heardAt, storedAt }: Silence): number {
  if (heardAt !== null) return Math.min(heardAt, since);
  if (storedAt === null || kolkataDate(storedAt) !== kolkataDate(since)) return since;
  return Math.min(storedAt, since);
}
