import { describe, expect, it } from 'vitest';
import { isOurPage } from '../../../electron/main/sender.ts';

interface Frame {
  readonly url: string;
  readonly parent: Frame | null;
}

function contentsAt(url: string, life: 'alive' | 'destroyed' = 'alive') {
  const mainFrame: Frame = { url, parent: null };
  return { mainFrame, isDestroyed: () => life === 'destroyed' };
}

const ours = contentsAt('app://counter/index.html?language=hi');
const from = (frame: Frame | null, contents = ours) => ({ frame: () => frame, contents });

describe('who may speak to main', () => {
  it('the main frame of our window at our address', () => {
    expect(isOurPage(from(ours.mainFrame), ours)).toBe(true);
  });

  it('nobody without a frame', () => {
    expect(isOurPage(from(null), ours)).toBe(false);
  });

  it('nobody while there is no window', () => {
    expect(isOurPage(from(ours.mainFrame), null)).toBe(false);
  });

  it('no child frame, though its address is ours', () => {
    const child: Frame = { url: 'app://counter/index.html', parent: ours.mainFrame };
    expect(isOurPage(from(child), ours)).toBe(false);
  });

  it('no other contents, though its address is ours', () => {
    const foreign = contentsAt('app://counter/index.html');
    expect(isOurPage(from(foreign.mainFrame, foreign), ours)).toBe(false);
    expect(isOurPage(from(foreign.mainFrame, ours), ours)).toBe(false);
  });

  it('no destroyed window', () => {
    const gone = contentsAt('app://counter/index.html', 'destroyed');
    expect(isOurPage(from(gone.mainFrame, gone), gone)).toBe(false);
  });

  it.each(['app://counter.evil/', 'app:counter', 'https://counter/', 'about:blank', 'file:///x', ''])(
    'no main frame at %j',
    (url) => {
      const strayed = contentsAt(url);
      expect(isOurPage(from(strayed.mainFrame, strayed), strayed)).toBe(false);
    },
  );

  it('no frame that is already disposed of, where reading it throws', () => {
    const disposed = {
      contents: ours,
      frame: (): Frame => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    };
    expect(isOurPage(disposed, ours)).toBe(false);
  });
});
