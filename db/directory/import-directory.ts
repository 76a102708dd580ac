import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { promises as timers } from 'node:timers';
import type { DirectoryHeader, DirectoryTrailer } from '../../counter/consumer/directory-format.ts';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { type DirectoryBuild, startBuild, syncFolder } from './build-directory.ts';
import { codeOf, faultOf, type ImportFault, ImportFaultError } from './import-fault.ts';
import { type DirectoryInfo, openDirectory } from './open-directory.ts';
import {
  type DirectoryBounds,
  type DirectoryPart,
  type HeadEndKey,
  readDirectoryFile,
} from './read-directory-file.ts';

export interface ImportProgress {
  readonly done: number;
  readonly total: number;
}

export interface ImportOptions {
  /** The compressed bytes, from a file or from the head end. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Where the directory stands, or will stand: `…/directory.db`. */
  readonly path: string;
  readonly key: HeadEndKey;
  readonly clock: Clock;
  /** Refuses the directory of any other office. */
  readonly office?: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /**
   * Called right before the swap, which follows in the same turn: close every handle of the old
   * directory here, because Windows renames nothing over an open file. Open again after the import,
   * whatever its outcome.
   */
  readonly release?: () => void;
  readonly nativeBinding?: string;
  readonly bounds?: DirectoryBounds;
}

const defaultBounds: DirectoryBounds = {
  fileBytesMax: limits.directoryFileBytesMax,
  lineBytesMax: limits.directoryLineBytesMax,
};

const rowsPerSlice = 48;
const slicesPerMerge = 12;
/** Rows stop here, so that their commit still fits into `limits.directorySliceMs`. */
const rowsMs = limits.directorySliceMs / 2;
const progressRows = 1_000;

/**
 * Builds a new directory beside the old one and puts it in its place, all or nothing: whatever goes
 * wrong, the old file stays as it was and the fault says why. Works in slices of a few milliseconds
 * with a turn of the event loop between them, so that a sale never waits. One import at a time.
 */
export async function importDirectory(options: ImportOptions): Promise<Result<DirectoryInfo, ImportFault>> {
  let build: DirectoryBuild | null = null;
  let importer: Importer | null = null;
  try {
    const bounds = options.bounds ?? defaultBounds;
    for await (const parts of readDirectoryFile(options.source, options.key, bounds)) {
      for (const part of parts) {
        if (part.kind === 'header') {
          checkHeader(part.header, options);
          build = startBuild(dirname(options.path), part.header, options.nativeBinding);
          importer = sliced(build, part.header, options);
        } else if (importer !== null) {
          await importer.take(part);
        }
      }
    }
    if (importer === null) return err({ kind: 'truncated', line: null, detail: null });
    return ok(await importer.finish());
  } catch (error) {
    build?.abandon();
    const fault = faultOf(error, null);
    if (fault === null) throw error;
    return err(fault);
  }
}

function checkHeader(header: DirectoryHeader, options: ImportOptions): void {
  if (options.office !== undefined && header.office !== options.office) {
    throw new ImportFaultError('other-office', 1, header.office);
  }
  const current = openDirectory(options.path, binding(options));
  const serial = current?.info.serial ?? 0;
  current?.close();
  if (header.serial < serial) throw new ImportFaultError('older-than-current', 1, String(serial));
}

interface Importer {
  take(part: DirectoryPart): Promise<void>;
  finish(): Promise<DirectoryInfo>;
}

function sliced(build: DirectoryBuild, header: DirectoryHeader, options: ImportOptions): Importer {
  const { clock, signal, onProgress } = options;
  let state: 'between' | 'in-slice' = 'between';
  let startedMs = 0;
  let rows = 0;
  let slices = 0;
  let done = 0;
  let trailer: DirectoryTrailer | null = null;

  async function endSlice(): Promise<void> {
    if (state === 'in-slice') build.commit();
    state = 'between';
    rows = 0;
    await pause();
    slices += 1;
    if (slices % slicesPerMerge === 0) {
      build.mergeWords();
      await pause();
    }
  }

  async function pause(): Promise<void> {
    await timers.setImmediate();
    if (signal?.aborted === true) throw new ImportFaultError('cancelled');
  }

  return {
    async take(part) {
      if (part.kind === 'sealed') trailer = part.trailer;
      if (part.kind !== 'consumer') return;
      if (state === 'between') {
        build.begin();
        state = 'in-slice';
        startedMs = clock.monotonicMs();
      }
      build.add(part.consumer, part.line);
      rows += 1;
      done += 1;
      if (done % progressRows === 0) onProgress?.({ done, total: header.count });
      if (rows >= rowsPerSlice || clock.monotonicMs() - startedMs >= rowsMs) await endSlice();
    },
    async finish() {
      if (trailer === null) throw new ImportFaultError('truncated');
      await endSlice();
      while (build.mergeWords()) await pause();
      const importedAt = clock.wallMs();
      await build.finish(header, trailer, importedAt);
      if (signal?.aborted === true) throw new ImportFaultError('cancelled');
      swap(build.path, options);
      onProgress?.({ done, total: header.count });
      const { office, serial, generatedAt, keyId } = header;
      return { office, serial, generatedAt, keyId, count: done, importedAt, sha256: trailer.sha256 };
    },
  };
}

function swap(built: string, options: ImportOptions): void {
  // The new file must open and say the same before the old one goes.
  const check = openDirectory(built, binding(options));
  if (check === null) throw new ImportFaultError('write-failed', null, 'unreadable');
  check.close();
  options.release?.();
  try {
    renameSync(built, options.path);
  } catch (error) {
    rmSync(built, { force: true });
    throw new ImportFaultError('write-failed', null, codeOf(error));
  }
  syncFolder(dirname(options.path));
}

function binding(options: ImportOptions): { nativeBinding?: string } {
  return options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding };
}
