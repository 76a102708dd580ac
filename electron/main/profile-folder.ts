import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/**
 * Electron's own folder (its lock, its caches), one for each data folder: two counters on one machine
 * then do not take each other for a second start, and two starts on one data folder do.
 */
export function profileFolder(applicationData: string, dataFolder: string): string {
  const mark = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 16);
  return join(applicationData, 'division-counter', mark);
}
