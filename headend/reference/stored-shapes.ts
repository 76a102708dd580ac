import { z } from 'zod';
import type { Fork, SettledRow, StoreBackup } from './store.ts';

/** Shapes of what this head end wrote as JSON itself and reads again: a damaged file is not taken for a backup. */
const whole = z.int();
const text = z.string();

export const forkSchema = z.object({ seq: whole, knownHash: text, at: whole }) satisfies z.ZodType<Fork>;

export const settledSchema = z.object({
  settled: text,
  by: text,
  how: z.enum(['moved', 'matched', 'resubmitted', 'refunded', 'cancelled']),
}) satisfies z.ZodType<SettledRow>;

const place = { counter: text, epoch: whole, seq: whole, found: text };

export const backupSchema = z.object({
  counters: z.array(
    z.object({
      counter: text,
      epoch: whole,
      publicKey: text,
      signingKey: text,
      ackedSeq: whole,
      headHash: text,
      answerCount: whole,
      frozen: forkSchema.nullable(),
      heardIn: text.default(''),
    }),
  ),
  codes: z.array(
    z.object({
      code: text,
      counter: text,
      office: text,
      officeNameHi: text,
      officeNameEn: text,
      companyHi: text,
      companyEn: text,
      publicKey: text.nullable(),
    }),
  ),
  recoveries: z.array(
    z.object({
      counter: text,
      epoch: whole,
      oldSeq: whole,
      oldHash: text,
      oldPublicKey: text,
      publicKey: text,
      hash: text,
      beyondSeq: whole,
      at: whole,
    }),
  ),
  entries: z.array(
    z.object({
      ...place,
      uid: text,
      kind: text,
      body: text,
      hash: text,
      arrivedAt: whole,
      businessDate: text.default(''),
      consumer: text.default(''),
    }),
  ),
  answers: z.array(z.object({ ...place, turn: whole, number: whole, text, signature: text })),
  credits: z.array(
    z.object({ ...place, uid: text, consumer: text, amountPaise: whole, reference: text, appliedAt: whole }),
  ),
  tokenIds: z.array(z.object({ meter: text, tokenId: whole })),
  settled: z.array(settledSchema).default([]),
}) satisfies z.ZodType<StoreBackup>;
