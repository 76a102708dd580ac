import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../../db/make-folder.ts';
import { newFolder } from '../../harness/journal.ts';

/** That the new names are flushed is proved by the replay of power cuts in tests/crash/. */
describe('a folder for journal or second copy', () => {
  it('is made with all above it, and made again does no harm', async () => {
    const path = join(newFolder(), 'office', 'counter', 'data');
    await makeFolder(path);
    await makeFolder(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('is not made where a file is in the way', async () => {
    const path = join(import.meta.filename, 'data');
    await expect(makeFolder(path)).rejects.toThrow('ENOTDIR');
    expect(existsSync(path)).toBe(false);
  });
});
