import type { ReceivedBatch, ReceivedEntry } from '../batch.ts';
import type { BatchResponse, BatchResult, SignedText } from '../schemas.ts';
import {
  cursorAt,
  refuse,
  signAcknowledgement,
  signedBy,
  type CorePorts,
  type RefusedError,
} from './core.ts';
import { judgeContinuity } from './decide.ts';
import { type EpochSpan, spanOf } from './epochs.ts';
import { answerAsFound, heldAnswers, rowsOf } from './first-answer.ts';
import { recordFound } from './found-money.ts';
import type { Standing } from './read-counter.ts';
import { readBody } from './read-entry.ts';
import type { AnswerRow, CounterRow, StoreTransaction } from './store.ts';
import { type Arrival, decideArrivals, laterRows } from './take-entries.ts';

/**
 * Takes a batch whose chain holds: entries, credits, answers and watermark in one transaction, or
 * nothing. An entry that is on record already gets the answer it got before.
 */
export async function acceptBatch(
  ports: CorePorts,
  counterId: string,
  batch: ReceivedBatch,
  standing: Standing = { kind: 'current' },
): Promise<BatchResponse> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(counterId);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    if (batch.header.counter !== counterId)
      return refuse('malformed', 422, 'The batch is of another counter');
    if (standing.kind === 'fenced' && batch.header.epoch >= standing.recovery.epoch)
      return refuse('epoch', 409, 'The key of an epoch that has ended speaks for no later one');
    const { serverEpoch } = batch.header;
    if (serverEpoch !== undefined && serverEpoch !== (await tx.serverEpoch())) {
      // Sent before a restore from a backup: it lacks the answers that this head end has lost.
      const expectedSeq = counter.ackedSeq + 1;
      return refuse('gap', 409, 'This head end was restored since its state was read', { expectedSeq });
    }
    const recoveries = await tx.recoveries(counterId);
    const enrolled = batch.header.keyId === ports.keyIdOf(counter.signingKey);
    if (!enrolled && batch.header.epoch < counter.epoch)
      return recordFound(ports, tx, counter, recoveries, batch);
    if (counter.frozen !== null) return forked(counter.frozen.seq, counter.frozen.knownHash);
    if (enrolled && !signedBy(ports, counter.signingKey, batch)) {
      return refuse('signature', 422, 'The last entry is not signed by the enrolled key');
    }
    return record(ports, tx, counter, spanOf(recoveries, batch.header.epoch), batch, enrolled);
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

async function record(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  span: EpochSpan | null,
  batch: ReceivedBatch,
  keyEnrolled: boolean,
): Promise<BatchResponse | RefusedError> {
  const { header } = batch;
  const hashes = await tx.entryHashes(counter.counter, header.epoch, header.from - 1, header.to);
  const continuity = judgeContinuity({ ...counter, span, hashes }, batch);
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
  const place = { counter: counter.counter, epoch: header.epoch };
  const lastKnown = Math.min(header.to, firstNew - 1);
  const before = await tx.latestAnswers(place.counter, place.epoch, header.from, lastKnown);
  const fresh = batch.entries.filter(({ seq }) => seq >= firstNew);
  const arrivals = await arrivalsOf(ports, tx, counter, batch, fresh);
  const { taken, settled, later } = await decideArrivals(ports, tx, place.counter, arrivals, keyEnrolled);
  const rows = rowsOf({ ...counter, epoch: header.epoch }, taken, ports.wallMs(), 'chain');
  // What follows for other entries is fetched by results: this response tells of its own entries alone.
  const told = counter.answerCount + fresh.length;
  await tx.insertEntries(rows.entries);
  await tx.insertAnswers([...rows.answers, ...laterRows(place.counter, later, told)]);
  await tx.insertCredits(rows.credits);
  await tx.insertSettled(settled);
  const last = fresh.at(-1);
  const moved: CounterRow =
    last === undefined
      ? counter
      : {
          ...counter,
          ackedSeq: last.seq,
          headHash: last.hash,
          answerCount: told + later.length,
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
    cursorAfter: cursorAt(serverEpoch, told),
  };
}

/** Each new entry, with the answer that it was given before, in whatever way. */
async function arrivalsOf(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  batch: ReceivedBatch,
  fresh: readonly ReceivedEntry[],
): Promise<readonly Arrival[]> {
  const { epoch, from, to } = batch.header;
  const place = { counter: counter.counter, epoch };
  const read = fresh.map((entry) => ({ entry, body: readBody(batch.header, entry) }));
  const seen = await tx.uidsSeen(read.map(({ body }) => body.uid).filter((uid) => uid !== ''));
  // Only an epoch that has ended has found money beside it.
  const hasEnded = epoch < counter.epoch;
  const found: ReadonlyMap<string, AnswerRow> = hasEnded
    ? await tx.foundAnswers(place.counter, epoch, from, to)
    : new Map();
  const held = heldAnswers(ports, place, batch, fresh[0]?.seq ?? to + 1);
  const inBatch = new Set<string>();
  return read.map(({ entry, body }) => {
    const others = [...(seen.get(body.uid) ?? [])].filter((hash) => hash !== entry.hash);
    const uidSeen = others.length > 0 || inBatch.has(body.uid);
    const asFound = answerAsFound(found.get(entry.hash));
    const given = held.get(entry.seq) ?? asFound.final;
    if (body.uid !== '') inBatch.add(body.uid);
    const credited = uidSeen || asFound.final !== null;
    return { place, entry, body, uidSeen, given, turns: asFound.turns, credited };
  });
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
