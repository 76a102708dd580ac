import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, type File, type FileChange, type Folder, type Node, setNames } from './disk.ts';
import type { Image } from './images.ts';

/** Writes an image into a new folder. */
export function layOut(disk: Disk, roots: readonly string[], image: Image, into: string): void {
  const put = (path: string, node: Node): void => {
    if (node.kind === 'file') {
      writeFile(join(into, path), node.file, image.files.get(node.file) ?? []);
      return;
    }
    mkdirSync(join(into, path), { recursive: true });
    for (const [name, child] of namesKept(image, node.folder)) put(name, child);
  };
  for (const root of roots) {
    const node = disk.seen.get(root);
    if (node !== undefined) put(root, node);
  }
}

function namesKept({ folders }: Image, folder: Folder): Map<string, Node> {
  const names = new Map(folder.durable);
  for (const change of folders.get(folder) ?? []) setNames(names, change);
  return names;
}

const zeros = Buffer.alloc(65_536);

/** Logs and mirror files are grown by megabytes of zeros: a hole in the file costs no time. */
function writeFile(path: string, { bytes, length }: File, changes: readonly FileChange[]): void {
  const fd = openSync(path, 'w');
  let end = length;
  while (end >= zeros.length && bytes.subarray(end - zeros.length, end).equals(zeros)) end -= zeros.length;
  writeSync(fd, bytes, 0, end, 0);
  ftruncateSync(fd, length);
  for (const change of changes) {
    if (change.kind === 'truncate') ftruncateSync(fd, change.length);
    else writeSync(fd, change.data, 0, change.data.length, change.offset);
  }
  closeSync(fd);
}
