import type { Answer } from '../../counter/journal/answer.ts';
import { answerHash } from '../../counter/journal/chain.ts';
import type { ReceivedBatch, ReceivedEntry } from '../batch.ts';
import { answerSchema, type BatchResponse, type BatchResult, type SignedText } from '../schemas.ts';
import { answerCodes } from './answer-codes.ts';
import {
  cursorAt,
  referenceOf,
  refuse,
  signAcknowledgement,
  signAnswer,
  type CorePorts,
  type RefusedError,
} from './core.ts';
import { decideEntry, judgeContinuity, readBody, type Decision, type ReadBody } from './decide.ts';
import type { AnswerRow, CounterRow, CreditRow, EntryRow, StoreTransaction } from './store.ts';
import { readJson } from '../read-json.ts';

/**
 * Takes a batch whose chain holds: entries, credits, answers and watermark in one transaction, or
 * nothing. An entry that is on record already gets the answer it got before.
 */
export async function acceptBatch(
  ports: CorePorts,
  counterId: string,
  batch: ReceivedBatch,
): Promise<BatchResponse> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(counterId);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    if (batch.header.counter !== counterId)
      return refuse('malformed', 422, 'The batch is of another counter');
    if (counter.frozen !== null) return forked(counter.frozen.seq, counter.frozen.knownHash);
    const enrolled = batch.header.keyId === ports.keyIdOf(counter.publicKey);
    if (enrolled && !signedBy(ports, counter.publicKey, batch)) {
      return refuse('signature', 422, 'The last entry is not signed by the enrolled key');
    }
    return record(ports, tx, counter, batch, enrolled);
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function record(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  batch: ReceivedBatch,
  keyEnrolled: boolean,
): Promise<BatchResponse | RefusedError> {
  const { header } = batch;
  const hashes = await tx.entryHashes(counter.counter, counter.epoch, header.from - 1, header.to);
  const continuity = judgeContinuity({ ...counter, hashes }, batch);
  switch (continuity.kind) {
    case 'other-epoch':
      return refuse('epoch', 409, `This head end expects epoch ${continuity.epoch} of the counter`);
    case 'gap':
      return refuse('gap', 409, 'Entries are missing before this batch', {
        expectedSeq: continuity.expectedSeq,
      });
    case 'fork': {
      const { seq, knownHash } = continuity;
      await tx.updateCounter({ ...counter, frozen: { seq, knownHash, at: ports.wallMs() } });
      return forked(seq, knownHash);
    }
    case 'continues':
      return recordNew(ports, tx, counter, batch, keyEnrolled, continuity.firstNew);
  }
}

async function recordNew(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  batch: ReceivedBatch,
  keyEnrolled: boolean,
  firstNew: number,
): Promise<BatchResponse> {
  const { header } = batch;
  const serverEpoch = await tx.serverEpoch();
  const lastKnown = Math.min(header.to, firstNew - 1);
  const before = await tx.latestAnswers(counter.counter, counter.epoch, header.from, lastKnown);
  const fresh = batch.entries.filter(({ seq }) => seq >= firstNew);
  const read = fresh.map((entry) => ({ entry, body: readBody(header, entry) }));
  const seen = new Set(await tx.uidsSeen(read.map(({ body }) => body.uid).filter((uid) => uid !== '')));
  const held = heldAnswers(ports, counter, batch, firstNew);
  const taken: Taken[] = [];
  for (const { entry, body } of read) {
    const facts = { keyEnrolled, uidSeen: seen.has(body.uid) };
    const answer = held.get(entry.seq) ?? (await answerFirst(ports, tx, counter, entry, body, facts));
    taken.push({ entry, body, answer, uidSeen: facts.uidSeen });
    if (body.uid !== '') seen.add(body.uid);
  }
  const rows = rowsOf(counter, taken, ports.wallMs());
  await tx.insertEntries(rows.entries);
  await tx.insertAnswers(rows.answers);
  await tx.insertCredits(rows.credits);
  const last = fresh.at(-1);
  const moved: CounterRow =
    last === undefined
      ? counter
      : {
          ...counter,
          ackedSeq: last.seq,
          headHash: last.hash,
          answerCount: counter.answerCount + fresh.length,
        };
  if (last !== undefined) await tx.updateCounter(moved);
  const duplicates = [...before.values()].map((row) => resultOf('duplicate', row.seq, row));
  const results = taken.map(({ entry, answer }) =>
    resultOf(answer.answer.record === 'parked' ? 'parked' : 'recorded', entry.seq, answer.signed),
  );
  return {
    serverId: ports.serverId,
    serverEpoch,
    acknowledgement: signAcknowledgement(ports, moved, serverEpoch),
    results: [...duplicates, ...results],
    cursorBefore: cursorAt(serverEpoch, counter.answerCount),
    cursorAfter: cursorAt(serverEpoch, moved.answerCount),
  };
}

interface GivenAnswer {
  readonly answer: Answer;
  readonly signed: SignedText;
}

interface Taken {
  readonly entry: ReceivedEntry;
  readonly body: ReadBody;
  readonly answer: GivenAnswer;
  readonly uidSeen: boolean;
}

/**
 * Answers that the counter holds about entries that this head end does not have: it gave them itself
 * before it was restored from a backup. Its own signature proves it; anything else is not looked at.
 */
function heldAnswers(
  ports: CorePorts,
  counter: CounterRow,
  batch: ReceivedBatch,
  firstNew: number,
): ReadonlyMap<number, GivenAnswer> {
  const held = new Map<number, GivenAnswer>();
  for (const signed of batch.answers) {
    const parsed = answerSchema.safeParse(readJson(signed.text));
    if (!parsed.success || parsed.data.seq < firstNew) continue;
    const answer = parsed.data;
    const isOurs = answer.counter === counter.counter && answer.epoch === counter.epoch;
    if (!isOurs || !ports.verify(answerHash(ports.sha256, signed.text), signed.signature, ports.publicKey))
      continue;
    const entry = batch.entries[answer.seq - batch.header.from];
    if (entry === undefined || readBody(batch.header, entry).uid !== answer.uid) continue;
    const other = held.get(answer.seq);
    if (other === undefined || other.answer.turn < answer.turn) held.set(answer.seq, { answer, signed });
  }
  return held;
}

async function answerFirst(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  entry: ReceivedEntry,
  body: ReadBody,
  facts: { readonly keyEnrolled: boolean; readonly uidSeen: boolean },
): Promise<GivenAnswer> {
  const consumer = body.kind === 'recharge' ? ports.knownConsumer(body.consumer) : null;
  const decision = decideEntry(body, { ...facts, consumer, mintsTokens: ports.tokenIssuer !== null });
  const tokens =
    decision.token === 'mint' && body.kind === 'recharge'
      ? await mintTokens(ports, tx, consumer?.meter ?? '', body.rechargePaise)
      : [];
  const code = decision.token === 'mint' && tokens.length === 0 ? 'token-follows' : decision.code;
  const answer = firstAnswer(ports, counter, entry.seq, body, { ...decision, code }, tokens);
  return { answer, signed: signAnswer(ports, answer) };
}

function firstAnswer(
  ports: CorePorts,
  { counter, epoch }: CounterRow,
  seq: number,
  { uid }: ReadBody,
  { record: kept, credit, code }: Decision,
  tokens: readonly string[],
): Answer {
  return {
    v: 1,
    counter,
    epoch,
    seq,
    uid,
    record: kept,
    credit,
    turn: 1,
    code,
    text: code === null ? null : answerCodes[code],
    reference: credit === 'applied' ? referenceOf(ports, uid) : null,
    tokens,
    decidedAt: ports.wallMs(),
  };
}

/** Tokens and the identifiers they used up stand or fall with the transaction that gives them. */
export async function mintTokens(
  ports: CorePorts,
  tx: StoreTransaction,
  meter: string,
  amountPaise: number,
): Promise<readonly string[]> {
  if (ports.tokenIssuer === null) return [];
  const used = await tx.tokenIdsOf(meter);
  const minted = ports.tokenIssuer.issue({ meter, amountPaise, at: ports.wallMs(), used });
  if (minted === null) return [];
  await tx.insertTokenIds(meter, minted.tokenIds);
  return minted.tokens;
}

function rowsOf(
  counter: CounterRow,
  taken: readonly Taken[],
  arrivedAt: number,
): { entries: EntryRow[]; answers: AnswerRow[]; credits: CreditRow[] } {
  const place = { counter: counter.counter, epoch: counter.epoch };
  const credits: CreditRow[] = [];
  for (const { entry, body, answer, uidSeen } of taken) {
    const { credit, reference, decidedAt } = answer.answer;
    if (credit !== 'applied' || reference === null || body.kind !== 'recharge' || uidSeen) continue;
    const { uid, consumer, amountPaise } = body;
    credits.push({ ...place, seq: entry.seq, uid, consumer, amountPaise, reference, appliedAt: decidedAt });
  }
  return {
    entries: taken.map(({ entry: { seq, body: text, hash }, body }) => {
      const kind = body.kind === 'recharge' ? 'recharge' : body.entryKind;
      return { ...place, seq, uid: body.uid, kind, body: text, hash, arrivedAt };
    }),
    answers: taken.map(({ entry, answer }, index) => ({
      ...place,
      seq: entry.seq,
      turn: answer.answer.turn,
      number: counter.answerCount + index + 1,
      ...answer.signed,
    })),
    credits,
  };
}

function signedBy(ports: CorePorts, publicKey: string, { header }: ReceivedBatch): boolean {
  return header.alg === 'ed25519' && ports.verify(header.lastHash, header.lastSignature, publicKey);
}

function resultOf(
  arrival: BatchResult['arrival'],
  seq: number,
  { text, signature }: SignedText,
): BatchResult {
  return { seq, arrival, text, signature };
}

function forked(seq: number, knownHash: string): RefusedError {
  return refuse('fork', 409, 'Another entry is on record at this place; the counter is frozen', {
    seq,
    knownHash,
  });
}
