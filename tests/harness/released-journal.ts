import { z } from 'zod';
import type { Contents } from '../../db/contents.ts';

const whole = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

const contentsSchema = z.object({
  entries: whole,
  lastSeq: whole,
  headHash: sha256.nullable(),
  takingsPaise: whole,
  recharges: whole,
  ledgerPaise: z.record(z.string(), z.int()),
  ledgerLines: whole,
  answers: whole,
  acknowledgements: whole,
  offers: whole,
  printJobs: whole,
  printSteps: whole,
  printDocuments: whole,
  pins: whole,
  careEvents: whole,
  entriesSha256: sha256,
  answersSha256: sha256,
  printDocumentsSha256: sha256,
}) satisfies z.ZodType<Contents>;

const factsSchema = z.strictObject({
  number: z.int().min(10),
  /** Of the device key that the journal names last. It is a test's key and guards nothing. */
  secret: z.string(),
  contents: contentsSchema,
});

/** What a journal of a released schema held when it was made. */
export type ReleasedFacts = z.infer<typeof factsSchema>;

export function releasedFacts(facts: unknown): ReleasedFacts {
  return factsSchema.parse(facts);
}

/** `released-010`, the file name without its ending. */
export function releasedName(number: number): string {
  return `released-${String(number).padStart(3, '0')}`;
}
