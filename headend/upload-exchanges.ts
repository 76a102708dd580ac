import type { SignedAnswer } from '../counter/journal/answer.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import { limits } from '../counter/limits.ts';
import { assertNever } from '../counter/result.ts';
import type { BatchReading, HeadEndClient, StateReading } from './client.ts';
import { giveBackAnswers } from './give-back.ts';
import { agreementWith, ofThisJournal, storeAnswers, storeIfNew } from './keep-words.ts';
import { packBatch, type PackPorts } from './pack-batch.ts';
import type {
  BatchOutcome,
  ResultsOutcome,
  StateOutcome,
  UploadEffect,
  UploadEvent,
} from './uploader-state.ts';
import { notAnswering, type NotAnswering, type Refused } from './verdict.ts';

/** Carries out the uploader's effects: asks the client, and puts what was said on disk before telling. */
export interface ExchangePorts extends PackPorts {
  readonly client: HeadEndClient;
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
  const { client, outbox } = context.ports;
  let entries: readonly StoredEntry[] = [];
  const outcome = await guarded(context, async () => {
    const { serverEpoch } = context.lastState;
    const packed = await packBatch(context.ports, serverEpoch, from, maxEntries);
    ({ entries } = packed);
    if (packed.bytes.length > limits.batchBytesMax) return tooLarge;
    if (context.isStopped()) return notAnswering('local-failure', 'stopped');
    outbox.markOffered(packed.to);
    const verdict = await client.sendBatch(packed.bytes, entries);
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

const tooLarge: Refused = {
  kind: 'refused',
  problem: { type: 'too-large', title: 'This batch is larger than the protocol allows', status: 413 },
};
