import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecoveryKey } from '../../../electron/service/recovery-key-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'recovery-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recoveryKey(...args: readonly string[]) {
  const program = new URL('../../../electron/cli/counter.ts', import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'recovery-key', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

interface Printed {
  readonly publicKey: string;
  readonly words: readonly string[];
}

describe('counter -- recovery-key', () => {
  const path = join(folder, 'key.json');
  const made = recoveryKey('--out', path, '--json');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- compared field by field below
  const printed = JSON.parse(made.stdout) as Printed;

  it('writes a file for this user alone and prints the words', async () => {
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(printed.words).toHaveLength(24);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    const read = await readRecoveryKey(path);
    expect(read.ok && read.value.publicKey).toBe(printed.publicKey);
  });

  it('never writes over a key', () => {
    const before = readFileSync(path, 'utf8');
    expect(recoveryKey('--out', path)).toMatchObject({ status: 2, stdout: '' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('makes the same file again from the words', () => {
    const words = join(folder, 'words.txt');
    writeFileSync(words, printed.words.join('\n'));
    const again = join(folder, 'again.json');
    const rebuilt = recoveryKey('--out', again, '--from-words', words);
    expect(rebuilt.status).toBe(0);
    expect(rebuilt.stdout).toContain(printed.publicKey);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(path, 'utf8'));
  });

  it('says which words are no key, and what cannot be read or written', () => {
    const words = join(folder, 'wrong-words.txt');
    writeFileSync(words, printed.words.slice(1).join(' '));
    expect(recoveryKey('--out', join(folder, 'x.json'), '--from-words', words).status).toBe(1);
    expect(recoveryKey('--out', join(folder, 'x.json'), '--from-words', join(folder, 'none')).status).toBe(3);
    expect(recoveryKey('--out', join(folder, 'no-folder', 'x.json')).status).toBe(3);
    expect(recoveryKey().status).toBe(2);
    expect(recoveryKey('--out', path, '--loud').status).toBe(2);
  });

  it('does not take a file whose halves do not belong together', async () => {
    const mixed = join(folder, 'mixed.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      mixed,
      text.replace(/"seed": "(.)/u, (_, first: string) => `"seed": "${first === 'A' ? 'B' : 'A'}`),
    );
    expect(await readRecoveryKey(mixed)).toEqual({ ok: false, error: 'unreadable' });
    expect(await readRecoveryKey(join(folder, 'none.json'))).toEqual({ ok: false, error: 'missing' });
  });
});
