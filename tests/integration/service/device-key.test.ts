import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { deviceKeyStore, type DeviceKeyStore } from '../../../electron/service/device-key.ts';
import { lineLog } from '../../../electron/service/log.ts';
import type { SecretAnswer, SecretPort } from '../../../electron/service/secret-port.ts';

const secrets = { deviceSecret: 'A'.repeat(43), enrolment: null };
const others = { deviceSecret: 'B'.repeat(43), enrolment: null };
const clock = { wallMs: () => 0, monotonicMs: () => 0 };

/** A key store that turns text around, and one that is not there. */
const turning: Pick<SecretPort, 'ask'> = {
  ask: async (_, text) => ({ kind: 'text', text: Array.from(text).toReversed().join('') }),
};
const missing: Pick<SecretPort, 'ask'> = {
  ask: async () => ({ kind: 'refused', why: 'KEY_STORE_MISSING' }),
};

async function storeOf(
  store: 'os' | 'file',
  keys: Pick<SecretPort, 'ask'>,
): Promise<{ keys: DeviceKeyStore; folder: string; said: string[]; waited: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'device-key-'));
  const said: string[] = [];
  const waited: number[] = [];
  const wait = async (delayMs: number) => waited.push(delayMs);
  const port = { ...keys, answered: () => undefined };
  const log = lineLog(clock, (line) => void said.push(line));
  return { keys: deviceKeyStore({ folder, store, secrets: port, log, wait }), folder, said, waited };
}

describe('the device key', () => {
  it('goes through the key store of the operating system and back', async () => {
    const { keys, folder } = await storeOf('os', turning);
    expect(await keys.save(secrets)).toEqual({ ok: true, value: undefined });
    expect(await keys.load()).toEqual({ ok: true, value: secrets });
    expect(await readFile(join(folder, 'device-key.json'), 'utf8')).not.toContain(secrets.deviceSecret + '"');
  });

  it('is never written in clear because a key store is missing', async () => {
    const { keys, folder } = await storeOf('os', missing);
    expect(await keys.save(secrets)).toEqual({ ok: false, error: 'no-key-store' });
    await expect(stat(join(folder, 'device-key.json'))).rejects.toThrow('ENOENT');
    expect(await keys.load()).toEqual({ ok: true, value: null });
  });

  it('lies in a file of this user alone where the configuration says so', async () => {
    const { keys, folder } = await storeOf('file', missing);
    expect(await keys.save(secrets)).toEqual({ ok: true, value: undefined });
    expect(await keys.load()).toEqual({ ok: true, value: secrets });
    expect((await stat(join(folder, 'device-key.json'))).mode & 0o777).toBe(0o600);
  });

  it('of a counter that lost its keyring is replaced aloud, and the old one is kept beside it', async () => {
    const { keys, folder, said } = await storeOf('file', missing);
    await keys.save(secrets);
    await keys.replace(others);
    expect(await keys.load()).toEqual({ ok: true, value: others });
    expect(await readFile(join(folder, 'device-key.json.lost'), 'utf8')).toContain(secrets.deviceSecret);
    const locked = await storeOf('os', missing);
    await locked.keys.replace(others);
    expect(locked.said.join('')).toContain('kept in a file');
    expect(said.join('')).not.toContain(secrets.deviceSecret);
  });

  it(`that the key store refuses is asked for ${limits.keyStoreTriesMax} times over some seconds`, async () => {
    const answers: SecretAnswer[] = [];
    const refused = { kind: 'refused', why: 'KEY_STORE_MISSING' } as const;
    const moody: Pick<SecretPort, 'ask'> = {
      ask: async (act, text) => (act === 'wrap' ? turning.ask(act, text) : (answers.shift() ?? refused)),
    };
    const { keys, waited, said } = await storeOf('os', moody);
    await keys.save(secrets);
    const open = { kind: 'text', text: JSON.stringify(secrets) } as const;
    answers.push(...Array.from({ length: limits.keyStoreTriesMax - 1 }, () => refused), open);
    expect(await keys.load()).toEqual({ ok: true, value: secrets });
    expect(waited).toEqual(Array.from({ length: limits.keyStoreTriesMax - 1 }, () => limits.keyStoreWaitMs));
    answers.push(...Array.from({ length: limits.keyStoreTriesMax }, () => refused), open);
    expect(await keys.load()).toEqual({ ok: false, error: 'refused' });
    expect(said).toHaveLength(2 * limits.keyStoreTriesMax - 1);
  });

  it('that is damaged or of another machine is not asked for again', async () => {
    const spoilt: Pick<SecretPort, 'ask'> = {
      ask: async (act, text) =>
        act === 'wrap' ? turning.ask(act, text) : { kind: 'refused', why: 'UNREADABLE' },
    };
    const { keys, waited } = await storeOf('os', spoilt);
    await keys.save(secrets);
    expect(await keys.load()).toEqual({ ok: false, error: 'unreadable' });
    expect(waited).toEqual([]);
  });

  it('that is lost again and again leaves every old file where it is', async () => {
    const { keys, folder } = await storeOf('file', missing);
    await keys.replace(secrets);
    await keys.replace(others);
    await keys.replace(secrets);
    const kept = await Promise.all(
      ['device-key.json.lost', 'device-key.json.lost-2'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(kept[0]).toContain(secrets.deviceSecret);
    expect(kept[1]).toContain(others.deviceSecret);
  });
});
