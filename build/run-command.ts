import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryFolder } from './repository.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  /** `show` passes output through to the terminal, `keep` collects it for the caller. */
  readonly output: 'show' | 'keep';
}

export interface CommandResult {
  /** null when a signal (the time limit among them) ended the command or it could not be started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The pinned Node and the project's tools come first, so that a bin's `#!/usr/bin/env node` finds Node 24. */
export function environmentWithTools(extra: CommandOptions['env'] = {}): NodeJS.ProcessEnv {
  const tools = join(repositoryFolder, 'node_modules', '.bin');
  return { ...process.env, ...extra, PATH: [tools, process.env['PATH'] ?? ''].join(delimiter) };
}

/** Runs a command to its end. A command that is missing or dies is a result, not an exception. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? repositoryFolder,
      env: environmentWithTools(options.env),
      stdio: options.output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (fault) => resolve({ exitCode: null, stdout, stderr: stderr + fault.message }));
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Like `runCommand`, for steps that must succeed: the error carries the end of what the command printed. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  const result = await runCommand(command, args, options);
  if (result.exitCode === 0) return result.stdout;
  const said = `${result.stdout}\n${result.stderr}`.trim().slice(-2_000);
  throw new Error(`${command} ${args.join(' ')} failed (${result.exitCode ?? 'ended by a signal'})\n${said}`);
}
