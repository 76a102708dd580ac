import { statSync } from 'node:fs';

/** On which device the second copy lies, as seen when it was last looked at. */
export interface CopyDevice {
  readonly now: 'same' | 'other';
  /** Looks again: after an opening, and when a lost copy came back. Never in the middle of a sale. */
  look(): void;
}

export function watchCopyDevice(dataFolder: string, mirrorFolder: string | null): CopyDevice {
  let now: CopyDevice['now'] = 'other';
  return {
    get now() {
      return now;
    },
    look: () => {
      now = mirrorFolder !== null && areOnOneDevice(dataFolder, mirrorFolder) ? 'same' : 'other';
    },
  };
}

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
