import { z } from 'zod';
import type { Acknowledgement, Answer } from '../counter/journal/answer.ts';
import { limits } from '../counter/limits.ts';
import { recoveryPublicKeyPattern } from '../counter/recovery-key.ts';

/** Both sides of the protocol read what the other wrote through these; PROTOCOL.md says what they mean. */

const seq = z.int().min(1);
export const seqOrNone = z.int().min(0);
const epoch = z.int().min(1);
/** Beyond it no date can be written, and a screen that tried would fail. */
export const wallMs = z.int().min(0).max(limits.wallMsMax);
const hash = z.string().regex(/^[0-9a-f]{64}$/u);
export const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/u);
const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/u);
export const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/u);
const shortText = z.string().max(limits.protocolTextCharsMax);
const bilingual = z.object({ hi: shortText, en: shortText });
const signedText = z.string().min(2).max(limits.answerTextCharsMax);

/** Versions of the protocol that a head end takes; one that names none takes the first. */
const acceptVersions = z.array(z.int().min(1)).min(1).max(limits.protocolVersionsMax).default([1]);

export const healthSchema = z.object({
  v: z.literal(1),
  serverId: name,
  acceptVersions,
  state: z.enum(['accepting', 'busy', 'maintenance']),
  serverTime: wallMs,
  notice: bilingual.nullable(),
});
export type Health = z.infer<typeof healthSchema>;

export const enrolmentRequestSchema = z.strictObject({
  v: z.literal(1),
  code: z.string().regex(/^[A-Za-z0-9-]{6,40}$/u),
  alg: z.literal('ed25519'),
  publicKey,
});
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>;

export const counterLimitsSchema = z.object({
  batchEntriesMax: z.int().min(1).max(limits.batchEntriesMax),
  batchBytesMax: z.int().min(1).max(limits.batchBytesMax),
});
export type CounterLimits = z.infer<typeof counterLimitsSchema>;

/** The recovery entry as it stands in the restored journal: it proves itself. */
export const recoveryRequestSchema = z.strictObject({
  v: z.literal(1),
  entry: z.strictObject({
    body: z.string().min(2).max(limits.journalBodyBytesMax),
    prevHash: hash,
    hash,
    signature,
  }),
});
export type RecoveryRequest = z.infer<typeof recoveryRequestSchema>;

/** No small letter at the end: `C02b` is how receipts name the second epoch of `C02`. */
const counterName = name.regex(/[^a-z]$/u);

export const enrolmentSchema = z.object({
  v: z.literal(1),
  serverId: name,
  counter: counterName,
  epoch,
  office: name,
  officeName: bilingual,
  company: bilingual,
  limits: counterLimitsSchema,
  headEndPublicKey: publicKey,
  /** Public half of the division's recovery key, `<x25519>.<ed25519>`, where the head end has one. */
  recoveryKey: z.string().regex(recoveryPublicKeyPattern).nullable(),
  /** Sent as a bearer token with every later call. A secret, kept as the device key is. */
  accessToken: z.string().regex(/^[A-Za-z0-9_-]{43}$/u),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

export const acknowledgementSchema = z.object({
  v: z.literal(1),
  serverId: name,
  serverEpoch: name,
  counter: name,
  epoch,
  ackedSeq: seqOrNone,
  headHash: hash,
  at: wallMs,
}) satisfies z.ZodType<Acknowledgement>;

export const answerSchema = z.object({
  v: z.literal(1),
  counter: name,
  epoch,
  seq,
  uid: z.string().max(36),
  record: z.enum(['recorded', 'parked']),
  credit: z.enum(['none', 'applied', 'pending', 'rejected']),
  turn: z.int().min(1).max(limits.answerTurnsMax),
  code: z.string().max(40).nullable(),
  text: bilingual.nullable(),
  reference: z.string().max(40).nullable(),
  tokens: z.array(z.string().regex(/^\d{20}$/u)).max(limits.tokensPerAnswerMax),
  amountPaise: z.int().min(1).max(limits.amountPaiseMax).optional(),
  consumer: z.string().min(1).max(40).optional(),
  decidedAt: wallMs,
}) satisfies z.ZodType<Answer>;

export const signedTextSchema = z.object({ text: signedText, signature });
export type SignedText = z.infer<typeof signedTextSchema>;

export const counterStateSchema = z.object({
  serverId: name,
  serverEpoch: name,
  serverTime: wallMs,
  acceptVersions,
  acknowledgement: signedTextSchema,
  limits: counterLimitsSchema,
  /** Automatic sending should not begin before this; null for at once. */
  notBefore: wallMs.nullable(),
  /** Entries a second that this counter should not go beyond; null for as fast as it gets answers. */
  rate: z.int().min(1).max(limits.uploadRateMax).nullable().default(null),
  /** The key to which USB sticks are closed, signed; null where none are taken. */
  exchangeKey: signedTextSchema.nullable().default(null),
  /** This counter's epoch was ended by a recovery on another PC: what it sells is found money. */
  fenced: z.object({ epoch, oldSeq: seq, at: wallMs }).nullable().default(null),
  /** The head end holds entries of the epoch before that the restored journal lacks. */
  beyond: z.object({ epoch, oldSeq: seq, throughSeq: seq }).nullable().default(null),
});
export type Fence = NonNullable<z.infer<typeof counterStateSchema>['fenced']>;

export const batchHeaderSchema = z.object({
  v: z.literal(1),
  batch: z.string().min(1).max(36),
  counter: name,
  epoch,
  from: seq,
  to: seq,
  prevHash: hash,
  lastHash: hash,
  alg: z.string().max(16),
  keyId: z.string().max(64),
  /** Of the last entry, by the counter's key; empty where the counter has lost its key. */
  lastSignature: z.string().max(128),
  /** Server epoch that the counter read last; one that has changed since takes no batch. Left out on a stick. */
  serverEpoch: name.optional(),
  /** Version of the counter's software. */
  sw: z.string().max(32),
  entries: z.int().min(1).max(limits.batchEntriesMax),
  answers: z.int().min(0).max(limits.batchAnswersMax),
});
export type BatchHeader = z.infer<typeof batchHeaderSchema>;

export const batchResultSchema = z.object({
  seq,
  arrival: z.enum(['recorded', 'duplicate', 'parked']),
  text: signedText,
  signature,
});
export type BatchResult = z.infer<typeof batchResultSchema>;

export const batchResponseSchema = z.object({
  serverId: name,
  serverEpoch: name,
  acknowledgement: signedTextSchema,
  results: z.array(batchResultSchema).max(limits.batchEntriesMax),
  /** Results log before and after this batch: a counter that stood at `cursorBefore` stands at `cursorAfter`. */
  cursorBefore: z.string().max(80),
  cursorAfter: z.string().max(80),
});
export type BatchResponse = z.infer<typeof batchResponseSchema>;

export const resultsPageSchema = z.object({
  serverId: name,
  serverEpoch: name,
  results: z.array(signedTextSchema).max(limits.resultsPageMax),
  cursor: z.string().max(80),
  more: z.boolean(),
});

/** What a counter holds of later answers, for a head end that was restored from a backup. */
export const heldAnswersRequestSchema = z.strictObject({
  v: z.literal(1),
  /** As its state was read: another one means that it was restored once more. */
  serverEpoch: name,
  answers: z.array(signedTextSchema).max(limits.heldAnswersMax),
  rest: z.enum(['follows', 'none']),
});
export type HeldAnswersRequest = z.infer<typeof heldAnswersRequestSchema>;

export const heldAnswersReplySchema = z.object({
  serverId: name,
  serverEpoch: name,
  recorded: z.int().min(0),
  known: z.int().min(0),
  /** Final, and otherwise than what is on record: a person at the head end must look. */
  contradicting: z.int().min(0),
  /** Not signed by this head end, or about no entry that it has. */
  strange: z.int().min(0),
});

/** One thing that the head end wants counters to know, from `from` up to `until`. */
export const noticeSchema = z.object({
  id: name,
  /** `outage`, `disconnection` or `message`; a counter shows what it does not know as a message. */
  kind: z.string().max(24),
  from: wallMs,
  until: wallMs,
  text: z.object({ hi: shortText.min(1), en: shortText.min(1) }),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Every notice that stands now or later; those that it does not name are withdrawn. */
export const noticeListSchema = z.object({
  v: z.literal(1),
  serverId: name,
  /** When the head end wrote it: an older list never takes the place of a newer one. */
  at: wallMs,
  notices: z.array(noticeSchema).max(limits.noticesMax),
});
export type NoticeList = z.infer<typeof noticeListSchema>;

export const signedNoticesSchema = z.object({
  text: z.string().min(2).max(limits.noticesTextCharsMax),
  signature,
});

export const noticesReplySchema = z.object({ serverId: name, notices: signedNoticesSchema });

/** What the head end refuses, RFC 9457. `type` is a word of this protocol, not an address. */
export const problemTypes = [
  'gap',
  'fork',
  'epoch',
  'chain',
  'signature',
  'malformed',
  'too-large',
  'unauthorized',
  'unknown-counter',
  'unknown-code',
  'code-used',
  'recovery',
  'version',
  'not-found',
  'busy',
] as const;
export type ProblemType = (typeof problemTypes)[number];

export const problemSchema = z.object({
  type: z.enum(problemTypes),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  detail: z.string().max(1_000).optional(),
  expectedSeq: seq.optional(),
  seq: seqOrNone.optional(),
  knownHash: hash.optional(),
  maxEntries: z.int().min(1).optional(),
  acceptVersions: acceptVersions.unwrap().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
