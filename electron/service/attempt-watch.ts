import type { Clock } from '../../counter/time.ts';
import type { HeadEndClient } from '../../headend/client.ts';

/** When the head end was last asked, by this process: of older tries the journal knows the first alone. */
export interface Attempts {
  /** UTC milliseconds; null before the first. */
  readonly askedAt: number | null;
  /** The entries that went out last. */
  readonly batch: { readonly fromSeq: number; readonly toSeq: number; readonly at: number } | null;
}

export interface AttemptWatch {
  /** The same client; whoever uses it is noted. */
  over(client: HeadEndClient): HeadEndClient;
  attempts(): Attempts;
}

export function watchAttempts(clock: Clock): AttemptWatch {
  let attempts: Attempts = { askedAt: null, batch: null };
  return {
    attempts: () => attempts,
    over: (client) => ({
      ...client,
      health: () => {
        attempts = { ...attempts, askedAt: clock.wallMs() };
        return client.health();
      },
      sendBatch: (bytes, entries) => {
        const at = clock.wallMs();
        const [first, last] = [entries[0], entries.at(-1)];
        const batch =
          first === undefined || last === undefined
            ? attempts.batch
            : { fromSeq: first.seq, toSeq: last.seq, at };
        attempts = { askedAt: at, batch };
        return client.sendBatch(bytes, entries);
      },
    }),
  };
}
