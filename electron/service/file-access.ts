import { readFileSync, statSync } from 'node:fs';
import type { FileAccess } from '../contract/configuration.ts';

/** Files of this machine. */
export const fileAccess: FileAccess = {
  sizeBytes: (file) => statSync(file).size,
  text: (file) => readFileSync(file, 'utf8'),
};
