import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { limits } from '../../counter/limits.ts';
import { isSignedHead } from '../mirror/file-key.ts';
import { decodeFrames, type FileHead } from '../mirror/frame.ts';
import type { MirrorSet } from './mirror-sets.ts';
import type { UnwrapKey } from './walk-mirror.ts';

/** Name of the first file that this key does not open; null when it opens all that have a head. */
export async function closedFile(set: MirrorSet, unwrapKey: UnwrapKey): Promise<string | null> {
  for (const { path } of set.files) {
    const head = await headOf(path);
    if (head !== null && unwrapKey(head) === null) return basename(path);
  }
  return null;
}

/** The device keys that the heads of these files name, each head signed by its own. */
export async function deviceKeysOf(sets: readonly MirrorSet[]): Promise<Set<string>> {
  const keys = new Set<string>();
  for (const { files } of sets) {
    for (const { path } of files) {
      const head = await headOf(path);
      if (head !== null && isSignedHead(head)) keys.add(head.deviceKey);
    }
  }
  return keys;
}

/** The first frame alone, without reading the file behind it. */
async function headOf(path: string): Promise<FileHead | null> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(limits.mirrorFrameBytesMax),
      0,
      undefined,
      0,
    );
    const [first] = decodeFrames(buffer.subarray(0, bytesRead)).frames;
    return first?.head.t === 'file' ? first.head : null;
  } finally {
    await handle.close();
  }
}
