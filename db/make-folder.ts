import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './mirror/writer.ts';

/**
 * Makes a folder and all above it that are missing, on disk when it resolves: a new folder is a name in
 * the one above it, so without a flush there a power cut takes it away with everything it holds.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}
