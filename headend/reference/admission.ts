/** So many batches at once and no more: beyond that the answer is "come back later", at once. */
export interface Admission {
  /** Gives what to call when the work is done; null where there is no room. */
  enter(): (() => void) | null;
  isFull(): boolean;
}

export function createAdmission(batchesMax: number): Admission {
  let inside = 0;
  return {
    enter() {
      if (inside >= batchesMax) return null;
      inside += 1;
      let left = false;
      return () => {
        if (!left) inside -= 1;
        left = true;
      };
    },
    isFull: () => inside >= batchesMax,
  };
}
