import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import {
  cutAt,
  type Disk,
  type File,
  type FileChange,
  type Folder,
  type NameChange,
  type Node,
} from './disk.ts';

/**
 * Which of the unflushed changes a power cut leaves on disk:
 * `nothing`, `everything`, `some` whole changes; `torn`: all up to one, and of that one a part;
 * `sectors`: each sector of 512 bytes on its own, at any of the states it had in memory.
 */
export type Cut = 'nothing' | 'everything' | 'some' | 'torn' | 'sectors';

/** One image of the disks. Images with one key are the same. */
export interface Image {
  readonly key: string;
  /** Of files and folders with unflushed changes: what of these is there. */
  readonly files: ReadonlyMap<File, readonly FileChange[]>;
  readonly folders: ReadonlyMap<Folder, readonly NameChange[]>;
}

const sectorBytes = 512;

interface Unflushed {
  readonly files: readonly File[];
  readonly folders: readonly Folder[];
}

/** Chooses what stays. `generation` names what is durable already. */
export function chooseImage(disk: Disk, cut: Cut, generation: number, random: SeededRandom): Image {
  const { files, folders } = unflushed(disk);
  const ats = [...files, ...folders].flatMap(({ pending }) => pending.map(({ at }) => at));
  const last = ats.length === 0 ? 0 : random.pick(ats.toSorted((left, right) => left - right));
  const keptFiles = new Map(files.map((file) => [file, piecesOf(file, cut, last, random)]));
  const keptFolders = new Map(
    folders.map((folder) => [
      folder,
      folder.pending.filter((change) => keepsName(change, cut, last, random)),
    ]),
  );
  const names = [
    ...[...keptFiles.values()].flatMap((pieces) => pieces.map(nameOf)),
    ...[...keptFolders.values()].flatMap((changes) => changes.map(({ at }) => String(at))),
  ];
  return { key: `${generation} ${names.join(' ')}`, files: keptFiles, folders: keptFolders };
}

function unflushed(disk: Disk): Unflushed {
  const files = new Set<File>();
  const folders = new Set<Folder>();
  const visit = (node: Node): void => {
    if (node.kind === 'file') {
      if (node.file.pending.length > 0) files.add(node.file);
      return;
    }
    if (node.folder.pending.length > 0) folders.add(node.folder);
    for (const child of node.folder.durable.values()) visit(child);
    for (const { names } of node.folder.pending) for (const { node: child } of names) if (child) visit(child);
  };
  for (const node of disk.seen.values()) visit(node);
  return { files: [...files], folders: [...folders] };
}

function keepsName({ at }: NameChange, cut: Cut, last: number, random: SeededRandom): boolean {
  switch (cut) {
    case 'nothing':
      return false;
    case 'everything':
      return true;
    case 'torn':
      return at <= last;
    case 'some':
    case 'sectors':
      return random.chance(0.5);
  }
}

function piecesOf({ pending }: File, cut: Cut, last: number, random: SeededRandom): readonly FileChange[] {
  switch (cut) {
    case 'nothing':
      return [];
    case 'everything':
      return pending;
    case 'some':
      return pending.filter(() => random.chance(0.5));
    case 'torn':
      return pending
        .filter(({ at }) => at <= last)
        .flatMap((change) => (change.at === last ? tear(change, random) : [change]));
    case 'sectors':
      return keepSectors(pending, random);
  }
}

/** Front or back of one write, cut where a sector of the disk ends. */
function tear(change: FileChange, random: SeededRandom): FileChange[] {
  if (change.kind === 'truncate') return [];
  const pieces = cutAt(change, sectorBytes);
  const at = random.whole(0, pieces.length);
  return random.chance(0.5) ? pieces.slice(0, at) : pieces.slice(at);
}

/**
 * A sector goes to the disk whole, as it is in memory at some moment: it holds the first so many of
 * the writes to it and no later one.
 */
function keepSectors(pending: readonly FileChange[], random: SeededRandom): FileChange[] {
  const kept: FileChange[] = [];
  const isOpen = new Map<number, boolean>();
  for (const change of pending) {
    if (change.kind === 'truncate') {
      if (random.chance(0.5)) kept.push(change);
      continue;
    }
    for (const piece of cutAt(change, sectorBytes)) {
      const sector = Math.floor(piece.offset / sectorBytes);
      const stays = isOpen.get(sector) !== false && random.chance(0.7);
      isOpen.set(sector, stays);
      if (stays) kept.push(piece);
    }
  }
  return kept;
}

function nameOf(change: FileChange): string {
  return change.kind === 'truncate'
    ? String(change.at)
    : `${change.at}+${change.offset}+${change.data.length}`;
}
