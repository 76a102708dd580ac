import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Reply } from '../../electron/contract/channels.ts';
import type { Channel, Input, Output } from '../../electron/contract/schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';

/** The real `counter service` in a process of its own, driven over its lines. */
export interface JsonLinesCounter {
  readonly pid: number;
  /** Every line of stdout, as parsed. */
  readonly lines: readonly unknown[];
  readonly errors: () => string;
  state(): CounterState;
  call<Name extends Channel>(channel: Name, input: Input<Name>): Promise<Reply<Name>>;
  /** As `call`, with anything as input. */
  raw(channel: string, input: unknown): Promise<Reply<Channel>>;
  /** As `call`, and throws on a refusal. */
  ask<Name extends Channel>(channel: Name, input: Input<Name>): Promise<Output<Name>>;
  send(line: string): void;
  until(what: string, holds: (state: CounterState) => boolean, timeoutMs?: number): Promise<CounterState>;
  onState(listener: (state: CounterState) => void): void;
  /** Ends the input; resolves with the exit code. */
  end(): Promise<number | null>;
  kill(): Promise<void>;
  /** Resolves when the process has ended by whatever means. */
  gone(): Promise<void>;
}

const command = new URL('../../electron/cli/counter.ts', import.meta.url).pathname;

export async function startJsonLinesCounter(options: {
  readonly data: string;
  readonly config: string;
  /** Program and arguments before the command: a tracer. */
  readonly wrapper?: readonly string[];
  /** Another program with the same lines, and what its environment has beside this one's. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<JsonLinesCounter> {
  const words = [...(options.wrapper ?? []), process.execPath];
  const [program = process.execPath, ...before] = words;
  const child: ChildProcess = spawn(
    program,
    [...before, options.program ?? command, 'service', '--data', options.data, '--config', options.config],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const lines: unknown[] = [];
  const waiting = new Map<number, (reply: Reply<Channel> | null) => void>();
  const stateListeners = new Set<(state: CounterState) => void>();
  let errors = '';
  let state: CounterState | null = null;
  let lastId = 0;
  let readyPid = 0;
  let tellReady: (pid: number) => void = () => undefined;
  const ready = new Promise<number>((resolve) => {
    tellReady = resolve;
  });

  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  if (child.stdout === null || child.stdin === null) throw new Error('the counter has no pipes');
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Record<string, unknown>;
    lines.push(line);
    if (line['event'] === 'ready') readyPid = (line['value'] as { pid: number }).pid;
    if (line['event'] === 'state') state = line['value'] as CounterState;
    // A journal that opens may tell its state before the service is ready; process 0 would be this very group.
    if (readyPid > 0 && state !== null) tellReady(readyPid);
    if (line['event'] === 'state' && state !== null) {
      for (const listener of stateListeners) listener(state);
    }
    if (typeof line['id'] === 'number') {
      const { id, ...reply } = line;
      waiting.get(Number(id))?.(reply as unknown as Reply<Channel>);
      waiting.delete(Number(id));
    }
  });
  void exited.then(() => {
    for (const settle of waiting.values()) settle(null);
  });

  const raw = async (channel: string, input: unknown): Promise<Reply<Channel>> => {
    const id = ++lastId;
    const reply = new Promise<Reply<Channel> | null>((resolve) => waiting.set(id, resolve));
    child.stdin?.write(`${JSON.stringify({ id, channel, input })}\n`);
    const answer = await reply;
    if (answer === null) throw new CounterGone(`${channel}: the counter is gone\n${errors}`);
    return answer;
  };
  const pid = await Promise.race([ready, exited.then(() => null)]);
  if (pid === null) throw new CounterGone(`the counter did not start\n${errors}`);

  const counter: JsonLinesCounter = {
    pid,
    lines,
    errors: () => errors,
    state: () => {
      if (state === null) throw new Error('no state was told yet');
      return state;
    },
    call: (channel, input) => raw(channel, input) as Promise<Reply<typeof channel>>,
    raw,
    ask: async (channel, input) => {
      const reply = (await raw(channel, input)) as Reply<typeof channel>;
      if (!reply.ok) throw new Error(`${channel}: ${JSON.stringify(reply.error)}\n${errors.slice(-2000)}`);
      return reply.value;
    },
    send: (line) => void child.stdin?.write(`${line}\n`),
    until: (what, holds, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const check = (now: CounterState): void => {
          if (!holds(now)) return;
          stateListeners.delete(check);
          clearTimeout(timer);
          resolve(now);
        };
        const timer = setTimeout(() => {
          stateListeners.delete(check);
          reject(
            new Error(`not in ${timeoutMs} ms: ${what}\n${JSON.stringify(state)}\n${errors.slice(-2000)}`),
          );
        }, timeoutMs);
        stateListeners.add(check);
        if (state !== null) check(state);
      }),
    onState: (listener) => void stateListeners.add(listener),
    end: async () => {
      child.stdin?.end();
      return exited;
    },
    kill: async () => {
      process.kill(pid, 'SIGKILL');
      await exited;
    },
    gone: async () => {
      await exited;
    },
  };
  return counter;
}

export class CounterGone extends Error {}
