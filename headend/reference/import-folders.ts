import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../counter/limits.ts';
import { answerFile, manifestFile, packStick, readManifest } from '../usb/usb-stick.ts';

/** The exports in a folder: the folder itself, or those in it, as a stick of several counters has them. */
export async function exportFolders(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { withFileTypes: true });
  if (names.some(({ name }) => name === manifestFile)) return [folder];
  const found: string[] = [];
  for (const each of names.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, each.name);
    const isExport = each.isDirectory() && (await isFile(join(path, manifestFile)));
    if (isExport) found.push(path);
  }
  return found;
}

/** One export as the body of `POST /v1/imports`. What is missing or wrong in it the head end tells. */
export async function readExport(folder: string): Promise<Buffer> {
  const text = await readBounded(join(folder, manifestFile), limits.usbManifestBytesMax);
  const read = readManifest(text);
  if (!read.ok) throw new Error(`${folder}: ${read.error.detail}`);
  const { signed, manifest } = read.value;
  const files = [];
  for (const { name } of manifest.files)
    files.push({ name, bytes: await readBounded(join(folder, name), limits.usbFileBytesMax) });
  return packStick({ signed, files });
}

/** Whole or not at all: the old answer stands until the new one has its name. */
export async function writeAnswer(folder: string, answer: Uint8Array): Promise<void> {
  const path = join(folder, answerFile);
  await writeFile(`${path}.new`, answer, { flush: true });
  await rename(`${path}.new`, path);
}

async function readBounded(path: string, bytesMax: number): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > bytesMax) throw new Error(`${path} is larger than any file of an export`);
  return readFile(path);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
