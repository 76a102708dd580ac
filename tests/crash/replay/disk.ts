import { dirname } from 'node:path';
import type { Operation } from './io-log.ts';

/** A change of one file's bytes that no flush has covered yet. */
export type FileChange = Extract<Operation, { kind: 'write' | 'truncate' }>;

export interface File {
  /** What is on disk for certain: the first `length` bytes, with room behind them. */
  bytes: Buffer;
  length: number;
  /** Changes since then, oldest first: any of them may be on disk or not. */
  pending: FileChange[];
}

/** A change of one folder's names: the name leads to this node from now on, or to nothing. */
export interface NameChange {
  readonly at: number;
  readonly names: readonly { readonly path: string; readonly node: Node | null }[];
}

export interface Folder {
  readonly durable: Map<string, Node>;
  pending: NameChange[];
}

export type Node =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'folder'; readonly folder: Folder };

/**
 * Two disks as POSIX promises them and nothing more: bytes are on disk when their file was flushed,
 * names when their folder was. Until then anything may be there in any order.
 */
export interface Disk {
  /** What the running program sees: every path, nested ones by their whole name. */
  readonly seen: Map<string, Node>;
}

/** The folders in `roots` are there from the beginning, as mounted devices are. */
export function newDisk(roots: readonly string[]): Disk {
  return { seen: new Map(roots.map((path) => [path, newFolder()])) };
}

function newFolder(): Node {
  return { kind: 'folder', folder: { durable: new Map(), pending: [] } };
}

function newFile(): Node {
  return { kind: 'file', file: { bytes: Buffer.alloc(65_536), length: 0, pending: [] } };
}

/** Does what the program did. Acknowledgements change no disk. */
export function apply(disk: Disk, operation: Operation): void {
  switch (operation.kind) {
    case 'write':
    case 'truncate':
      fileAt(disk, operation.path).pending.push(operation);
      return;
    case 'create':
      name(disk, operation.at, [{ path: operation.path, node: newFile() }]);
      return;
    case 'make-folder':
      name(disk, operation.at, [{ path: operation.path, node: newFolder() }]);
      return;
    case 'unlink':
      name(disk, operation.at, [{ path: operation.path, node: null }]);
      return;
    case 'rename': {
      const node = nodeAt(disk, operation.path);
      name(disk, operation.at, [
        { path: operation.path, node: null },
        { path: operation.to, node },
      ]);
      return;
    }
    case 'sync':
      sync(nodeAt(disk, operation.path), operation.coversTo);
      return;
    case 'acknowledge':
      return;
  }
}

function name(disk: Disk, at: number, names: NameChange['names']): void {
  const [first] = names;
  if (first === undefined) return;
  const parent = dirname(first.path);
  if (names.some(({ path }) => dirname(path) !== parent)) throw new Error('a rename stays in its folder');
  const folder = nodeAt(disk, parent);
  if (folder.kind !== 'folder') throw new Error(`${parent} is no folder`);
  folder.folder.pending.push({ at, names });
  for (const { path, node } of names) {
    if (node === null) disk.seen.delete(path);
    else disk.seen.set(path, node);
  }
}

function sync(node: Node, coversTo: number): void {
  if (node.kind === 'file') {
    const { file } = node;
    for (const change of file.pending.filter(({ at }) => at < coversTo)) settle(file, change);
    file.pending = file.pending.filter(({ at }) => at >= coversTo);
    return;
  }
  const { folder } = node;
  for (const change of folder.pending.filter(({ at }) => at < coversTo)) setNames(folder.durable, change);
  folder.pending = folder.pending.filter(({ at }) => at >= coversTo);
}

export function setNames(names: Map<string, Node>, change: NameChange): void {
  for (const { path, node } of change.names) {
    if (node === null) names.delete(path);
    else names.set(path, node);
  }
}

function settle(file: File, change: FileChange): void {
  if (change.kind === 'truncate') {
    makeRoom(file, change.length);
    file.bytes.fill(0, change.length);
    file.length = change.length;
    return;
  }
  const end = change.offset + change.data.length;
  makeRoom(file, end);
  change.data.copy(file.bytes, change.offset);
  file.length = Math.max(file.length, end);
}

/** Bytes behind the file's end are zeros, as those of a hole are. */
function makeRoom(file: File, length: number): void {
  if (length <= file.bytes.length) return;
  const roomier = Buffer.alloc(length * 2);
  file.bytes.copy(roomier, 0, 0, file.length);
  file.bytes = roomier;
}

function nodeAt(disk: Disk, path: string): Node {
  const node = disk.seen.get(path);
  if (node === undefined) throw new Error(`the log knows no ${path}`);
  return node;
}

function fileAt(disk: Disk, path: string): File {
  const node = nodeAt(disk, path);
  if (node.kind !== 'file') throw new Error(`${path} is no file`);
  return node.file;
}
