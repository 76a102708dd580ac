import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { limits } from '../../../counter/limits.ts';
import { hasPostgres, startPostgres } from '../../harness/postgres-server.ts';
import { admin, enrolTestCounter, packBatch } from '../../harness/reference-counter.ts';

const program = join(import.meta.dirname, '../../../headend/reference/run.ts');
const readySchema = z.object({
  event: z.literal('ready'),
  url: z.string(),
  adminUrl: z.string(),
  adminToken: z.string(),
  adminPage: z.string(),
  publicKey: z.string(),
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headend-run-'));
});
afterEach(() => rm(folder, { recursive: true }));

function run(...words: readonly string[]) {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, 'exit').then(([code]: unknown[]) => ({ code, errors }));
  return { child, ended };
}

async function startProcess(...more: readonly string[]) {
  const words = ['--port', '0', '--data', folder, '--codes', '471220318:PTC:C02', ...more];
  const { child, ended } = run(...words);
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(({ errors }) => Promise.reject(new Error(errors))),
  ])) as [string];
  const ready = readySchema.parse(JSON.parse(line));
  const headEnd = {
    ...ready,
    serverId: '',
    setFault: async () => {},
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
  return { headEnd, ended };
}

describe('npm run headend', () => {
  it(
    'says it is ready in one line, keeps its folder over a restart, and ends cleanly',
    { timeout: 120_000 },
    async () => {
      const first = await startProcess('--credits-per-second', String(limits.creditsPerSecondMax));
      const counter = await enrolTestCounter(first.headEnd, '471220318');
      counter.journal.recharge('100000001', 500_00);
      const batch = await packBatch(counter.key, counter.journal.entries);
      expect((await counter.client.sendBatch(batch, counter.journal.entries)).kind).toBe('answered');
      await counter.client.close();
      await first.headEnd.stop();
      expect(await first.ended).toEqual({ code: 0, errors: '' });

      const second = await startProcess();
      expect(second.headEnd.publicKey).toBe(first.headEnd.publicKey);
      expect(await (await admin(second.headEnd, '/admin')).text()).toContain('100000001');
      await second.headEnd.stop();
    },
  );

  it('begins with the fault it was told, and its printed link signs a browser in', async () => {
    const { headEnd } = await startProcess('--memory', '--faults', '503:2');
    const health = async () => (await fetch(`${headEnd.url}/v1/health`)).status;
    expect([await health(), await health(), await health()]).toEqual([503, 503, 200]);
    const linked = await fetch(headEnd.adminPage, { redirect: 'manual' });
    expect([linked.status, linked.headers.get('location')]).toEqual([303, '/admin']);
    await headEnd.stop();
  });

  it.skipIf(!hasPostgres)('keeps everything in the PostgreSQL server that it is told', async () => {
    const server = await startPostgres();
    const first = await startProcess('--database-url', server.databaseUrl);
    const counter = await enrolTestCounter(first.headEnd, '471220318');
    counter.journal.recharge('100000001', 500_00);
    const batch = await packBatch(counter.key, counter.journal.entries);
    expect((await counter.client.sendBatch(batch, counter.journal.entries)).kind).toBe('answered');
    await counter.client.close();
    await first.headEnd.stop();
    const second = await startProcess('--database-url', server.databaseUrl);
    expect(await (await admin(second.headEnd, '/admin')).text()).toContain('100000001');
    await second.headEnd.stop();
    await server.stop();
  });

  it('refuses wrong usage with exit code 2 and says what is right', async () => {
    for (const words of [
      ['--port', 'x'],
      ['--port', '65536'],
      ['--codes', 'short'],
      ['--credits-per-second', '0'],
      ['--credits-per-second', String(limits.creditsPerSecondMax + 1)],
      ['--colour', 'red'],
      ['--faults', 'fire'],
      ['--faults', 'down:3'],
      ['--faults', 'slow:0'],
      ['--database-url', 'postgresql://nowhere/'],
    ]) {
      const { code, errors } = await run('--memory', ...words).ended;
      expect(code).toBe(2);
      expect(errors).toContain('npm run headend');
    }
  });

  it('says in both languages that another program holds its port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, errors } = await run('--memory', '--port', String(port)).ended;
    other.close();
    expect(code).toBe(1);
    expect(errors).toContain('दूसरा प्रोग्राम बंद करें');
    expect(errors).toContain(`Another program holds a port that is needed. (${port})`);
  });
});
