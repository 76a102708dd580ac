import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from './repository.ts';
import { runCommand, type CommandResult } from './run-command.ts';

/** One reading of the whole repository by one tool. */
export interface Gate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** How many files the tool read; 0 when it does not say, which is a failure. */
  readonly filesRead: (result: CommandResult, repository: string) => number;
}

export interface GateResult {
  readonly name: string;
  readonly passed: boolean;
  readonly filesRead: number;
  readonly seconds: number;
  readonly output: string;
}

/** The gates of `npm run check`. None changes a file. */
export const gates: readonly Gate[] = [
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'], filesRead: filesInSummary },
  { name: 'format', command: 'oxfmt', args: ['--check', '.'], filesRead: filesInSummary },
  {
    name: 'documents',
    command: 'node',
    args: [join(repositoryFolder, 'build', 'documents', 'write-documents.ts'), '--check'],
    filesRead: filesInSummary,
  },
  { name: 'types', command: 'tsc', args: ['-b'], filesRead: (_, repository) => typedFiles(repository) },
];

/** oxlint, oxfmt and the generator of documents end with `… on 34 files using 2 threads`. */
export function filesInSummary(result: CommandResult): number {
  const match = /\bon (\d+) files?\b/u.exec(result.stdout + result.stderr);
  return Number(match?.[1] ?? 0);
}

const buildInfoSchema = z.object({ fileNames: z.array(z.string()) });

/** The project's own sources that the compiler's records name, each once. */
function typedFiles(repository: string): number {
  const records = join(repository, 'dist', 'types');
  if (!existsSync(records)) return 0;
  const files = new Set<string>();
  for (const name of readdirSync(records, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.tsbuildinfo')) continue;
    const record = buildInfoSchema.parse(JSON.parse(readFileSync(join(records, name), 'utf8')));
    const folder = join(records, name, '..');
    for (const file of record.fileNames) {
      const path = join(folder, file);
      if (/\.tsx?$/u.test(path) && !path.includes('node_modules') && !path.startsWith(records))
        files.add(path);
    }
  }
  return [...files].filter((path) => !path.endsWith('.d.ts') && existsSync(path)).length;
}

/** A gate that read no file has not passed, whatever its exit code: an empty reading proves nothing. */
export async function runGate(gate: Gate, repository: string = repositoryFolder): Promise<GateResult> {
  const startMs = performance.now();
  const result = await runCommand(gate.command, gate.args, { cwd: repository, output: 'keep' });
  const filesRead = gate.filesRead(result, repository);
  return {
    name: gate.name,
    passed: result.exitCode === 0 && filesRead > 0,
    filesRead,
    seconds: (performance.now() - startMs) / 1_000,
    output: `${result.stdout}${result.stderr}`.trim(),
  };
}

/** `lint: passed, 120 files, 3.1 s`, and on failure what the tool said. */
export function describeGate(result: GateResult): string {
  const verdict = result.passed ? 'passed' : 'FAILED';
  const line = `${result.name}: ${verdict}, ${result.filesRead} files, ${result.seconds.toFixed(1)} s`;
  return result.passed ? line : `${line}\n${result.output}`;
}
