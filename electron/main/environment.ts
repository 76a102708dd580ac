import { join } from 'node:path';

/** The only file of this room that reads the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const machineEnvironment: Environment = process.env;

/** Where a packaged program finds what was packed beside it. */
export interface PackedBeside {
  readonly folder: string;
  readonly has: (file: string) => boolean;
}

/**
 * File of SQLite's native binding where the package's own does not fit this Electron, else null. A
 * packaged program takes only what was packed with it: a variable of the environment could be
 * anybody's, and a binding is code.
 */
export function nativeBinding(environment: Environment, packed: PackedBeside | null): string | null {
  if (packed === null) return environment['DIVISION_COUNTER_SQLITE_BINDING'] || null;
  const file = join(packed.folder, 'better_sqlite3.node');
  return packed.has(file) ? file : null;
}

/** Where the machine's configuration lies, written by whoever installs the counter. */
export function machineConfigFile(platform: NodeJS.Platform, environment: Environment): string {
  if (platform === 'win32') {
    return join(environment['ProgramData'] ?? 'C:\\ProgramData', 'Division Counter', 'config.json');
  }
  return '/etc/division-counter/config.json';
}

const passedOn = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ProgramData',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
];

/**
 * What service and printer see of the environment: enough to find folders and libraries, and this
 * program's own names. Nothing that changes how Node loads code or trusts certificates.
 */
export function childEnvironment(environment: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    if (passedOn.includes(name) || name.startsWith('DIVISION_COUNTER_')) kept[name] = value;
  }
  return kept;
}
