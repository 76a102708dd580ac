import type { AssembleProgress } from '../../db/restore/assemble-journal.ts';

/** What the screen shows while a restore runs; null at all other times. */
export interface RestoreDesk {
  readonly progress: () => AssembleProgress | null;
  /** Keeps the latest step; null when the restore has ended. */
  readonly note: (progress: AssembleProgress | null) => void;
}

export function restoreDesk(changed: () => void): RestoreDesk {
  let latest: AssembleProgress | null = null;
  return {
    progress: () => latest,
    note: (progress) => {
      latest = progress;
      changed();
    },
  };
}
