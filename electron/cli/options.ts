import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../counter/result.ts';

/** The options of a verb; an unknown one or a missing value is wrong usage. */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
  flags: readonly string[] = [],
): Result<Readonly<Partial<Record<Name, string>>> & { readonly flags: ReadonlySet<string> }, string> {
  try {
    const options: Record<string, { type: 'string' | 'boolean' }> = {};
    for (const name of names) options[name] = { type: 'string' };
    for (const flag of flags) options[flag] = { type: 'boolean' };
    const { values } = parseArgs({ args: [...args], strict: true, allowPositionals: false, options });
    const texts: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = values[name];
      if (typeof value === 'string') texts[name] = value;
    }
    return ok({ ...texts, flags: new Set(flags.filter((flag) => values[flag] === true)) });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
