import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of this repository that talks JSON lines: its first line says that it is ready. */
export interface LineProcess {
  readonly pid: number;
  /** The object of the first line. */
  readonly ready: Readonly<Record<string, unknown>>;
  send(message: unknown): void;
  onLine(listener: (line: Readonly<Record<string, unknown>>) => void): void;
  /** Asks the program to end, waits for it, and ends it by its id if it does not. */
  stop(): Promise<void>;
}

export interface LineProcessOptions {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly readyWithinMs?: number;
  readonly stopWithinMs?: number;
}

/** Starts it with this very Node and waits for its first line. What it says on standard error is kept for a failure. */
export async function startLineProcess(options: LineProcessOptions): Promise<LineProcess> {
  const child = spawn(process.execPath, [options.script, ...options.args], {
    cwd: options.cwd,
    // oxlint-disable-next-line node/no-process-env -- the caller's environment is handed on as it is
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const listeners: ((line: Readonly<Record<string, unknown>>) => void)[] = [];
  const complaints: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => {
    complaints.push(bytes.toString('utf8'));
    if (complaints.length > 200) complaints.shift();
  });
  const ready = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`${options.name} did not get ready\n${complaints.join('')}`)),
      options.readyWithinMs ?? 60_000,
    );
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      reject(new Error(`${options.name} ended early (${code ?? signal})\n${complaints.join('')}`));
    });
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parseLine(text);
      if (line === null) return;
      clearTimeout(late);
      resolve(line);
      for (const listener of listeners) listener(line);
    });
  });
  const first = await ready.catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    ready: first,
    send: (message) => child.stdin.write(`${JSON.stringify(message)}\n`),
    onLine: (listener) => listeners.push(listener),
    stop: () => stop(child, options.stopWithinMs ?? 10_000),
  };
}

function parseLine(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

async function stop(child: ChildProcess, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await ended;
  clearTimeout(late);
}
