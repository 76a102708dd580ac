import { type Frame, frameAt } from './frame.ts';

/** Every head is canonical JSON and begins so, behind the two lengths of its frame. */
const headBegins = '{"';
const lengthsBytes = 8;

/**
 * Every whole frame of a file, those behind a damaged place too: each is bound to the file by its own
 * authentication tag, so none needs its neighbours to be believed. `skipped` counts the damaged places.
 */
export function salvageFrames(file: Buffer): { readonly frames: readonly Frame[]; readonly skipped: number } {
  const frames: Frame[] = [];
  let skipped = 0;
  let at = 0;
  while (at < file.length) {
    const next = frameAt(file, at);
    if (next !== null) {
      frames.push(next.frame);
      at = next.end;
      continue;
    }
    const found = nextFrame(file, at + 1);
    if (found === null) return { frames, skipped };
    skipped += 1;
    at = found;
  }
  return { frames, skipped };
}

/** Where the next whole frame begins; null when none does, as in the zeros that a file grows by. */
function nextFrame(file: Buffer, from: number): number | null {
  let head = file.indexOf(headBegins, from + lengthsBytes, 'latin1');
  while (head !== -1) {
    if (frameAt(file, head - lengthsBytes) !== null) return head - lengthsBytes;
    head = file.indexOf(headBegins, head + 1, 'latin1');
  }
  return null;
}
