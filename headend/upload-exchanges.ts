import type { Answer, SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { SignHash } from '../counter/journal/chain.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import { limits } from '../counter/limits.ts';
import { assertNever } from '../counter/result.ts';
import { encodeBatch, type Gzip } from './batch.ts';
import type { BatchReading, HeadEndClient, StateReading } from './client.ts';
import { giveBackAnswers, latestTurns } from './give-back.ts';
import type { Outbox } from './outbox.ts';
import type {
  Agreement,
  BatchOutcome,
  ResultsOutcome,
  StateOutcome,
  UploadEffect,
  UploadEvent,
} from './uploader-state.ts';
import { notAnswering, type NotAnswering, type Refused } from './verdict.ts';

/** Carries out the uploader's effects: asks the client, and puts what was said on disk before telling. */
export interface ExchangePorts {
  readonly client: HeadEndClient;
  readonly outbox: Outbox;
  readonly gzip: Gzip;
  readonly keyId: string;
  /**
   * Signs with the counter's present key. Entries that an older key of this counter signed go up under it,
   * for the head end may never have known that one. Left out, each batch goes under its own signature.
   */
  readonly sign?: SignHash;
  /** Version of the software, sent in each batch. */
  readonly sw: string;
  /** A fresh id for a batch; it names the batch in logs and proves nothing. */
  readonly newBatchId: () => string;
  /** Resolves when whoever waits for the event loop has had a turn. */
  readonly nextTurn: () => Promise<unknown>;
  /** The outbox threw: sending waits as after a failure, and the service must look at its journal. */
  readonly onFault: (error: unknown) => void;
}

export interface ExchangeContext {
  readonly ports: ExchangePorts;
  /** After the stop nothing is stored. */
  readonly isStopped: () => boolean;
  readonly onStored: (answers: readonly SignedAnswer[]) => void;
  /** Of the state that was read last in this process, also where its acknowledgement was not stored; null before. */
  readonly lastState: { serverEpoch: string | null };
}

/** So many answers are written in one transaction; between two of them a sale may go first. */
const answersPerWrite = 50;

export async function runExchange(context: ExchangeContext, effect: UploadEffect): Promise<UploadEvent> {
  switch (effect.kind) {
    case 'ask-health':
      return { kind: 'health', outcome: await guarded(context, () => askHealth(context)) };
    case 'read-state':
      return { kind: 'state', outcome: await guarded(context, () => readState(context)) };
    case 'send-batch':
      return sendBatch(context, effect.from, effect.maxEntries);
    case 'read-results':
      return { kind: 'results', outcome: await guarded(context, () => readResults(context)) };
    default:
      return assertNever(effect);
  }
}

/** A journal that cannot be read or written is no answer either; the service is told. */
async function guarded<Outcome>(
  { ports, isStopped }: ExchangeContext,
  act: () => Promise<Outcome>,
): Promise<Outcome | NotAnswering> {
  try {
    return await act();
  } catch (error) {
    if (!isStopped()) ports.onFault(error);
    return notAnswering('local-failure', error instanceof Error ? error.message : 'the journal threw');
  }
}

async function askHealth({ ports }: ExchangeContext) {
  const verdict = await ports.client.health();
  if (verdict.kind !== 'answered') return verdict;
  const { state } = verdict.value;
  return state === 'accepting' ? ({ kind: 'accepting' } as const) : notAnswering('not-accepting', state);
}

async function readState(context: ExchangeContext): Promise<StateOutcome | NotAnswering | Refused> {
  const verdict = await context.ports.client.state();
  if (verdict.kind !== 'answered') return verdict;
  const { acknowledgement, serverTime, notBefore, rate, limits: counterLimits, fenced } = verdict.value;
  const found = agreementWith(context, acknowledgement);
  const failed = await giveBackIfRestored(context, verdict.value);
  if (failed !== null) return failed;
  context.lastState.serverEpoch = acknowledgement.acknowledgement.serverEpoch;
  if (found === 'same') storeIfNew(context, acknowledgement);
  // Two PCs sold under this name before one was restored: this one's story is told from its beginning.
  const agreement = fenced === null ? found : 'same';
  return {
    kind: 'state-read',
    ackedSeq: found === 'same' ? acknowledgement.acknowledgement.ackedSeq : 0,
    agreement,
    fenced,
    batchEntriesMax: counterLimits.batchEntriesMax,
    waitMs: Math.min(Math.max(0, (notBefore ?? 0) - serverTime), limits.retryAfterMsMax),
    rate,
  };
}

/**
 * Before its new server epoch is stored here, so that a counter that dies in between does it again. One that
 * was restored and kept its epoch, which it must not, shows by acknowledging less than before.
 */
async function giveBackIfRestored(
  context: ExchangeContext,
  { acknowledgement: { acknowledgement }, fenced }: StateReading,
): Promise<NotAnswering | null> {
  const { outbox } = context.ports;
  const known = outbox.position();
  const { serverEpoch, ackedSeq } = acknowledgement;
  if (serverEpoch === known.serverEpoch && ackedSeq >= known.ackedSeq) return null;
  return giveBackAnswers(context.ports, serverEpoch, fenced === null ? ackedSeq : known.lastSeq);
}

async function sendBatch(context: ExchangeContext, from: number, maxEntries: number): Promise<UploadEvent> {
  const { client, outbox, gzip, keyId, sign, sw, newBatchId } = context.ports;
  let entries: readonly StoredEntry[] = [];
  const outcome = await guarded(context, async () => {
    entries = ofOneEpoch(outbox.read(from, maxEntries, limits.batchBodiesBytesMax));
    const last = entries.at(-1);
    if (last === undefined) throw new Error(`the journal has no entry ${from}`);
    const answers = latestTurns(outbox.answersBetween(from, last.seq));
    const { serverEpoch } = context.lastState;
    const lastSignature = sign?.(last.hash) ?? null;
    const frame = { batch: newBatchId(), keyId, sw, serverEpoch, lastSignature };
    const bytes = await encodeBatch(gzip, frame, entries, answers);
    if (bytes.length > limits.batchBytesMax) return tooLarge;
    if (context.isStopped()) return notAnswering('local-failure', 'stopped');
    outbox.markOffered(last.seq);
    const verdict = await client.sendBatch(bytes, entries);
    return verdict.kind === 'answered' ? keepBatch(context, from, verdict.value) : verdict;
  });
  return { kind: 'batch', entries: entries.length, outcome };
}

async function keepBatch(
  context: ExchangeContext,
  from: number,
  reading: BatchReading,
): Promise<BatchOutcome> {
  const agreement = agreementWith(context, reading.acknowledgement);
  const upToDate = context.ports.outbox.position().resultsCursor === reading.cursorBefore;
  if (agreement === 'same') {
    await storeAnswers(context, reading.answers, upToDate ? reading.cursorAfter : null);
    storeIfNew(context, reading.acknowledgement);
  }
  const { ackedSeq } = reading.acknowledgement.acknowledgement;
  return { kind: 'batch-answered', from, ackedSeq, agreement, resultsBehind: !upToDate };
}

async function readResults(context: ExchangeContext): Promise<ResultsOutcome | NotAnswering | Refused> {
  const { client, outbox } = context.ports;
  const verdict = await client.results(outbox.position().resultsCursor);
  if (verdict.kind !== 'answered') return verdict;
  // What it lost is given back first, by reading its state anew.
  const { serverEpoch } = context.lastState;
  if (serverEpoch !== null && serverEpoch !== verdict.value.serverEpoch) return { kind: 'head-end-restored' };
  await storeAnswers(context, ofThisJournal(outbox, verdict.value.answers), verdict.value.cursor);
  return { kind: 'results-read', more: verdict.value.more };
}

async function storeAnswers(
  { ports, isStopped, onStored }: ExchangeContext,
  said: readonly SignedAnswer[],
  cursor: string | null,
): Promise<void> {
  const { outbox, nextTurn } = ports;
  const answers = withoutContradictions(ports, said);
  for (let start = 0; start < answers.length || start === 0; start += answersPerWrite) {
    if (isStopped()) return;
    const slice = answers.slice(start, start + answersPerWrite);
    const isLast = start + answersPerWrite >= answers.length;
    const moves = isLast && cursor !== null && cursor !== outbox.position().resultsCursor;
    if (slice.length > 0 || moves) await outbox.storeAnswers(slice, isLast ? cursor : null);
    if (slice.length > 0) onStored(slice);
    if (!isLast) await nextTurn();
  }
}

/**
 * A head end restored from a backup may decide anew what it had decided, if an old message reaches it
 * first. What it signed before stands here; the other word is left out, told, and stops nothing else. So is
 * a later turn that takes back what was final: cash may have gone back, or a token may have been given.
 */
function withoutContradictions(
  { outbox, onFault }: ExchangePorts,
  answers: readonly SignedAnswer[],
): readonly SignedAnswer[] {
  const seqs = answers.map(({ answer }) => answer.seq);
  if (seqs.length === 0) return answers;
  const placeOf = ({ answer }: SignedAnswer): string => `${answer.seq} ${answer.turn}`;
  const stored = outbox.answersBetween(Math.min(...seqs), Math.max(...seqs));
  const texts = new Map(stored.map((one) => [placeOf(one), one.text]));
  const finals = new Map(stored.filter(isFinal).map(({ answer }) => [answer.seq, answer]));
  return answers.filter((one) => {
    const { seq } = one.answer;
    const before = texts.get(placeOf(one));
    const agrees = before === undefined ? !takesBack(finals.get(seq), one) : before === one.text;
    if (agrees && isFinal(one)) finals.set(seq, one.answer);
    if (!agrees) onFault(new Error(`the head end says something else of entry ${seq} than it signed before`));
    return agrees;
  });
}

/** A word from before the final one may come late; after it there is no other. */
function takesBack(final: Answer | undefined, said: SignedAnswer): boolean {
  if (final === undefined || final.credit === said.answer.credit) return false;
  return isFinal(said) || said.answer.turn > final.turn;
}

function isFinal({ answer }: SignedAnswer): boolean {
  return answer.credit === 'applied' || answer.credit === 'rejected';
}

/** Another epoch or another PC under this name may have got answers about entries that are not here. */
function ofThisJournal(outbox: Outbox, answers: readonly SignedAnswer[]): readonly SignedAnswer[] {
  return answers.filter(({ answer }) => {
    const entry = outbox.read(answer.seq, 1, limits.batchBodiesBytesMax)[0];
    return entry !== undefined && entry.epoch === answer.epoch && entry.uid === answer.uid;
  });
}

/** A batch never spans two epochs: each has hashes and a key of its own. */
function ofOneEpoch(entries: readonly StoredEntry[]): readonly StoredEntry[] {
  const end = entries.findIndex(({ epoch }) => epoch !== entries[0]?.epoch);
  return end === -1 ? entries : entries.slice(0, end);
}

function storeIfNew(
  { ports: { outbox }, isStopped }: ExchangeContext,
  acknowledgement: SignedAcknowledgement,
): void {
  const { ackedSeq, serverEpoch } = acknowledgement.acknowledgement;
  const stored = outbox.position();
  const isNew = ackedSeq !== stored.ackedSeq || serverEpoch !== stored.serverEpoch;
  if (isNew && !isStopped()) outbox.storeAcknowledgement(acknowledgement);
}

function agreementWith({ ports }: ExchangeContext, { acknowledgement }: SignedAcknowledgement): Agreement {
  return ports.outbox.hashAt(acknowledgement.ackedSeq) === acknowledgement.headHash ? 'same' : 'differs';
}

const tooLarge: Refused = {
  kind: 'refused',
  problem: { type: 'too-large', title: 'This batch is larger than the protocol allows', status: 413 },
};
