import { canonicalJson, type Json } from '../../counter/journal/canonical.ts';
import { usbAnswerHash } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import { decodeBatch, type ReceivedBatch } from '../batch.ts';
import { nodeGzip, nodeInflate } from '../compression.ts';
import { type ExchangeKey, openSealed, sealTo } from '../sealed-file.ts';
import { readJson } from '../read-json.ts';
import { acknowledgementSchema, type Problem, type SignedText } from '../schemas.ts';
import type { UsbAnswer, UsbManifest } from '../usb/usb-schemas.ts';
import { type Stick, unpackStick } from '../usb/usb-stick.ts';
import { acceptBatch } from './accept-batch.ts';
import { refuse, RefusedError, type CorePorts } from './core.ts';
import { readResults, readState } from './read-counter.ts';

/** What an import came to, for the person who made it. */
export interface ImportReport {
  readonly manifest: UsbManifest;
  /** Whose first bits are the words that both sides compare. */
  readonly manifestHash: string;
  readonly entries: number;
  /** What stopped it; null where all was taken. */
  readonly problem: Problem | null;
  readonly ackedSeq: number | null;
  readonly results: number;
}

export interface Import {
  readonly report: ImportReport;
  /** Closed to the counter: the file `answer.ppa` of its stick. */
  readonly answer: Buffer;
}

/**
 * Takes what a counter wrote onto a stick: the same batches as over the wire, one transaction each, known
 * again for ever. Nothing of a stick is taken that is not whole and signed by the counter's key. What a batch
 * is refused for stops the batches behind it and is told in the answer.
 */
export async function importStick(ports: CorePorts, body: Uint8Array): Promise<Import> {
  const { exchange } = ports;
  if (exchange === null) throw refuse('not-found', 404, 'This head end takes no sticks');
  const stick = unpackStick(body);
  if (!stick.ok) {
    const { kind, detail } = stick.error;
    throw refuse(kind, kind === 'too-large' ? 413 : 422, 'The stick cannot be taken', { detail });
  }
  const { manifest, hash } = stick.value;
  if (manifest.serverId !== ports.serverId)
    throw refuse('malformed', 422, 'The stick is for another head end', { detail: manifest.serverId });
  await checkSigner(ports, stick.value);
  const batches = await openBatches(ports, exchange, stick.value);
  const problem = await takeBatches(ports, batches);
  const said = await answerOf(ports, stick.value, problem);
  return {
    report: {
      manifest,
      manifestHash: hash,
      entries: batches.reduce((count, { entries }) => count + entries.length, 0),
      problem,
      ackedSeq: said.ackedSeq,
      results: said.answer.results.length,
    },
    answer: await closedTo(ports, manifest.replyKey, said.answer),
  };
}

/** A stick has no token: the key that signed its manifest is all that vouches for it. */
async function checkSigner(ports: CorePorts, { signed, manifest, hash }: Stick): Promise<void> {
  const counter = await ports.store.transaction((tx) => tx.lockCounter(manifest.counter));
  if (counter === null) throw refuse('unknown-counter', 404, 'This counter is not enrolled here');
  if (!ports.verify(hash, signed.signature, counter.signingKey))
    throw refuse('signature', 422, 'The manifest is not signed by the key of this counter');
}

/** Opens all before the first is recorded, so that a stick is refused as a whole or not at all. */
async function openBatches(
  ports: CorePorts,
  exchange: ExchangeKey,
  { files, manifest }: Stick,
): Promise<readonly ReceivedBatch[]> {
  const batches: ReceivedBatch[] = [];
  for (const { name, bytes } of files) {
    const plain = openSealed(exchange, 'batch', bytes);
    if (plain === null) throw refuse('malformed', 422, 'A file is closed to another key', { detail: name });
    const decoded = await decodeBatch(nodeInflate, ports.sha256, plain);
    if (!decoded.ok) {
      const { kind, detail } = decoded.error;
      const status = kind === 'too-large' ? 413 : 422;
      throw refuse(kind, status, 'A batch cannot be taken', { detail: `${name}: ${detail}` });
    }
    if (decoded.value.header.counter !== manifest.counter)
      throw refuse('malformed', 422, 'A batch is of another counter', { detail: name });
    batches.push(decoded.value);
  }
  return batches;
}

async function takeBatches(ports: CorePorts, batches: readonly ReceivedBatch[]): Promise<Problem | null> {
  for (const batch of batches) {
    try {
      await acceptBatch(ports, batch.header.counter, batch);
    } catch (error) {
      if (error instanceof RefusedError) return error.problem;
      throw error;
    }
  }
  return null;
}

/** What the counter would have heard over the wire: the prefix, and every result after its bookmark. */
async function answerOf(
  ports: CorePorts,
  { manifest, hash }: Stick,
  problem: Problem | null,
): Promise<{ readonly answer: UsbAnswer; readonly ackedSeq: number | null }> {
  const { counter, resultsCursor } = manifest;
  const results: SignedText[] = [];
  let page = await readResults(ports, counter, resultsCursor);
  results.push(...page.results);
  while (page.more && results.length <= limits.usbResultsMax - limits.resultsPageMax) {
    page = await readResults(ports, counter, page.cursor);
    results.push(...page.results);
  }
  const state = await readState(ports, counter).catch((error: unknown) => {
    if (error instanceof RefusedError) return error.problem;
    throw error;
  });
  const { serverEpoch, cursor, more } = page;
  const place = { v: 1, serverId: ports.serverId, serverEpoch, counter, manifestHash: hash } as const;
  const word = { results, cursor, more, at: ports.wallMs() };
  if (!('acknowledgement' in state))
    return {
      answer: { ...place, problem: problem ?? state, acknowledgement: null, ...word },
      ackedSeq: null,
    };
  const { acknowledgement } = state;
  const { ackedSeq } = acknowledgementSchema.parse(readJson(acknowledgement.text));
  return { answer: { ...place, problem, acknowledgement, ...word }, ackedSeq };
}

async function closedTo(ports: CorePorts, replyKey: string, answer: UsbAnswer): Promise<Buffer> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer holds nothing but JSON; its type only lacks the index signature
  const text = canonicalJson(answer as unknown as Json);
  const signed: SignedText = { text, signature: ports.sign(usbAnswerHash(ports.sha256, text)) };
  return sealTo(replyKey, 'answer', await nodeGzip(Buffer.from(JSON.stringify(signed), 'utf8')));
}
