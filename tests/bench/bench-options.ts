import { err, ok, type Result } from '../../counter/result.ts';

export const benchParts = ['journal', 'restore', 'search', 'receipt', 'upload', 'start'] as const;
export type BenchPart = (typeof benchParts)[number];

export interface BenchOptions {
  readonly parts: readonly BenchPart[];
  /** Of the directory: 18,00,000 with `--full`. */
  readonly consumers: number;
}

const fullConsumers = 1_800_000;
const quickConsumers = 200_000;
const usage = `npm run bench -- [${benchParts.join('] [')}] [--full]`;

/** The error is the sentence to show. */
export function parseBenchOptions(args: readonly string[]): Result<BenchOptions, string> {
  const isFull = args.includes('--full');
  const names = args.filter((arg) => arg !== '--full');
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) return err(`There is no part "${unknown}". ${usage}`);
  const parts = names.length === 0 ? benchParts : benchParts.filter((part) => names.includes(part));
  return ok({ parts, consumers: isFull ? fullConsumers : quickConsumers });
}

function isPart(name: string): name is BenchPart {
  return benchParts.some((part) => part === name);
}
