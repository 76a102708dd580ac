import { isAppUrl } from './app-address.ts';

interface FrameLike {
  readonly url: string;
  readonly parent: FrameLike | null;
}

interface ContentsLike<Frame extends FrameLike> {
  readonly mainFrame: Frame;
  isDestroyed(): boolean;
}

/**
 * Whether a message comes from the page that main itself opened: from its main frame, at our address.
 * Fails closed: no frame, no window, a frame that is already gone (reading it throws), a child frame
 * with the right address and a foreign window with the right address are all refused.
 */
export function isOurPage<Frame extends FrameLike>(
  sender: { readonly frame: () => Frame | null; readonly contents: ContentsLike<Frame> },
  ours: ContentsLike<Frame> | null,
): boolean {
  try {
    if (ours === null || sender.contents !== ours || ours.isDestroyed()) return false;
    const frame = sender.frame();
    return frame !== null && frame === ours.mainFrame && frame.parent === null && isAppUrl(frame.url);
  } catch {
    return false;
  }
}
