/** 36^4: as many process ids as four characters hold. */
const tagsMax = 1_679_616;

/**
 * Rising process ids, `0A3F`. They start from the clock in tenths of a second, so that a printer process
 * started anew never asks for an id that a slip of the same day could still answer with.
 */
export function jobTags(wallMs: () => number): () => string {
  let last = -1;
  return () => {
    const fromClock = Math.floor(wallMs() / 100) % tagsMax;
    const far = (fromClock - last + tagsMax) % tagsMax;
    last = last === -1 || (far > 0 && far < tagsMax / 2) ? fromClock : (last + 1) % tagsMax;
    return last.toString(36).toUpperCase().padStart(4, '0');
  };
}
