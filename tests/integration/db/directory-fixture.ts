import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { signerOf } from '../../../build/consumers/head-end-key.ts';
import { verifyHash } from '../../../db/crypto.ts';
import { generateConsumers } from '../../../build/consumers/office-generator.ts';
import type { Consumer } from '../../../counter/consumer/consumer.ts';
import type { Result } from '../../../counter/result.ts';
import type { ImportFault } from '../../../db/directory/import-fault.ts';
import { importDirectory, type ImportOptions } from '../../../db/directory/import-directory.ts';
import type { DirectoryInfo } from '../../../db/directory/open-directory.ts';
import { directoryChunks, type DirectorySeal } from '../../../db/directory/write-directory-file.ts';

export const headEnd = signerOf(generateKeyPairSync('ed25519').privateKey);
export const stranger = signerOf(generateKeyPairSync('ed25519').privateKey);
export const clock = { wallMs: () => 1_795_430_000_000, monotonicMs: () => Math.floor(performance.now()) };
export const key = { publicKey: headEnd.publicKey, verify: verifyHash };

/** A scratch folder with one directory path in it. */
export interface Place {
  readonly folder: string;
  readonly path: string;
  /** Names of all files in the folder, to see that nothing was left behind. */
  files(): string[];
  bytes(): Buffer | null;
  remove(): void;
}

export function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'directory-'));
  const path = join(folder, 'directory.db');
  return {
    folder,
    path,
    files: () => readdirSync(folder).toSorted(),
    bytes: () => (existsSync(path) ? readFileSync(path) : null),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function office(count: number, seed = 5): Consumer[] {
  return [...generateConsumers({ count, seed, today: '2026-11-23' })];
}

/** The uncompressed text of a directory file, sealed by the head end unless told otherwise. */
export function directoryText(consumers: readonly Consumer[], seal: Partial<DirectorySeal> = {}): string {
  const full: DirectorySeal = {
    office: 'PTC',
    generatedAt: 1_795_393_800_000,
    serial: 1,
    count: consumers.length,
    keyId: headEnd.keyId,
    sign: headEnd.sign,
    ...seal,
  };
  return Buffer.concat([...directoryChunks(consumers, full)]).toString('utf8');
}

export function zipped(text: string | Uint8Array): Buffer {
  return gzipSync(text);
}

export function unzipped(bytes: Uint8Array): string {
  return gunzipSync(bytes).toString('utf8');
}

/** Gives bytes in pieces, as a disk or a network does. */
export async function* pieces(bytes: Uint8Array, size = 4_096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

export function importBytes(
  place: Place,
  bytes: Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<Result<DirectoryInfo, ImportFault>> {
  return importDirectory({ source: pieces(bytes), path: place.path, key, clock, ...options });
}
