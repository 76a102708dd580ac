import { z } from 'zod';
import { pendingHash } from '../counter/journal/chain.ts';
import { limits } from '../counter/limits.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { judgeReply } from './judge-reply.ts';
import { readJson } from './read-json.ts';
import { count, name, signedTextSchema, sumPaise, wallMs, type SignedText } from './schemas.ts';
import type { CheckPorts } from './signed-texts.ts';
import type { HttpRequest, HttpTransport } from './transport.ts';
import { answered, notAnswering, type NotAnswering, type Verdict } from './verdict.ts';

/** What a consumer has paid at other counters: asked before more cash is taken, and nothing is decided by it. */

/**
 * What one consumer has paid at other counters than the asking one: receipts that are on record and not
 * credited yet, by counter, and the last credits. Times are those of taking, except `appliedAt`.
 */
export const pendingElsewhereSchema = z.object({
  v: z.literal(1),
  serverId: name,
  serverEpoch: name,
  /** Who asked, about whom, and in which question: an old word does not answer a new one. */
  counter: name,
  consumer: z.string().max(40),
  nonce: z.string().max(40),
  at: wallMs,
  pending: z
    .array(z.object({ counter: name, count: count.min(1), sumPaise, lastAt: wallMs }))
    .max(limits.pendingCountersMax),
  credits: z
    .array(z.object({ counter: name, amountPaise: sumPaise, takenAt: wallMs, appliedAt: wallMs }))
    .max(limits.pendingCreditsMax),
});
export type PendingElsewhere = z.infer<typeof pendingElsewhereSchema>;

export interface PendingQuestion {
  readonly consumer: string;
  /** New for each question. */
  readonly nonce: string;
}

/** `get` makes a request of a path below this counter's own. */
export async function askPending(
  ports: CheckPorts & { readonly transport: HttpTransport },
  get: (path: string) => HttpRequest,
  { consumer, nonce }: PendingQuestion,
): Promise<Verdict<PendingElsewhere>> {
  const path = `/consumers/${encodeURIComponent(consumer)}/pending?nonce=${encodeURIComponent(nonce)}`;
  const verdict = judgeReply(await ports.transport.send(get(path)), signedTextSchema);
  if (verdict.kind !== 'answered') return verdict;
  const checked = await checkPending(ports, verdict.value, { consumer, nonce });
  return checked.ok ? answered(checked.value) : checked.error;
}

/** This head end's word, to this counter, about this consumer, in this question. */
async function checkPending(
  ports: CheckPorts,
  { text, signature }: SignedText,
  asked: PendingQuestion,
): Promise<Result<PendingElsewhere, NotAnswering>> {
  const { serverId, headEndPublicKey, counter } = ports.identity;
  if (!(await ports.verify(pendingHash(ports.sha256, text), signature, headEndPublicKey))) {
    return err(notAnswering('wrong-signature', 'pending elsewhere'));
  }
  const parsed = pendingElsewhereSchema.safeParse(readJson(text));
  if (!parsed.success) return err(notAnswering('unparsable', 'pending elsewhere'));
  const told = parsed.data;
  if (told.serverId !== serverId) return err(notAnswering('wrong-server', `pending of ${told.serverId}`));
  const counters = told.pending.map((one) => one.counter);
  const fits =
    told.counter === counter &&
    told.consumer === asked.consumer &&
    told.nonce === asked.nonce &&
    new Set(counters).size === counters.length &&
    !counters.includes(counter);
  return fits ? ok(told) : err(notAnswering('wrong-answer', 'pending elsewhere, but not what was asked'));
}
