import type { SignedAnswer } from '../counter/journal/answer.ts';
import { entryHash, type Sha256Hex } from '../counter/journal/chain.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import { limits } from '../counter/limits.ts';
import { assert, err, ok, type Result } from '../counter/result.ts';
import { batchHeaderSchema, signedTextSchema, type BatchHeader, type SignedText } from './schemas.ts';
import { readJson } from './read-json.ts';

/**
 * A batch on the wire and on a USB stick: one header line, the bodies verbatim, then the answers
 * that the counter already holds, all gzipped. Hashes are left out: the head end makes them again
 * from `prevHash`, and `lastHash` with its one signature proves them all.
 */
export interface BatchFrame {
  readonly batch: string;
  readonly keyId: string;
  readonly sw: string;
  /** Server epoch of the state that was read; null where none was, as on a USB stick. */
  readonly serverEpoch?: string | null;
  /** Of the last hash, by the key that `keyId` names; null where that is the entry's own signature. */
  readonly lastSignature?: string | null;
}

/** One entry of a decoded batch, with its hash made again from the body. */
export interface ReceivedEntry {
  readonly seq: number;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
}

export interface ReceivedBatch {
  readonly header: BatchHeader;
  readonly entries: readonly ReceivedEntry[];
  readonly answers: readonly SignedText[];
}

export type BatchFault =
  /** Not the form of a batch: nothing in it can be trusted. */
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly detail: string }
  /** The bodies do not lead from `prevHash` to `lastHash`. */
  | { readonly kind: 'chain'; readonly detail: string };

export type Gzip = (bytes: Uint8Array) => Promise<Uint8Array>;
/** Gives null where the input is no gzip, `too-large` where it would unpack to more than `maxBytes`. */
export type BoundedInflate = (
  bytes: Uint8Array,
  maxBytes: number,
) => Promise<Uint8Array | 'too-large' | null>;

/** The lines of a batch, each ended by a line feed. */
export function batchText(
  frame: BatchFrame,
  entries: readonly StoredEntry[],
  answers: readonly SignedAnswer[],
): string {
  const first = entries[0];
  const last = entries.at(-1);
  assert(first !== undefined && last !== undefined, 'a batch holds at least one entry');
  assert(last.seq - first.seq + 1 === entries.length, 'entries of a batch follow each other');
  assert(first.epoch === last.epoch, 'a batch spans one epoch');
  const header: BatchHeader = {
    v: 1,
    batch: frame.batch,
    counter: first.counter,
    epoch: first.epoch,
    from: first.seq,
    to: last.seq,
    prevHash: first.prevHash,
    lastHash: last.hash,
    alg: 'ed25519',
    keyId: frame.keyId,
    lastSignature: frame.lastSignature ?? last.signature,
    ...(typeof frame.serverEpoch === 'string' ? { serverEpoch: frame.serverEpoch } : {}),
    sw: frame.sw,
    entries: entries.length,
    answers: answers.length,
  };
  return [
    JSON.stringify(header),
    ...entries.map((entry) => entry.body),
    ...answers.map(({ text, signature }) => JSON.stringify({ text, signature })),
    '',
  ].join('\n');
}

export async function encodeBatch(
  gzip: Gzip,
  frame: BatchFrame,
  entries: readonly StoredEntry[],
  answers: readonly SignedAnswer[],
): Promise<Uint8Array> {
  return gzip(new TextEncoder().encode(batchText(frame, entries, answers)));
}

export async function decodeBatch(
  inflate: BoundedInflate,
  sha256: Sha256Hex,
  bytes: Uint8Array,
): Promise<Result<ReceivedBatch, BatchFault>> {
  if (bytes.length > limits.batchBytesMax) return err({ kind: 'too-large', detail: `${bytes.length} bytes` });
  const plain = await inflate(bytes, limits.batchInflatedBytesMax);
  if (plain === 'too-large') return err({ kind: 'too-large', detail: 'unpacks to too much' });
  if (plain === null) return malformed('not gzip');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    return malformed('not UTF-8');
  }
  return parseBatch(sha256, text);
}

export function parseBatch(sha256: Sha256Hex, text: string): Result<ReceivedBatch, BatchFault> {
  const lines = text.split('\n');
  if (lines.pop() !== '') return malformed('the last line is not ended');
  const headerLine = lines.shift() ?? '';
  if (headerLine.length > limits.batchHeaderBytesMax) return malformed('header too long');
  const parsed = batchHeaderSchema.safeParse(readJson(headerLine));
  if (!parsed.success) return malformed(`header: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const header = parsed.data;
  if (header.to - header.from + 1 !== header.entries) return malformed('from, to and entries disagree');
  if (lines.length !== header.entries + header.answers) return malformed('wrong number of lines');
  const answers: SignedText[] = [];
  for (const line of lines.slice(header.entries)) {
    const answer = signedTextSchema.safeParse(readJson(line));
    if (!answer.success) return malformed('an answer line is not a signed text');
    answers.push(answer.data);
  }
  const entries = chainEntries(sha256, header, lines);
  return entries.ok ? ok({ header, entries: entries.value, answers }) : entries;
}

function chainEntries(
  sha256: Sha256Hex,
  header: BatchHeader,
  lines: readonly string[],
): Result<readonly ReceivedEntry[], BatchFault> {
  const entries: ReceivedEntry[] = [];
  let prevHash = header.prevHash;
  for (const [index, body] of lines.slice(0, header.entries).entries()) {
    if (body === '') return malformed('an empty line');
    // Canonical JSON holds no control character, and no database of texts takes this one.
    if (body.includes('\0')) return malformed('a zero byte');
    if (Buffer.byteLength(body) > limits.journalBodyBytesMax) {
      return err({ kind: 'too-large', detail: `body of entry ${header.from + index}` });
    }
    const seq = header.from + index;
    const hash = entryHash(sha256, { counter: header.counter, epoch: header.epoch, seq, prevHash, body });
    entries.push({ seq, body, prevHash, hash });
    prevHash = hash;
  }
  if (prevHash !== header.lastHash) {
    return err({
      kind: 'chain',
      detail: `the bodies lead to ${prevHash}, the header says ${header.lastHash}`,
    });
  }
  return ok(entries);
}

function malformed(detail: string): { readonly ok: false; readonly error: BatchFault } {
  return err({ kind: 'malformed', detail });
}
