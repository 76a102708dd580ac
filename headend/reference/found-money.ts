import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { ReceivedBatch, ReceivedEntry } from '../batch.ts';
import type { BatchResponse, BatchResult } from '../schemas.ts';
import { answerOf, heldAnswers, rowsOf, type Taken } from './first-answer.ts';
import {
  cursorAt,
  refuse,
  signAcknowledgement,
  signAnswer,
  signedBy,
  type CorePorts,
  type RefusedError,
} from './core.ts';
import { decideFound } from './decide.ts';
import { spanOf } from './epochs.ts';
import { readBody } from './read-entry.ts';
import type { AnswerRow, CounterRow, RecoveryRow, StoreTransaction } from './store.ts';

/**
 * A PC sends whose epoch was ended by a recovery: the dead one came back, or a copy of its folder
 * sells. Nobody's money is turned away: what is not on record is recorded beside the chain and parked
 * for a person, once for ever by place, hash and uid. It never stops, whatever the story.
 */
export async function recordFound(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  recoveries: readonly RecoveryRow[],
  batch: ReceivedBatch,
): Promise<BatchResponse | RefusedError> {
  const { header } = batch;
  const span = spanOf(recoveries, header.epoch);
  const ended = recoveries.find(({ epoch }) => epoch === header.epoch + 1);
  if (span === null || ended === undefined) {
    return refuse('epoch', 409, `This head end expects epoch ${counter.epoch} of the counter`);
  }
  const isOldKey = header.keyId === ports.keyIdOf(ended.oldPublicKey);
  if (isOldKey && !signedBy(ports, ended.oldPublicKey, batch)) {
    return refuse('signature', 422, 'The last entry is not signed by the key of its epoch');
  }
  const onRecord = await standingOf(tx, counter, header.epoch, header.from - 1, header.to);
  if (!follows(onRecord, batch, span.firstSeq, span.hashBefore)) {
    const expectedSeq = Math.min(counter.ackedSeq, ended.oldSeq) + 1;
    return refuse('gap', 409, 'The entry before this batch is not on record', { expectedSeq });
  }
  const fresh = batch.entries.filter((entry) => answerAbout(onRecord, entry) === null);
  const taken = await takeFound(ports, tx, counter, batch, fresh);
  const rows = rowsOf({ ...counter, epoch: header.epoch }, taken, ports.wallMs(), 'found');
  await tx.insertEntries(rows.entries);
  await tx.insertAnswers(rows.answers);
  await tx.insertCredits(rows.credits);
  const answerCount = counter.answerCount + taken.length;
  if (taken.length > 0) await tx.updateCounter({ ...counter, answerCount });
  const serverEpoch = await tx.serverEpoch();
  const { counter: name, epoch, lastHash: headHash, to: ackedSeq } = header;
  return {
    serverId: ports.serverId,
    serverEpoch,
    acknowledgement: signAcknowledgement(ports, { counter: name, epoch, ackedSeq, headHash }, serverEpoch),
    results: batch.entries.map((entry) => resultOf(onRecord, taken, entry)),
    cursorBefore: cursorAt(serverEpoch, counter.answerCount),
    cursorAfter: cursorAt(serverEpoch, answerCount),
  };
}

/** What is on record at the places of a batch: in the chain by number, beside it by hash. */
interface OnRecord {
  readonly chainHashes: ReadonlyMap<number, string>;
  readonly chainAnswers: ReadonlyMap<number, AnswerRow>;
  readonly foundAnswers: ReadonlyMap<string, AnswerRow>;
}

async function standingOf(
  tx: StoreTransaction,
  { counter }: CounterRow,
  epoch: number,
  from: number,
  to: number,
): Promise<OnRecord> {
  return {
    chainHashes: await tx.entryHashes(counter, epoch, from, to),
    chainAnswers: await tx.latestAnswers(counter, epoch, from, to),
    foundAnswers: await tx.foundAnswers(counter, epoch, from, to),
  };
}

/** A story is followed from where it leaves the chain, so that no batch of it can be made up in the middle. */
function follows(
  { chainHashes, foundAnswers }: OnRecord,
  { header: { from, prevHash } }: ReceivedBatch,
  firstSeq: number,
  hashBefore: string,
): boolean {
  if (from === 1) return prevHash === hashBeforeFirst;
  if (from === firstSeq) return prevHash === hashBefore;
  return chainHashes.get(from - 1) === prevHash || foundAnswers.has(prevHash);
}

function answerAbout(onRecord: OnRecord, { seq, hash }: ReceivedEntry): AnswerRow | null {
  const inChain = onRecord.chainHashes.get(seq) === hash ? onRecord.chainAnswers.get(seq) : undefined;
  return inChain ?? onRecord.foundAnswers.get(hash) ?? null;
}

async function takeFound(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  batch: ReceivedBatch,
  fresh: readonly ReceivedEntry[],
): Promise<readonly Taken[]> {
  const place = { counter: counter.counter, epoch: batch.header.epoch };
  const held = heldAnswers(ports, place, batch, 1);
  const read = fresh.map((entry) => ({ entry, body: readBody(batch.header, entry) }));
  const seen = await tx.uidsSeen(read.map(({ body }) => body.uid).filter((uid) => uid !== ''));
  return read.map(({ entry, body }) => {
    const uidSeen = seen.has(body.uid);
    const decision = decideFound(body, uidSeen);
    const answer = answerOf(ports, place, entry.seq, body, decision, { tokens: [], turn: 1 });
    const given = held.get(entry.seq) ?? { answer, signed: signAnswer(ports, answer) };
    return { place, entry, body, answer: given, credited: uidSeen };
  });
}

function resultOf(onRecord: OnRecord, taken: readonly Taken[], entry: ReceivedEntry): BatchResult {
  const { seq } = entry;
  const known = answerAbout(onRecord, entry);
  if (known !== null) return { seq, arrival: 'duplicate', text: known.text, signature: known.signature };
  const fresh = taken.find((each) => each.entry.hash === entry.hash);
  return {
    seq,
    arrival: 'parked',
    text: fresh?.answer.signed.text ?? '',
    signature: fresh?.answer.signed.signature ?? '',
  };
}
