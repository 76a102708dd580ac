import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateConsumers } from '../../../build/consumers/office-generator.ts';
import { startLineProcess } from '../../../build/office/line-process.ts';
import { repositoryFolder } from '../../../build/repository.ts';
import { writeDirectoryFile } from '../../../db/directory/write-directory-file.ts';
import type { OfferedCode } from '../../../headend/reference/enrol.ts';
import type { FaultKind } from '../../../headend/reference/faults.ts';
import { loadHeadEndKey } from '../../../headend/reference/head-end-key.ts';
import { keyIdOf, signerOf } from '../../../headend/signatures.ts';
import { startPostgres } from '../../harness/postgres-server.ts';

export type Database = 'PGlite' | 'PostgreSQL';

/** The reference head end in a process of its own, as `npm run headend` starts it, and what it uses up. */
export interface MeasuredHeadEnd {
  readonly url: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  /** Free codes, one a counter. */
  readonly codes: readonly OfferedCode[];
  /** Account numbers that it knows. */
  readonly consumers: readonly string[];
  /** Of the head end alone, without a database server, since it began. */
  processorSeconds(): number;
  /** The most that it ever had in memory, bytes. */
  peakBytes(): number;
  setFault(kind: FaultKind): Promise<void>;
  stop(): Promise<void>;
}

const consumersKnown = 2_000;

export async function startMeasuredHeadEnd(options: {
  readonly database: Database;
  readonly codes: readonly OfferedCode[];
}): Promise<MeasuredHeadEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-headend-'));
  const directoryFile = join(folder, 'consumers.ndjson.gz');
  const consumers = await writeConsumers(directoryFile, folder);
  const codesFile = join(folder, 'codes.json');
  writeFileSync(codesFile, JSON.stringify(options.codes));
  const server = options.database === 'PostgreSQL' ? await startPostgres() : null;
  const program = await startLineProcess({
    name: 'the reference head end',
    script: join('headend', 'reference', 'run.ts'),
    args: ['--port=0', `--data=${folder}`, `--directory=${directoryFile}`, `--codes=${codesFile}`],
    cwd: repositoryFolder,
    env: { DATABASE_URL: server?.databaseUrl ?? '' },
  });
  const stop = async (): Promise<void> => {
    await program.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const adminUrl = String(program.ready['adminUrl']);
  const adminToken = String(program.ready['adminToken']);
  return {
    url: String(program.ready['url']),
    adminUrl,
    adminToken,
    codes: options.codes,
    consumers,
    processorSeconds: () => processorSecondsOf(program.pid),
    peakBytes: () => peakBytesOf(program.pid),
    setFault: async (kind) => {
      const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ kind });
      const reply = await fetch(`${adminUrl}/admin/faults`, { method: 'POST', headers, body });
      if (!reply.ok) throw new Error(`the fault ${kind} was not switched: ${reply.status}`);
    },
    stop,
  };
}

async function writeConsumers(file: string, folder: string): Promise<readonly string[]> {
  const key = await loadHeadEndKey(folder);
  const made = [...generateConsumers({ count: consumersKnown, seed: 11, today: '2026-11-23' })];
  await writeDirectoryFile(file, made, {
    office: 'PTC',
    generatedAt: 1_795_400_000_000,
    serial: 1,
    count: consumersKnown,
    keyId: keyIdOf(key.publicKey),
    sign: signerOf(key),
  });
  return made.filter(({ status }) => status === 'active').map(({ consumer }) => consumer);
}

/** `utime` and `stime` of Linux, in ticks of a hundredth of a second. */
function processorSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/mu.exec(status)?.[1] ?? 0) * 1_024;
}
