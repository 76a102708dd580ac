import { statSync } from 'node:fs';

/**
 * Whether two folders are on one device: a second copy beside the journal dies with it. False where
 * either cannot be looked at; that a copy is missing is told elsewhere.
 */
export function areOnOneDevice(one: string, other: string): boolean {
  try {
    return statSync(one).dev === statSync(other).dev;
  } catch {
    return false;
  }
}
