import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../counter/result.ts';
import { type MirrorSet, mirrorSets } from '../../db/audit/mirror-sets.ts';
import { closedFile } from '../../db/audit/file-heads.ts';
import type { UnwrapKey } from '../../db/audit/walk-mirror.ts';
import { readRecoveryKey } from '../service/recovery-key-file.ts';

export const sourceNames = ['data', 'mirror', 'file', 'recovery-key', 'counter'] as const;
export const sourceUsage = '--data DIR | --mirror DIR [--recovery-key FILE] [--counter ID] | --file FILE';

export type SourceOptions = Readonly<Partial<Record<(typeof sourceNames)[number], string>>>;

/** What a command is asked to look at; paths are absolute. */
export type AuditSource =
  | { readonly kind: 'data'; readonly journal: string }
  | {
      readonly kind: 'mirror';
      readonly folder: string;
      readonly recoveryKey: string | null;
      readonly counter: string | null;
    }
  | { readonly kind: 'file'; readonly path: string };

/** Exactly one source; the options of one kind do not go with another. The error is a sentence. */
export function readSource(options: SourceOptions): Result<AuditSource, string> {
  const { data, mirror, file, counter } = options;
  const recoveryKey = options['recovery-key'];
  const given = [data, mirror, file].filter((value) => value !== undefined);
  if (given.length !== 1) return err('one of --data, --mirror and --file says what to look at');
  if (mirror === undefined && recoveryKey !== undefined) return err('--recovery-key goes with --mirror');
  if (mirror === undefined && counter !== undefined) return err('--counter goes with --mirror');
  if (data !== undefined) return ok({ kind: 'data', journal: join(resolve(data), 'journal.db') });
  if (file !== undefined) return ok({ kind: 'file', path: resolve(file) });
  return ok({
    kind: 'mirror',
    folder: resolve(mirror ?? ''),
    recoveryKey: recoveryKey === undefined ? null : resolve(recoveryKey),
    counter: counter ?? null,
  });
}

export type FileKind = 'journal' | 'export';

/** By its first bytes; null for a file that is neither, or cannot be read. */
export async function kindOfFile(path: string): Promise<FileKind | null> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
      const start = buffer.toString('latin1', 0, bytesRead);
      if (start === 'SQLite format 3\0') return 'journal';
      return start.startsWith('{') ? 'export' : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

export type MirrorFault =
  | { readonly kind: 'usage'; readonly sentence: string }
  | { readonly kind: 'unreadable'; readonly sentence: string };

export interface OpenedMirror {
  /** The newest epoch's files hold everything; those of older epochs stand before it. */
  readonly sets: readonly MirrorSet[];
  readonly newest: MirrorSet;
  /** Null without a recovery key: the bodies stay closed. */
  readonly unwrapKey: UnwrapKey | null;
}

/** Finds the files of one counter and, where a recovery key is given, makes sure that it opens them. */
export async function openMirror(
  source: Extract<AuditSource, { kind: 'mirror' }>,
): Promise<Result<OpenedMirror, MirrorFault>> {
  const unreadable = (sentence: string) => err({ kind: 'unreadable', sentence } as const);
  const isFolder = await stat(source.folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return unreadable('there is no such folder');
  const all = await mirrorSets(source.folder);
  const counters = [...new Set(all.map(({ counter }) => counter))];
  const counter = source.counter ?? (counters.length === 1 ? counters[0] : null);
  if (counters.length === 0) return unreadable('the folder holds no file of a second copy');
  if (counter === null || counter === undefined) {
    const sentence = `the folder holds several counters; name one by --counter: ${counters.join(', ')}`;
    return err({ kind: 'usage', sentence });
  }
  const sets = all.filter((set) => set.counter === counter);
  const newest = sets.at(-1);
  if (newest === undefined) return unreadable(`the folder holds no file of counter ${counter}`);
  if (source.recoveryKey === null) return ok({ sets, newest, unwrapKey: null });
  const key = await readRecoveryKey(source.recoveryKey);
  if (!key.ok) return unreadable(`the recovery key ${source.recoveryKey} is ${key.error}`);
  const unwrapKey: UnwrapKey = ({ keyForRecovery }) =>
    keyForRecovery === null ? null : key.value.unwrapKey(keyForRecovery);
  const closed = await closedFile(newest, unwrapKey);
  if (closed !== null) return unreadable(`${closed} was not closed to this recovery key`);
  return ok({ sets, newest, unwrapKey });
}
