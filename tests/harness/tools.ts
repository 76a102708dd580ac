import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * True when a program is on the search path. A test that calls one says `it.skipIf(!hasTool('strace'))`; `npm test`
 * installs the tools as root, and with CI set it counts a missing one as a failure.
 */
export function hasTool(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
