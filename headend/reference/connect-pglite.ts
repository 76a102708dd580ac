import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from './pglite-thread.ts';
import type { SqlDatabase } from './sql-database.ts';
import type { SqlRow } from './sql-rows.ts';

type Asked = ThreadRequest extends infer Request
  ? Request extends unknown
    ? Omit<Request, 'id'>
    : never
  : never;

/**
 * PostgreSQL embedded in this process, on a thread of its own; in `folder`, or in memory where it is null.
 * It has one session: transactions go one after the other, in the order in which they were asked for.
 */
export async function connectPglite(folder: string | null): Promise<SqlDatabase> {
  const thread = openThread(folder);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(run: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  };
  const query = (sql: string, parameters: readonly unknown[]) =>
    thread.ask({ kind: 'query', sql, parameters });
  await thread.ask({ kind: 'exec', sql: 'select 1' }).catch(async (fault: unknown) => {
    await thread.end();
    throw fault;
  });
  return {
    exec: (sql) => inTurn(async () => void (await thread.ask({ kind: 'exec', sql }))),
    transaction: (run) =>
      inTurn(async () => {
        await query('begin', []);
        try {
          const value = await run({ query });
          await query('commit', []);
          return value;
        } catch (fault) {
          await query('rollback', []);
          throw fault;
        }
      }),
    close: () =>
      inTurn(async () => {
        await thread.ask({ kind: 'close' });
        await thread.end();
      }),
  };
}

interface Thread {
  ask(request: Asked): Promise<readonly SqlRow[]>;
  end(): Promise<void>;
}

function openThread(folder: string | null): Thread {
  // Node strips the types of a thread's files in WebAssembly, the database is WebAssembly too, and V8 of Node 24
  // ends the process when two threads compile the same bridge to it at one moment: they stay as they are.
  setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');
  const worker = new Worker(new URL('pglite-thread.ts', import.meta.url), { workerData: folder });
  const waiting = new Map<number, (reply: ThreadReply) => void>();
  let asked = 0;
  let ended: Error | null = null;
  const endWith = (error: Error): void => {
    ended ??= error;
    for (const [id, settle] of waiting) settle({ id, error: ended });
    waiting.clear();
  };
  worker.on('message', (reply: ThreadReply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  worker.on('error', (fault) => endWith(fault instanceof Error ? fault : new Error(String(fault))));
  worker.on('exit', () => endWith(new Error('the thread of the database has ended')));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        const id = (asked += 1);
        waiting.set(id, (reply) => ('error' in reply ? reject(reply.error) : resolve(reply.rows)));
        return worker.postMessage({ ...request, id });
      }),
    async end() {
      await worker.terminate();
    },
  };
}
