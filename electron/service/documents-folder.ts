import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { assert } from '../../counter/result.ts';
import { makeFolder } from '../../db/make-folder.ts';
import { syncFolder } from '../../db/mirror/writer.ts';
import type { Config } from '../contract/config-schemas.ts';

/** Where lists, reports and A4 papers go. What is put there is whole and on disk, or not there at all. */
export interface DocumentsFolder {
  readonly path: string;
  has(name: string): boolean;
  /** Throws what the file system throws; nothing half-written keeps the name. */
  put(name: string, bytes: Uint8Array | string): Promise<void>;
  /** Names of the files there; none where the folder is not made yet. */
  names(): Promise<string[]>;
  read(name: string): Promise<string>;
}

/** As configured, else beside the journal. */
export function documentsFolderOf(config: Pick<Config, 'documentsFolder' | 'dataFolder'>): DocumentsFolder {
  return documentsFolder(config.documentsFolder ?? join(config.dataFolder, 'documents'));
}

export function documentsFolder(path: string): DocumentsFolder {
  return {
    path,
    has: (name) => existsSync(join(path, name)),
    put: (name, bytes) => putFile(path, name, bytes),
    names: () => (existsSync(path) ? readdir(path) : Promise.resolve([])),
    read: (name) => readFile(join(path, name), 'utf8'),
  };
}

async function putFile(folder: string, name: string, bytes: Uint8Array | string): Promise<void> {
  assert(name === basename(name) && !name.startsWith('.'), `a document has a plain name, got ${name}`);
  await makeFolder(folder, 0o700);
  const unfinished = join(folder, `.${name}.unfinished`);
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
