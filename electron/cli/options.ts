import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../counter/result.ts';

/** The options of a verb; an unknown one or a missing value is wrong usage. */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
  flags: readonly string[] = [],
): Result<Readonly<Partial<Record<Name, string>>> & { readonly flags: ReadonlySet<string> }, string> {
  try {
    const { values }: { readonly values: Readonly<Record<string, unknown>> } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: Object.fromEntries([
        ...names.map((name) => [name, { type: 'string' }] as const),
        ...flags.map((name) => [name, { type: 'boolean' }] as const),
      ]),
    });
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
