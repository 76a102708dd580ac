/** What `npm run powercut` was asked to do. */
export interface CutOptions {
  readonly cuts: number;
  readonly seed: number;
  /** Also cut a counter whose log is not flushed, which must lose sales. */
  readonly contrast: boolean;
}

export const usage = 'Usage: npm run powercut [-- --cuts N] [--seed N] [--contrast]';
const cutsMax = 1_000;

/** Reads the command line; throws the usage on anything else. */
export function readCutOptions(args: readonly string[]): CutOptions {
  const options = { cuts: 20, seed: 20_261_123, contrast: false };
  for (let at = 0; at < args.length; at += 1) {
    switch (args[at]) {
      case '--contrast':
        options.contrast = true;
        break;
      case '--cuts':
        options.cuts = wholeNumber(args[++at], cutsMax);
        break;
      case '--seed':
        options.seed = wholeNumber(args[++at], 2 ** 31);
        break;
      default:
        throw new Error(usage);
    }
  }
  return options;
}

function wholeNumber(text: string | undefined, max: number): number {
  const value = Number(text);
  if (text === undefined || !/^\d+$/u.test(text) || value < 1 || value > max) throw new Error(usage);
  return value;
}
