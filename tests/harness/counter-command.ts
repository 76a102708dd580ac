import { execFile } from 'node:child_process';
import type { ProofReport } from '../../counter/journal/proof.ts';

const command = new URL('../../electron/cli/counter.ts', import.meta.url).pathname;

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real `counter -- VERB` in a process of its own. */
export function runCounter(...args: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { timeout: 60_000, maxBuffer: 67_108_864 };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** `counter -- verify … --json`, read. Throws where the command printed no report. */
export async function verified(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly report: ProofReport }> {
  const { code, stdout, stderr } = await runCounter('verify', ...args, '--json');
  if (stdout === '') throw new Error(`no report, exit ${code}: ${stderr}`);
  return { code, report: JSON.parse(stdout) as ProofReport };
}
