import { join } from 'node:path';

/** Debian's `nobody` and `nogroup`: they own nothing, so the app can change only what it is handed. */
export const nobody = { uid: 65_534, gid: 65_534 } as const;

/** Quotes a text for sh, whatever it holds. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The script that stands for the Electron executable when root runs it. Electron as root would need --no-sandbox;
 * as an unprivileged user it has the operating system's sandbox on. `exec` all the way: the process keeps its id,
 * so whoever started the script can watch and end Electron by that id.
 */
export function wrapperScript(executable: string, home: string): string {
  const words = [
    'exec setpriv',
    `--reuid=${nobody.uid} --regid=${nobody.gid} --clear-groups`,
    `env -u ELECTRON_RUN_AS_NODE HOME=${shellQuote(home)}`,
    `XDG_RUNTIME_DIR=${shellQuote(join(home, 'runtime'))} XDG_CONFIG_HOME=${shellQuote(join(home, '.config'))}`,
    `${shellQuote(executable)} "$@"`,
  ];
  return `#!/bin/sh\n${words.join(' \\\n  ')}\n`;
}
