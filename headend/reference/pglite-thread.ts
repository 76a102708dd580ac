import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { SqlRow } from './sql-rows.ts';

/** The thread on which the embedded PostgreSQL works, so that requests are read and answered meanwhile. */
export type ThreadRequest =
  | { readonly id: number; readonly kind: 'exec'; readonly sql: string }
  | {
      readonly id: number;
      readonly kind: 'query';
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  | { readonly id: number; readonly kind: 'close' };

export type ThreadReply =
  | { readonly id: number; readonly rows: readonly SqlRow[] }
  | { readonly id: number; readonly error: Error };

const port = parentPort;
if (port === null) throw new Error('this is a thread of the head end, not a program');
const database = openIn(typeof workerData === 'string' ? workerData : null);

port.on('message', (request: ThreadRequest) => {
  const { id } = request;
  carryOut(request).then(
    (rows) => port.postMessage({ id, rows } satisfies ThreadReply),
    (fault: unknown) =>
      port.postMessage({
        id,
        error: fault instanceof Error ? fault : new Error(String(fault)),
      } satisfies ThreadReply),
  );
});

async function openIn(folder: string | null): Promise<PGlite> {
  const opened = folder === null ? new PGlite() : new PGlite(folder);
  await opened.waitReady;
  return opened;
}

async function carryOut(request: ThreadRequest): Promise<readonly SqlRow[]> {
  const opened = await database;
  switch (request.kind) {
    case 'exec':
      await opened.exec(request.sql);
      return [];
    case 'query':
      return (await opened.query<SqlRow>(request.sql, [...request.parameters])).rows;
    case 'close':
      await opened.close();
      return [];
  }
}
