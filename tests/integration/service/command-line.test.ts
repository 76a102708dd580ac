import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../counter/error-codes.ts';
import { limits } from '../../../counter/limits.ts';
import { channels } from '../../../electron/contract/channels.ts';
import { configSchema } from '../../../electron/contract/config-schemas.ts';
import { openCounter, sale } from '../../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../../harness/office.ts';

const command = new URL('../../../electron/cli/counter.ts', import.meta.url).pathname;

function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { timeout: 20_000, maxBuffer: 16_777_216 };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });
}

describe('counter -- VERB', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'verbs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names its verbs for an unknown one and for none, exit 2', async () => {
    for (const args of [[], ['sell']]) {
      const { code, stdout, stderr } = await run(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/service \| contract \| config \| status/u);
    }
  });

  it('prints the contract: every channel, its schemas and who may call it', async () => {
    const { code, stdout } = await run(['contract']);
    expect(code).toBe(0);
    const contract = JSON.parse(stdout) as Record<string, Record<string, Record<string, unknown>>>;
    expect(Object.keys(contract['channels'] ?? {}).toSorted()).toEqual([...channels].toSorted());
    expect(contract['errors']).toEqual([...errorCodes]);
    expect(Object.keys(contract['events'] ?? {})).toEqual(['state']);
    const record = contract['channels']?.['recharge.record'];
    expect(record?.['role']).toEqual(['cashier', 'head-cashier']);
    expect(record?.['input']).toMatchObject({ type: 'object', additionalProperties: false });
    expect(record?.['output']).toMatchObject({ type: 'object' });
  });

  it('prints the defaults as a valid file', async () => {
    const { code, stdout } = await run(['config']);
    expect(code).toBe(0);
    const config = configSchema.parse(JSON.parse(stdout));
    expect(config.headEnd.answerWaitMs).toBe(limits.answerWaitMs);
  });

  it.each([
    ['an unknown key', '{"headEnd":{"addres":"x"}}', /"headEnd\.addres"/u],
    ['an unknown key at the top', '{"colour":"red"}', /"colour"/u],
    ['a wrong value', '{"language":"fr"}', /"language"/u],
    ['no JSON', '{', /JSON/u],
    ['a list', '[]', /JSON/u],
  ])('refuses a configuration with %s: key, file and both languages, exit 2', async (_what, text, says) => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, text);
    const data = join(folder, 'never-made');
    const { code, stdout, stderr } = await run(['service', '--data', data, '--config', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(/[\u0900-\u097f]/u);
    expect(readdirSync(folder)).not.toContain('never-made');
  });

  it('wants its options, exit 2, and a journal, exit 3', async () => {
    expect((await run(['service'])).code).toBe(2);
    expect((await run(['service', '--data', folder, '--unknown'])).code).toBe(2);
    expect((await run(['status'])).code).toBe(2);
    expect((await run(['status', '--data', folder])).code).toBe(3);
  });
});

describe('counter -- service', () => {
  let office: Office;
  let counter: JsonLinesCounter;
  beforeAll(async () => {
    office = await openOffice();
    counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
    await openCounter(counter);
  }, 30_000);
  afterAll(async () => {
    await counter.end();
    await office.close();
  });

  it('says ready with its pid in the first line', () => {
    expect(counter.lines[0]).toEqual({ event: 'ready', value: { pid: counter.pid } });
  });

  it('answers lines that are no calls with id null and goes on', async () => {
    const before = counter.lines.length;
    for (const line of ['nonsense', '[]', '{"id":{},"channel":"state.get"}', 'null']) counter.send(line);
    await counter.ask('state.get', {});
    const answers = counter.lines.slice(before).filter((line) => (line as { id?: unknown }).id === null);
    expect(answers).toHaveLength(4);
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'CONTRACT_VIOLATION', retry: 'never' } });
    }
  });

  it('refuses input that is too large', async () => {
    const reply = await counter.raw('directory.search', { text: 'x'.repeat(70_000) });
    expect(reply).toMatchObject({ ok: false, error: { code: 'TOO_LARGE' } });
  });

  it('keeps the device secret readable by its user alone and out of the log', async () => {
    const secret = (
      JSON.parse(readFileSync(join(office.dataFolder, 'device-key.json'), 'utf8')) as { text: string }
    ).text;
    expect(secret.length).toBeGreaterThan(40);
    expect(statSync(join(office.dataFolder, 'device-key.json')).mode & 0o077).toBe(0);
    expect(counter.errors()).not.toContain((JSON.parse(secret) as { deviceSecret: string }).deviceSecret);
  });

  it('tells its status while it runs; a second service on the folder sells nothing', async () => {
    await counter.ask('recharge.record', sale(office.consumers[0]?.consumer ?? ''));
    const { code, stdout } = await run(['status', '--data', office.dataFolder, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ use: 'running', counter: 'C02', shift: 'asha', entries: 7 });
    const second = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
    expect((await second.ask('state.get', {})).selling).toEqual({
      state: 'locked',
      reason: 'JOURNAL_IN_USE',
    });
    await second.end();
    const after = await run(['status', '--data', office.dataFolder, '--json']);
    expect(JSON.parse(after.stdout)).toMatchObject({ use: 'running', entries: 7 });
  });

  it('stops cleanly at the end of its input, and its status is read without changing a byte', async () => {
    expect(await counter.end()).toBe(0);
    const fingerprint = () =>
      readdirSync(office.dataFolder)
        .toSorted()
        .map((name) => [
          name,
          createHash('sha256')
            .update(readFileSync(join(office.dataFolder, name)))
            .digest('hex'),
        ]);
    const before = fingerprint();
    expect(before.map(([name]) => name)).not.toContain('journal.db-wal');
    const { code, stdout } = await run(['status', '--data', office.dataFolder, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ use: 'at-rest', counter: 'C02', entries: 7, openPrints: 0 });
    expect(fingerprint()).toEqual(before);
  });
});
