import { z } from 'zod';
import {
  entryHash,
  hashBeforeFirst,
  recoveryHash,
  recoveryVerifyingKey,
} from '../../counter/journal/chain.ts';
import type { Enrolment, RecoveryRequest } from '../schemas.ts';
import { readJson } from '../read-json.ts';
import { refuse, type CorePorts, type RefusedError } from './core.ts';
import { enrolmentOf } from './enrol.ts';
import { epochAt } from './epochs.ts';
import type { CounterRow, RecoveryRow, StoreTransaction } from './store.ts';

const bodySchema = z.object({
  v: z.literal(1),
  kind: z.literal('recovery'),
  counter: z.string(),
  epoch: z.int().min(2),
  seq: z.int().min(2),
  oldEpoch: z.int().min(1),
  oldSeq: z.int().min(1),
  oldHash: z.string(),
  publicKey: z.string(),
  recoverySignature: z.string(),
});
type RecoveryBody = z.infer<typeof bodySchema>;

/**
 * A restored counter goes on under a new key. The division's recovery key vouches for where the old
 * epoch ends and for that key; nothing else is asked. The same recovery MAY come again; another one
 * for the same epoch is another PC under this name, and is refused.
 */
export async function recover(ports: CorePorts, { entry }: RecoveryRequest): Promise<Enrolment> {
  const body = readRecovery(ports, entry);
  if (body instanceof Error) throw body;
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(body.counter);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    const recoveries = await tx.recoveries(body.counter);
    const known = recoveries.find(({ epoch }) => epoch === body.epoch);
    const taken = known ?? (await takeRecovery(ports, tx, counter, recoveries, body, entry.hash));
    if (taken instanceof Error) return taken;
    if (taken.hash !== entry.hash) return otherStory(taken.oldSeq + 1, taken.hash);
    const code = await tx.usedCodeOf(body.counter);
    if (code === null) return refuse('unknown-counter', 404, 'This counter was not enrolled by a code');
    return enrolmentOf(ports, code, taken.epoch, taken.publicKey);
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** The entry proves itself: its hash, the new key's signature, and the division's. */
function readRecovery(
  ports: CorePorts,
  { body: text, prevHash, hash, signature }: RecoveryRequest['entry'],
): RecoveryBody | RefusedError {
  if (ports.recoveryKey === null) {
    return refuse('recovery', 403, 'This head end does not know the recovery key of the division');
  }
  const parsed = bodySchema.safeParse(readJson(text));
  if (!parsed.success || text.includes('\n')) return refuse('malformed', 422, 'This is no recovery entry');
  const body = parsed.data;
  const { counter, epoch, oldEpoch, oldHash, oldSeq, publicKey, recoverySignature, seq } = body;
  const follows = epoch === oldEpoch + 1 && seq === oldSeq + 1 && prevHash === oldHash;
  if (!follows || entryHash(ports.sha256, { counter, epoch, seq, prevHash, body: text }) !== hash) {
    return refuse('chain', 422, 'The recovery does not follow the entry that it names');
  }
  const signedHash = recoveryHash(ports.sha256, body);
  const byDivision = ports.verify(signedHash, recoverySignature, recoveryVerifyingKey(ports.recoveryKey));
  if (!byDivision || !ports.verify(hash, signature, publicKey)) {
    return refuse('recovery', 403, 'The recovery is not signed by the recovery key of the division');
  }
  return body;
}

/** Ends the present epoch. What is on record beyond its end stays on record, and credited. */
async function takeRecovery(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  recoveries: readonly RecoveryRow[],
  body: RecoveryBody,
  hash: string,
): Promise<RecoveryRow | RefusedError> {
  const { epoch, oldEpoch, oldSeq, oldHash, publicKey } = body;
  if (oldEpoch !== counter.epoch) {
    return refuse('epoch', 409, `This head end stands in epoch ${counter.epoch} of the counter`);
  }
  const { ackedSeq } = counter;
  const end = await hashInChain(tx, counter.counter, recoveries, Math.min(ackedSeq, oldSeq));
  if (ackedSeq >= oldSeq && end !== oldHash) return otherStory(oldSeq, end);
  const row: RecoveryRow = {
    counter: counter.counter,
    epoch,
    oldSeq,
    oldHash,
    oldPublicKey: counter.publicKey,
    publicKey,
    hash,
    beyondSeq: Math.max(ackedSeq, oldSeq),
    at: ports.wallMs(),
  };
  await tx.insertRecovery(row);
  const prefix = { ackedSeq: Math.min(ackedSeq, oldSeq), headHash: end };
  // A fork in the old epoch is settled by this: the division says which story goes on.
  await tx.updateCounter({ ...counter, ...prefix, epoch, publicKey, signingKey: publicKey, frozen: null });
  return row;
}

/** Hash of the chain's entry `seq` as it is on record. */
export async function hashInChain(
  tx: StoreTransaction,
  counter: string,
  recoveries: readonly RecoveryRow[],
  seq: number,
): Promise<string> {
  if (seq === 0) return hashBeforeFirst;
  const epoch = epochAt(recoveries, seq);
  return (await tx.entryHashes(counter, epoch, seq, seq)).get(seq) ?? '';
}

function otherStory(seq: number, knownHash: string): RefusedError {
  const title = 'Another entry is on record at the place that this recovery names';
  return refuse('fork', 409, title, knownHash === '' ? { seq } : { seq, knownHash });
}
