import type { Result } from '../counter/result.ts';
import type { Reply } from './replies.ts';

/** A way to a device. One link at a time; the desk that owns the printer sees to that. */
export interface Transport {
  open(): Promise<Result<Link, 'not-reached'>>;
}

/** What became of a chunk. `accepted` bytes may reach the paper and are never sent again. */
export interface Written {
  readonly accepted: number;
  readonly end: 'ok' | 'stalled' | 'gone';
}

/** An open connection to a device. Nothing here throws for a reason that lies in the device. */
export interface Link {
  /** Gives up waiting after `timeoutMs`; the link stays usable after `stalled`. */
  write(chunk: Uint8Array, timeoutMs: number): Promise<Written>;
  onReply(listener: (reply: Reply) => void): void;
  /** Called once when the device or the way to it is lost. */
  onGone(listener: () => void): void;
  /** Clears the buffers of the device where the transport has a way of its own. */
  softReset(): Promise<void>;
  /** Lets the device take what it was given, then closes. */
  close(): Promise<void>;
  /** Closes so that nothing still on its way can print by itself later. */
  abort(): Promise<void>;
}

/** Time as the desk sees it. `after` calls back once and returns its cancellation. */
export interface Timing {
  wallMs(): number;
  after(delayMs: number, run: () => void): () => void;
}
