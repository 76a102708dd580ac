import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeOnce } from '../../../build/electron-runtime/cache-folder.ts';
import { runtimeClosure } from '../../../build/electron-runtime/runtime-closure.ts';
import { checkSha512, standIn } from '../../../build/electron-runtime/stand-in.ts';
import { runtimeModules } from '../../../build/package/runtime-modules.ts';
import { repositoryFolder } from '../../../build/repository.ts';
import { mustRun, runCommand } from '../../../build/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the check of a download', () => {
  const file = join(folder, 'download.tgz');

  it('passes the very bytes and refuses one changed byte', async () => {
    writeFileSync(file, 'abc');
    // SHA-512 of "abc" as FIPS 180-4 publishes it, in base64.
    const abc = '3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';
    await expect(checkSha512(file, abc)).resolves.toBeUndefined();
    writeFileSync(file, 'abd');
    await expect(checkSha512(file, abc)).rejects.toThrow('is not the file expected');
  });

  it('refuses a file that is not the pinned stand-in', async () => {
    writeFileSync(file, 'anything else');
    await expect(checkSha512(file, standIn.sha512)).rejects.toThrow('is not the file expected');
  });
});

describe('a folder made once', () => {
  it('is not there when filling it failed, and nothing is left beside it', async () => {
    const target = join(folder, 'half');
    await expect(
      makeOnce(target, (temporary) => {
        writeFileSync(join(temporary, 'part'), 'x');
        return Promise.reject(new Error('power cut'));
      }),
    ).rejects.toThrow('power cut');
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([]);
  });

  it('is filled by the first and left alone by the second', async () => {
    const target = join(folder, 'whole');
    const fill = (text: string) => (temporary: string) => {
      writeFileSync(join(temporary, 'file'), text);
      return Promise.resolve();
    };
    await makeOnce(target, fill('first'));
    await makeOnce(target, fill('second'));
    expect(readFileSync(join(target, 'file'), 'utf8')).toBe('first');
  });

  it('can be read by everybody, whatever the umask of its maker', async () => {
    const target = join(folder, 'open');
    await makeOnce(target, (temporary) => {
      mkdirSync(join(temporary, 'inner'), { mode: 0o700 });
      writeFileSync(join(temporary, 'inner', 'file'), 'x', { mode: 0o600 });
      return Promise.resolve();
    });
    expect(statSync(join(target, 'inner')).mode & 0o777).toBe(0o755);
    expect(statSync(join(target, 'inner', 'file')).mode & 0o777).toBe(0o644);
  });

  it('stands when two fill it at the same time', async () => {
    const target = join(folder, 'race');
    const fill = async (temporary: string) => {
      writeFileSync(join(temporary, 'file'), 'whole');
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await Promise.all([makeOnce(target, fill), makeOnce(target, fill)]);
    expect(readFileSync(join(target, 'file'), 'utf8')).toBe('whole');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('the packages of the readable copy', () => {
  it('hold every runtime module and what each needs, and no development tool', () => {
    const closure = runtimeClosure(repositoryFolder, runtimeModules);
    for (const name of runtimeModules) expect(closure).toContain(join('node_modules', name));
    expect(closure).toContain(join('node_modules', '@serialport', 'bindings-cpp'));
    expect(closure.filter((path) => /node_modules\/(?:vite|typescript|electron|react)$/u.test(path))).toEqual(
      [],
    );
  });

  it('load under plain Node from a copy that holds nothing else', async () => {
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    for (const path of runtimeClosure(repositoryFolder, runtimeModules)) {
      mkdirSync(join(copy, path, '..'), { recursive: true });
      await mustRun('cp', ['-a', join(repositoryFolder, path), join(copy, path)], { output: 'keep' });
    }
    const names = runtimeModules.filter((name) => !name.startsWith('@'));
    writeFileSync(join(copy, 'load.mjs'), names.map((name) => `await import('${name}');`).join('\n'));
    const result = await runCommand('node', ['load.mjs'], { cwd: copy, output: 'keep' });
    expect(result).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });
});
