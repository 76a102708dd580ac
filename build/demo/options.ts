import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../counter/result.ts';

export interface DemoOptions {
  /** How many recharges the day has, online and in the outage together. */
  readonly recharges: number;
  /** Chooses consumers and amounts; the same seed plays the same day. */
  readonly seed: number;
  /** How long the head end stays away, in real minutes. */
  readonly outageMinutes: number;
  /** Where the office's folders are kept after the demo; null to throw them away. */
  readonly keep: string | null;
}

export const demoUsage =
  'npm run demo -- [--recharges 6..2000] [--seed N] [--outage-minutes 0.1..600] [--keep DIR]';

/** The fewest recharges that still show every part of the day: online, outage, jam, online again. */
export const rechargesMin = 6;
const rechargesMax = 2000;
const outageMinutesMin = 0.1;
const outageMinutesMax = 600;

export function parseDemoOptions(args: readonly string[]): Result<DemoOptions, string> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        recharges: { type: 'string', default: '25' },
        seed: { type: 'string', default: '1' },
        'outage-minutes': { type: 'string', default: '1' },
        keep: { type: 'string' },
      },
    }));
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n${demoUsage}`);
  }
  const recharges = Number(values.recharges);
  const seed = Number(values.seed);
  const outageMinutes = Number(values['outage-minutes']);
  if (!Number.isInteger(recharges) || recharges < rechargesMin || recharges > rechargesMax) {
    return err(`--recharges is a whole number from ${rechargesMin} to ${rechargesMax}\n${demoUsage}`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    return err(`--seed is a whole number from 0 to 4294967295\n${demoUsage}`);
  }
  if (!(outageMinutes >= outageMinutesMin && outageMinutes <= outageMinutesMax)) {
    return err(`--outage-minutes is from ${outageMinutesMin} to ${outageMinutesMax}\n${demoUsage}`);
  }
  return ok({ recharges, seed, outageMinutes, keep: values.keep ?? null });
}
