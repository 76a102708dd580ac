import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import {
  answerFile,
  manifestFile,
  sha256Of,
  type Stick,
  stickFolderName,
} from '../../headend/usb/usb-stick.ts';

/** What people can mend at a stick, as the code of its sentence. */
export type StickTrouble = Extract<
  ErrorCode,
  'USB_ABSENT' | 'USB_FULL' | 'USB_READ_ONLY' | 'USB_FAILING' | 'USB_NO_ANSWER'
>;

/** Beside the files: the folder's own blocks, and those that a file system rounds up to. */
const spareBytes = 1_048_576;

/** Looked at before anything counts as having left: a stick that cannot be written changes nothing. */
export async function checkStick(folder: string, bytes: number): Promise<Result<void, StickTrouble>> {
  try {
    if (!(await stat(folder)).isDirectory()) return err('USB_ABSENT');
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < bytes + spareBytes ? err('USB_FULL') : ok(undefined);
  } catch (error) {
    return err(troubleOf(error));
  }
}

/**
 * Writes the stick's files into a folder of their own and reads each back; the manifest comes last, so that a
 * stick pulled out too early holds nothing that counts. Gives the path of the folder.
 */
export async function writeStick(folder: string, stick: Stick): Promise<Result<string, StickTrouble>> {
  try {
    const target = await freshFolder(folder, stickFolderName(stick.manifest));
    for (const { name, bytes } of stick.files) {
      if (!(await writeChecked(join(target, name), bytes))) return err('USB_FAILING');
    }
    const text = Buffer.from(JSON.stringify(stick.signed), 'utf8');
    const unfinished = join(target, `${manifestFile}.new`);
    if (!(await writeChecked(unfinished, text))) return err('USB_FAILING');
    await rename(unfinished, join(target, manifestFile));
    return ok(target);
  } catch (error) {
    return err(troubleOf(error));
  }
}

/** The answers in a folder: beside one export, or in the exports of a stick. The newest comes last. */
export async function readAnswers(folder: string): Promise<Result<readonly Buffer[], StickTrouble>> {
  try {
    const names = (await readdir(folder, { withFileTypes: true })).toSorted((left, right) =>
      left.name < right.name ? -1 : 1,
    );
    const paths = names.flatMap((each) => {
      if (each.isDirectory()) return [join(folder, each.name, answerFile)];
      return each.name === answerFile ? [join(folder, each.name)] : [];
    });
    const found: Buffer[] = [];
    for (const path of paths) {
      const file = await readBounded(path);
      if (file !== null) found.push(file);
    }
    return found.length === 0 ? err('USB_NO_ANSWER') : ok(found);
  } catch (error) {
    return err(troubleOf(error));
  }
}

/** Null where there is none. One that is too large is cut: it opens as little as a damaged one. */
async function readBounded(path: string): Promise<Buffer | null> {
  try {
    const { size } = await stat(path);
    return size > limits.usbAnswerFileBytesMax ? Buffer.alloc(0) : await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The same entries may go onto a stick twice; an answer may lie beside the first. */
async function freshFolder(folder: string, name: string): Promise<string> {
  for (let further = 1; ; further += 1) {
    const path = join(folder, further === 1 ? name : `${name}-${further}`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** False where the stick gives back something else than was written. */
async function writeChecked(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return sha256Of(await readFile(path)) === sha256Of(bytes);
}

function troubleOf(error: unknown): StickTrouble {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'USB_FULL';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'USB_READ_ONLY';
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
    case 'ENOTDIR':
      return 'USB_ABSENT';
    default:
      return 'USB_FAILING';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
