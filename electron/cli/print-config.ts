import { configSchema } from '../contract/config-schemas.ts';

/** `counter -- config`: the defaults as a valid file. */
export async function printConfig(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write('usage: counter config\n');
    return 2;
  }
  const defaults = configSchema.parse({ dataFolder: defaultDataFolder() });
  process.stdout.write(`${JSON.stringify(defaults, null, 2)}\n`);
  return 0;
}

/** One folder a machine, not one a user: two cashiers must not get two journals. */
function defaultDataFolder(): string {
  return process.platform === 'win32' ? 'C:\\ProgramData\\DivisionCounter' : '/var/lib/division-counter';
}
