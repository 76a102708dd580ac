import type { Consumer } from '../../counter/consumer/consumer.ts';
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { loadHeadEndKey } from '../../headend/reference/head-end-key.ts';
import type { FaultKind } from '../../headend/reference/faults.ts';
import { signerOf, type HeadEndSigner } from '../consumers/head-end-key.ts';
import { repositoryFolder } from '../repository.ts';
import { startLineProcess } from './line-process.ts';

/** The reference head end in a process of its own, with its switches. */
export interface HeadEndProcess {
  readonly url: string;
  /** Stands until it is changed; with `times` it is over after so many batches. */
  setFault(kind: FaultKind, times?: number): Promise<void>;
  /** Keeps everything as it stands now; `restore` goes back there, as a head end whose disk died. */
  backup(): Promise<void>;
  restore(): Promise<void>;
  /** The office changes its own list: it holds for what comes after. */
  setConsumerStatus(consumer: string, status: Consumer['status']): Promise<void>;
  /** One row per final credit, from the head end's own database. */
  ledgerCsv(): Promise<string>;
  stop(): Promise<void>;
}

/** The key that signs answers and directories, made in `dataFolder` where there is none. */
export async function headEndSigner(dataFolder: string): Promise<HeadEndSigner> {
  const { publicKey, privateKey } = await loadHeadEndKey(dataFolder);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey, d: privateKey };
  return signerOf(createPrivateKey({ key: jwk, format: 'jwk' }));
}

export async function startHeadEnd(options: {
  dataFolder: string;
  directoryFile: string;
  /** JSON list of enrolment codes. */
  codesFile: string;
  /** Public half of the division's recovery key. */
  recoveryKey: string;
}): Promise<HeadEndProcess> {
  const program = await startLineProcess({
    name: 'the reference head end',
    script: join('headend', 'reference', 'run.ts'),
    args: [
      '--port=0',
      `--data=${options.dataFolder}`,
      `--directory=${options.directoryFile}`,
      `--codes=${options.codesFile}`,
      '--tokens',
      `--recovery-key=${options.recoveryKey}`,
    ],
    cwd: repositoryFolder,
  });
  const url = textOf(program.ready, 'url');
  const adminUrl = textOf(program.ready, 'adminUrl');
  const authorization = `Bearer ${textOf(program.ready, 'adminToken')}`;
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    // oxlint-disable-next-line eslint/no-restricted-globals -- the admin surface is no part of the protocol, so headend/ has no client for it
    const response = await fetch(new URL(path, adminUrl), {
      ...init,
      headers: { authorization, 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`the head end's admin surface said ${response.status} to ${path}`);
    return response;
  };
  return {
    url,
    setFault: async (kind, times) => {
      const counted = times === undefined ? {} : { times, calls: 'batches' };
      await ask('/admin/faults', { method: 'POST', body: JSON.stringify({ kind, ...counted }) });
    },
    backup: async () => {
      await ask('/admin/backup', { method: 'POST', body: '{}' });
    },
    restore: async () => {
      await ask('/admin/restore', { method: 'POST', body: '{}' });
    },
    setConsumerStatus: async (consumer, status) => {
      await ask('/admin/consumers', { method: 'POST', body: JSON.stringify({ consumer, status }) });
    },
    ledgerCsv: async () => (await ask('/admin/ledger.csv')).text(),
    stop: () => program.stop(),
  };
}

function textOf(line: Readonly<Record<string, unknown>>, key: string): string {
  const value = line[key];
  if (typeof value !== 'string') throw new Error(`the ready line names no ${key}`);
  return value;
}
