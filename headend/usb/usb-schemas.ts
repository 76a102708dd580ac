import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { problemSchema, signedTextSchema } from '../schemas.ts';

/** What stands on a stick between counter and head end; PROTOCOL.md section 9 says what it means. */

const seq = z.int().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/u);
const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/u);
const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/u);
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/u);
const receipt = z.string().min(1).max(64).nullable();

/** What the head end says of the key to which sticks are closed. Signed by its signing key. */
export const exchangeKeySchema = z.object({
  v: z.literal(1),
  serverId: name,
  alg: z.literal('x25519'),
  publicKey,
});

export const usbManifestSchema = z.object({
  v: z.literal(1),
  serverId: name,
  counter: name,
  epoch: z.int().min(1),
  from: seq,
  to: seq,
  /** Of entry `to`. */
  headHash: hash,
  recharges: z.int().min(0),
  sumPaise: z.int().min(0).max(limits.amountPaiseMax),
  firstReceipt: receipt,
  lastReceipt: receipt,
  /** Up to where the counter has later results; null for none. */
  resultsCursor: z.string().max(80).nullable(),
  /** To which the answer is closed; it follows from the counter's device key. */
  replyKey: publicKey,
  keyId: z.string().max(64),
  sw: z.string().max(32),
  at: z.int().min(0),
  files: z
    .array(
      z.object({
        name: z.string().regex(/^\d{4}\.ppb$/u),
        bytes: z.int().min(1).max(limits.usbFileBytesMax),
        sha256: hash,
      }),
    )
    .min(1)
    .max(limits.usbFilesMax),
});
export type UsbManifest = z.infer<typeof usbManifestSchema>;

/** Canonical JSON of a manifest and the counter's signature over its hash. */
export const signedManifestSchema = z.object({
  text: z.string().min(2).max(limits.usbManifestCharsMax),
  signature,
});
export type SignedManifest = z.infer<typeof signedManifestSchema>;

/** The head end's answer to a stick, before it is packed, signed and closed to the counter. */
export const usbAnswerSchema = z.object({
  v: z.literal(1),
  serverId: name,
  serverEpoch: name,
  counter: name,
  /** Of the manifest that this answers. */
  manifestHash: hash,
  /** What stopped the entries of this stick; null where all were taken. */
  problem: problemSchema.nullable(),
  /** Null where the head end has frozen this counter. */
  acknowledgement: signedTextSchema.nullable(),
  results: z.array(signedTextSchema).max(limits.usbResultsMax),
  cursor: z.string().max(80),
  /** Further results wait: they come with the next stick. */
  more: z.boolean(),
  at: z.int().min(0),
});
export type UsbAnswer = z.infer<typeof usbAnswerSchema>;

export const signedUsbAnswerSchema = z.object({
  text: z.string().min(2).max(limits.usbAnswerBytesMax),
  signature,
});
