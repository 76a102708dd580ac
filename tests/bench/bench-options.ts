import { err, ok, type Result } from '../../counter/result.ts';

export const benchParts = ['sale', 'search', 'receipt', 'upload', 'start'] as const;
export type BenchPart = (typeof benchParts)[number];

export interface BenchOptions {
  readonly parts: readonly BenchPart[];
  /** Of the directory: 18,00,000 with `--full`. */
  readonly consumers: number;
}

const fullConsumers = 1_800_000;
const quickConsumers = 200_000;
const usage = `npm run bench -- [--only ${benchParts.join(',')}] [--full]`;

/** The error is the sentence to show. */
export function parseBenchOptions(args: readonly string[]): Result<BenchOptions, string> {
  let parts: readonly BenchPart[] = benchParts;
  let consumers = quickConsumers;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at];
    if (arg === '--full') consumers = fullConsumers;
    else if (arg === '--only') {
      at += 1;
      const names = (args[at] ?? '').split(',');
      const unknown = names.find((name) => !isPart(name));
      if (unknown !== undefined) return err(`There is no part "${unknown}". ${usage}`);
      parts = benchParts.filter((part) => names.includes(part));
    } else return err(`Unknown option "${arg}". ${usage}`);
  }
  return ok({ parts, consumers });
}

function isPart(name: string): name is BenchPart {
  return benchParts.some((part) => part === name);
}
