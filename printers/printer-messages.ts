import type { Document } from './document.ts';
import type { ProfileId } from './profile.ts';

/** Where a printer is reached. `none` is a counter without a printer: its jobs wait as blocked. */
export type Device =
  | { readonly kind: 'none' }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'usb';
      readonly vendorId: number;
      readonly productId: number;
      /** Empty text takes the first device of that vendor and product. */
      readonly serial: string;
    };

export interface PrinterSetup {
  readonly id: string;
  readonly profile: ProfileId;
  readonly device: Device;
}

/** What keeps a printer from working, as it told us or as we found out. */
export type PrinterReason =
  | 'none'
  | 'not-configured'
  | 'not-reached'
  | 'silent'
  | 'offline'
  | 'cover-open'
  | 'paper-end'
  | 'cutter'
  | 'hot-head'
  | 'error';

export type JobReason =
  | PrinterReason
  /** The device took no byte for a while in the middle of a job. */
  | 'no-progress'
  /** The connection broke in the middle of a job. */
  | 'link-lost'
  /** Every byte went out and no proof came in time. */
  | 'no-proof'
  /** This printer cannot prove anything: a person must look at the paper. */
  | 'needs-eyes'
  /** Three tries in a row broke before a byte was taken; trying goes on slowly. */
  | 'keeps-failing'
  | 'given-up'
  | 'unknown-printer'
  | 'too-many-jobs'
  /** The document breaks a limit or holds what cannot be drawn; it will never print. */
  | 'bad-document'
  /** The printer process was started anew while the job was in its hand. */
  | 'restarted';

export type JobStepState =
  | 'checking'
  | 'blocked'
  | 'sending'
  | 'awaiting'
  | 'stalled'
  | 'confirmed'
  | 'failed'
  | 'uncertain';

/** How sure a confirmed job is: the printer said so after printing, or after working through the data. */
export type ProofLevel = 'printed' | 'processed';

export type ToPrinter =
  /** Replaces the whole set of printers. Jobs in hand stay with the printer that has them. */
  | { readonly type: 'configure'; readonly printers: readonly PrinterSetup[] }
  /** `attempt` counts from 1 for the job; after `failed` the printer process raises it by itself. */
  | {
      readonly type: 'print';
      readonly jobId: string;
      readonly attempt: number;
      readonly printerId: string;
      readonly document: Document;
    }
  /** The `sending` step of this attempt is on disk: the first byte may go out. */
  | { readonly type: 'go'; readonly jobId: string; readonly attempt: number }
  /** Ends a job: `failed` while nothing was taken, else `uncertain` after clearing the printer. */
  | { readonly type: 'giveUp'; readonly jobId: string }
  /** Opens the cash drawer, between jobs. Nothing proves it, so nothing is reported. */
  | { readonly type: 'openDrawer'; readonly printerId: string }
  | {
      readonly type: 'render';
      readonly requestId: string;
      readonly document: Document;
      readonly widthDots: number;
    }
  /** Looks at every idle printer now and answers with `status`. */
  | { readonly type: 'ask' };

export interface PrinterStatus {
  readonly printerId: string;
  /** `unknown` until the first answer, and for a printer that cannot be asked. */
  readonly state: 'ready' | 'attention' | 'stopped' | 'unknown';
  readonly reason: PrinterReason;
  /** Since when state and reason are what they are, in wall milliseconds. */
  readonly sinceMs: number;
  readonly nearEnd: boolean;
  readonly widthDots: number;
  /** The job in hand, empty when idle. */
  readonly jobId: string;
  /** Jobs that wait behind it. */
  readonly queued: number;
}

export interface JobStep {
  readonly type: 'step';
  readonly jobId: string;
  readonly attempt: number;
  readonly printerId: string;
  readonly state: JobStepState;
  readonly reason: JobReason;
  /** Bytes of this attempt that the device took; more than 0 means it may be on paper. */
  readonly bytesAccepted: number;
  /** Present when `confirmed`. */
  readonly level?: ProofLevel;
}

export type FromPrinter =
  | { readonly type: 'ready' }
  | { readonly type: 'status'; readonly printers: readonly PrinterStatus[] }
  /** Waits for `go`: the receiver first puts the `sending` step with this attempt on disk. */
  | {
      readonly type: 'mayISend';
      readonly jobId: string;
      readonly attempt: number;
      readonly printerId: string;
      /** The process id the printer is to answer with, four characters. */
      readonly tag: string;
    }
  | JobStep
  /** `bits`: packed rows, most significant bit left, 1 = black, in base64; `widthDots` is a multiple of 8. */
  | {
      readonly type: 'rendered';
      readonly requestId: string;
      readonly widthDots: number;
      readonly heightDots: number;
      readonly bits: string;
    }
  | { readonly type: 'renderRefused'; readonly requestId: string; readonly reason: 'bad-document' };
