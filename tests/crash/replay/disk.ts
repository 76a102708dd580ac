import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Operation } from './io-log.ts';

/** A change of one file's bytes that no flush has covered yet. */
export type FileChange = Extract<Operation, { kind: 'write' | 'truncate' }>;
type Write = Extract<FileChange, { kind: 'write' }>;

export interface File {
  /** What is on disk for certain: the first `length` bytes, with room behind them. */
  bytes: Buffer;
  length: number;
  /** Changes since then, oldest first: any of them may be on disk or not. */
  pending: FileChange[];
  /** Of these, what a failed flush left: it stays unsure until its page is written again. */
  readonly doubtful: Set<FileChange>;
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

/** The disks as they lie in `root`, all of it durable. */
export function readDisk(roots: readonly string[], root: string): Disk {
  const disk = newDisk(roots);
  for (const path of roots) readInto(disk, path, root);
  return disk;
}

function readInto(disk: Disk, path: string, root: string): void {
  const folder = nodeAt(disk, path);
  if (folder.kind !== 'folder') return;
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    const child = join(path, entry.name);
    const node = entry.isDirectory() ? newFolder() : fileOf(readFileSync(join(root, child)));
    folder.folder.durable.set(child, node);
    disk.seen.set(child, node);
    if (entry.isDirectory()) readInto(disk, child, root);
  }
}

function fileOf(bytes: Buffer): Node {
  return { kind: 'file', file: { bytes, length: bytes.length, pending: [], doubtful: new Set() } };
}

function newFolder(): Node {
  return { kind: 'folder', folder: { durable: new Map(), pending: [] } };
}

function newFile(): Node {
  return { kind: 'file', file: { bytes: Buffer.alloc(65_536), length: 0, pending: [], doubtful: new Set() } };
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
    case 'link':
      name(disk, operation.at, [{ path: operation.to, node: nodeAt(disk, operation.path) }]);
      return;
    case 'sync':
      sync(nodeAt(disk, operation.path), operation.coversTo);
      return;
    case 'failed sync':
      doubt(fileAt(disk, operation.path), operation.coversTo);
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
    syncFile(node.file, coversTo);
    return;
  }
  const { folder } = node;
  for (const change of folder.pending.filter(({ at }) => at < coversTo)) setNames(folder.durable, change);
  folder.pending = folder.pending.filter(({ at }) => at >= coversTo);
}

const pageBytes = 4_096;

/** A page goes to the disk whole, so it takes along what an earlier flush failed to write of it. */
function syncFile(file: File, coversTo: number): void {
  const pages = new Set<number>();
  for (const change of file.pending) {
    if (change.at < coversTo && !file.doubtful.has(change))
      for (const page of pagesOf(change)) pages.add(page);
  }
  const isSettled = (change: FileChange): boolean =>
    change.at < coversTo && (!file.doubtful.has(change) || pagesOf(change).every((page) => pages.has(page)));
  for (const change of file.pending.filter(isSettled)) settle(file, change);
  for (const change of file.pending.filter(isSettled)) file.doubtful.delete(change);
  file.pending = file.pending.filter((change) => !isSettled(change));
}

/** After this each page of what was not flushed is by itself. */
function doubt(file: File, coversTo: number): void {
  file.pending = file.pending.flatMap((change) => {
    if (change.at >= coversTo) return [change];
    const pieces = change.kind === 'write' ? cutAt(change, pageBytes) : [change];
    for (const piece of pieces) file.doubtful.add(piece);
    return pieces;
  });
}

function pagesOf(change: FileChange): number[] {
  if (change.kind === 'truncate') return [];
  const first = Math.floor(change.offset / pageBytes);
  const last = Math.floor((change.offset + change.data.length - 1) / pageBytes);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A write in pieces that end where a block of the file does. */
export function cutAt(write: Write, blockBytes: number): Write[] {
  const pieces: Write[] = [];
  let done = 0;
  while (done < write.data.length) {
    const offset = write.offset + done;
    const end = Math.min(write.data.length, done + blockBytes - (offset % blockBytes));
    pieces.push({ ...write, offset, data: write.data.subarray(done, end) });
    done = end;
  }
  return pieces;
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
