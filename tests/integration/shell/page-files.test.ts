import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { readConfiguration } from '../../../electron/contract/configuration.ts';
import { fileAccess } from '../../../electron/service/file-access.ts';
import { readPageFiles } from '../../../electron/main/page-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the built pages', () => {
  it('are read once, by exact path, without maps, strangers and links', async () => {
    await mkdir(join(folder, 'assets', 'fonts'), { recursive: true });
    await writeFile(join(folder, 'index.html'), '<head></head>');
    await writeFile(join(folder, 'assets', 'index.js'), 'export {};');
    await writeFile(join(folder, 'assets', 'index.js.map'), '{}');
    await writeFile(join(folder, 'assets', 'fonts', 'a.woff2'), 'x');
    await writeFile(join(folder, 'notes.txt'), 'x');
    await symlink('/etc/passwd', join(folder, 'passwd.json'));
    const files = await readPageFiles(folder);
    expect([...files.keys()].toSorted()).toEqual([
      '/assets/fonts/a.woff2',
      '/assets/index.js',
      '/index.html',
    ]);
    await rm(join(folder, 'index.html'));
    expect(new TextDecoder().decode(files.get('/index.html')?.bytes)).toBe('<head></head>');
  });

  it('that are missing are said, not served empty', async () => {
    await expect(readPageFiles(join(folder, 'nothing'))).rejects.toThrow('ENOENT');
  });
});

describe('the configuration file', () => {
  it('that is missing is refused by name', () => {
    const file = join(folder, 'config.json');
    expect(readConfiguration(file, fileAccess)).toMatchObject({
      ok: false,
      error: { file, problem: 'unreadable' },
    });
  });

  it('may have the size limit and not one byte more', async () => {
    const file = join(folder, 'config.json');
    const text = JSON.stringify({ dataFolder: '/data' });
    await writeFile(file, text.padEnd(limits.configFileBytesMax));
    expect(readConfiguration(file, fileAccess)).toMatchObject({ ok: true });
    await writeFile(file, text.padEnd(limits.configFileBytesMax + 1));
    expect(readConfiguration(file, fileAccess)).toMatchObject({ ok: false, error: { problem: 'too-large' } });
  });
});
