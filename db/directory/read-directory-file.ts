import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { VerifyHash } from '../../counter/journal/chain.ts';
import { type Consumer, parseConsumer } from '../../counter/consumer/consumer.ts';
import {
  directoryHash,
  type DirectoryHeader,
  type DirectoryTrailer,
  isTrailer,
  parseHeader,
  parseTrailer,
} from '../../counter/consumer/directory-format.ts';
import { codeOf, faultOf, ImportFaultError } from './import-fault.ts';
import { sha256Hex } from '../crypto.ts';

/** Bounds of an import; `limits` holds the real ones, tests hand in small ones. */
export interface DirectoryBounds {
  /** Of the compressed file. */
  readonly fileBytesMax: number;
  /** Of one uncompressed line, its line feed not counted. */
  readonly lineBytesMax: number;
}

export interface HeadEndKey {
  readonly publicKey: string;
  readonly verify: VerifyHash;
}

export type DirectoryPart =
  | { readonly kind: 'header'; readonly header: DirectoryHeader }
  | { readonly kind: 'consumer'; readonly consumer: Consumer; readonly line: number }
  /** Comes last, and only when count, hash and signature of everything before hold. */
  | { readonly kind: 'sealed'; readonly trailer: DirectoryTrailer };

const lineFeed = 0x0a;
/** Small enough that taking one chunk apart stays far inside a slice. */
const chunkBytes = 16_384;

/**
 * Reads a directory file as it streams in, holding at most one chunk and one line. Parts come in
 * lists, one for each chunk. A file that is not whole and true throws an `ImportFaultError`; what was
 * given out before is then worth nothing, so the taker keeps it aside until `sealed` has come.
 */
export async function* readDirectoryFile(
  source: AsyncIterable<Uint8Array>,
  key: HeadEndKey,
  bounds: DirectoryBounds,
): AsyncGenerator<Iterable<DirectoryPart>> {
  const reader = lineReader(key);
  try {
    for await (const lines of linesOf(source, bounds, () => reader.line())) yield reader.read(lines);
  } catch (error) {
    const lines = reader.line();
    const fault = faultOf(error, lines === 0 ? null : lines + 1);
    if (fault === null) throw error;
    throw new ImportFaultError(fault.kind, fault.line, fault.detail);
  }
  reader.end();
}

async function* linesOf(
  source: AsyncIterable<Uint8Array>,
  bounds: DirectoryBounds,
  linesRead: () => number,
): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of gunzipped(source, bounds.fileBytesMax)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      if (end - start > bounds.lineBytesMax) {
        throw new ImportFaultError('line-too-long', linesRead() + lines.length + 1);
      }
      lines.push(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > bounds.lineBytesMax) {
      throw new ImportFaultError('line-too-long', linesRead() + lines.length + 1);
    }
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) throw new ImportFaultError('truncated', linesRead() + 1);
}

async function* gunzipped(source: AsyncIterable<Uint8Array>, fileBytesMax: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // The error reaches the loop below through gunzip itself; here it only must not be unhandled.
  pipeline(
    source,
    (chunks: AsyncIterable<Uint8Array>) => bounded(chunks, fileBytesMax),
    gunzip,
    () => {},
  );
  for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, fileBytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > fileBytesMax) throw new ImportFaultError('file-too-large');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ImportFaultError
      ? error
      : new ImportFaultError('source-failed', null, codeOf(error));
  }
}

interface LineReader {
  /** Whole lines read so far. */
  line(): number;
  read(lines: readonly Buffer[]): Generator<DirectoryPart>;
  end(): void;
}

/** Header, then as many consumers as it says, then the trailer, then nothing. */
function lineReader(key: HeadEndKey): LineReader {
  const hash = createHash('sha256');
  let line = 0;
  let header: DirectoryHeader | null = null;
  let consumers = 0;
  let sealed = false;

  function readLine(bytes: Buffer): DirectoryPart {
    line += 1;
    if (sealed) throw new ImportFaultError('data-after-trailer', line);
    const value = jsonOf(bytes, line);
    if (header !== null && isTrailer(value)) {
      sealed = true;
      return { kind: 'sealed', trailer: checkTrailer(value, consumers, header, hash.digest('hex')) };
    }
    hash.update(bytes).update('\n');
    if (header === null) {
      header = headerOf(value);
      return { kind: 'header', header };
    }
    if (consumers === header.count) throw new ImportFaultError('count-mismatch', line);
    const consumer = parseConsumer(value);
    if (!consumer.ok) throw new ImportFaultError('consumer-malformed', line, consumer.error);
    consumers += 1;
    return { kind: 'consumer', consumer: consumer.value, line };
  }

  function checkTrailer(
    value: unknown,
    count: number,
    head: DirectoryHeader,
    sha256: string,
  ): DirectoryTrailer {
    const trailer = parseTrailer(value);
    if (!trailer.ok) throw new ImportFaultError(trailer.error, line);
    if (count !== head.count || count !== trailer.value.count)
      throw new ImportFaultError('count-mismatch', line);
    if (sha256 !== trailer.value.sha256) throw new ImportFaultError('hash-wrong', line);
    const signed = directoryHash(sha256Hex, trailer.value);
    if (!key.verify(signed, trailer.value.signature, key.publicKey)) {
      throw new ImportFaultError('signature-wrong', line, head.keyId);
    }
    return trailer.value;
  }

  return {
    line: () => line,
    *read(lines) {
      for (const bytes of lines) yield readLine(bytes);
    },
    end() {
      if (!sealed) throw new ImportFaultError('truncated', line === 0 ? null : line + 1);
    },
  };
}

function headerOf(value: unknown): DirectoryHeader {
  const header = parseHeader(value);
  if (!header.ok) throw new ImportFaultError(header.error, 1);
  return header.value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function jsonOf(bytes: Buffer, line: number): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new ImportFaultError('not-text', line);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ImportFaultError(line === 1 ? 'not-a-directory' : 'not-json', line);
  }
}
