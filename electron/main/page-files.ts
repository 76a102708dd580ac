import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Every file a page may ask for, by its exact path in the address, such as `/assets/index.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/**
 * Reads the built pages once, at the start. Afterwards no request reaches the file system, so no request
 * can leave the folder. Source maps stay out; so does every kind of file that is not listed above.
 */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined);
  const loaded = await Promise.all(
    files.map(async (entry): Promise<[string, PageFile]> => {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(folder, file).split(sep).join('/')}`;
      return [path, textFile(extname(entry.name), await readFile(file))];
    }),
  );
  return new Map(loaded);
}

/** A file that main itself writes, such as the page of a start that failed. */
export function textFile(extension: string, content: string | Uint8Array): PageFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { type: types[extension] ?? 'application/octet-stream', bytes };
}
