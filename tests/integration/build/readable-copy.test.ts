import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readableCopy } from '../../../build/electron-runtime/readable-copy.ts';
import {
  giveBack,
  handOver,
  makeWritableFolder,
  type Runtime,
} from '../../../build/electron-runtime/runtime.ts';
import { nobody } from '../../../build/electron-runtime/unprivileged-user.ts';
import { runtimeModules } from '../../../build/package/runtime-modules.ts';
import { runCommand } from '../../../build/run-command.ts';

const base = mkdtempSync(join(tmpdir(), 'readable-'));
chmodSync(base, 0o755);
afterAll(() => rmSync(base, { recursive: true, force: true }));
const isRoot = process.getuid?.() === 0;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A built repository in a folder that only its owner can enter, as `mktemp -d` makes one. */
function closedClone(name: string): string {
  const clone = join(base, name);
  write(join(clone, 'package.json'), '{"name":"app","version":"1.0.0"}');
  for (const file of ['main/main.js', 'service/service.js', 'preload/preload.cjs', 'renderer/index.html'])
    write(join(clone, 'dist', file), file);
  write(join(clone, 'dist', 'main', 'main.js.map'), 'a map');
  for (const module of runtimeModules)
    write(
      join(clone, 'node_modules', module, 'package.json'),
      JSON.stringify({ name: module, version: '1.0.0' }),
    );
  write(join(clone, 'node_modules', 'vite', 'package.json'), '{"name":"vite","version":"1.0.0"}');
  chmodSync(clone, 0o700);
  return clone;
}

const asNobody = (...command: string[]) =>
  runCommand('setpriv', [`--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups', ...command], {
    output: 'keep',
    cwd: '/',
  });

describe('the readable copy of a build', () => {
  it.runIf(isRoot)('can be read by nobody, although the clone cannot', async () => {
    const clone = closedClone('closed');
    const copy = await readableCopy(clone, join(base, 'cache'));
    expect((await asNobody('cat', join(clone, 'dist/main/main.js'))).exitCode).not.toBe(0);
    expect(await asNobody('cat', join(copy, 'dist/main/main.js'))).toMatchObject({
      exitCode: 0,
      stdout: 'main/main.js',
    });
    expect((await asNobody('cat', join(copy, 'node_modules/usb/package.json'))).exitCode).toBe(0);
    expect((await asNobody('touch', join(copy, 'dist/main/main.js'))).exitCode).not.toBe(0);
  });

  it('holds what runs and nothing else', async () => {
    const copy = await readableCopy(closedClone('lean'), join(base, 'cache'));
    expect(readdirSync(join(copy, 'dist')).toSorted()).toEqual(['main', 'preload', 'renderer', 'service']);
    expect(readdirSync(join(copy, 'dist', 'main'))).toEqual(['main.js']);
    expect(readdirSync(join(copy, 'node_modules'))).not.toContain('vite');
  });

  it('is made again when a built file changes, and only then', async () => {
    const clone = closedClone('changing');
    const cache = join(base, 'cache');
    const first = await readableCopy(clone, cache);
    expect(await readableCopy(clone, cache)).toBe(first);
    writeFileSync(join(clone, 'dist', 'main', 'main.js'), 'another main');
    expect(await readableCopy(clone, cache)).not.toBe(first);
  });

  it('keeps four copies of a repository, the latest', async () => {
    const clone = closedClone('many');
    const cache = join(base, 'many-cache');
    for (let round = 1; round <= 6; round += 1) {
      writeFileSync(join(clone, 'dist', 'main', 'main.js'), 'x'.repeat(round));
      const copy = await readableCopy(clone, cache);
      utimesSync(copy, round, round);
    }
    expect(readdirSync(join(cache, 'apps'))).toHaveLength(4);
  });

  it('says what to do where nothing is built', async () => {
    const clone = closedClone('unbuilt');
    rmSync(join(clone, 'dist'), { recursive: true });
    await expect(readableCopy(clone, join(base, 'cache'))).rejects.toThrow('npm run build');
  });
});

describe('a folder for the app to write', () => {
  const runtime = {
    kind: 'stand-in',
    electronVersion: '33.2.1',
    executable: '',
    electronFolder: '',
    appDir: '',
    env: {},
    nativeBinding: undefined,
    user: isRoot ? nobody : undefined,
    writableHome: '',
    workFolder: join(base, 'work'),
  } satisfies Runtime;

  it('belongs to the user that runs the app, and is given back with all in it', async () => {
    const folder = await makeWritableFolder(runtime, 'results');
    const written = isRoot
      ? await asNobody('touch', join(folder, 'receipt.png'))
      : await runCommand('touch', [join(folder, 'receipt.png')], { output: 'keep' });
    expect(written.exitCode).toBe(0);
    await giveBack(folder);
    expect(statSync(folder).uid).toBe(process.getuid?.());
    expect(statSync(join(folder, 'receipt.png')).uid).toBe(process.getuid?.());
  });

  it('is handed over to where the caller wants it, in place of what was there', async () => {
    const folder = await makeWritableFolder(runtime, 'demo');
    writeFileSync(join(folder, 'summary.json'), '{}');
    const target = join(base, 'out', 'demo');
    write(join(target, 'old.txt'), 'old');
    await handOver(folder, target);
    expect(readdirSync(target)).toEqual(['summary.json']);
    expect(readdirSync(runtime.workFolder).filter((name) => name.startsWith('demo'))).toEqual([]);
  });
});
