import { useEffect, useRef, useState } from 'react';
import type { DotsView } from '../../electron/contract/view-schemas.ts';
import { useText } from '../text/i18n.ts';
import { dotsToPixels, paperSize } from './dots-picture.ts';

/** Around the dots: the edge of the paper that no printer reaches, and the desk that shows where it ends. */
const marginPixels = 40;

/** The very dots of the printer as a sheet of paper. The size is set through the style object, as the page's policy wants. */
export function DotsCanvas({ dots, label }: { readonly dots: DotsView; readonly label: string }) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [fits, setFits] = useState(true);
  useEffect(() => {
    const sheet = canvas.current;
    const desk = sheet?.parentElement ?? null;
    if (sheet === null || desk === null) return undefined;
    const picture = pictureOf(dots);
    setFits(picture !== null);
    if (picture === null) return undefined;
    const fit = (): void => {
      const size = paperSize(dots, {
        width: desk.clientWidth - marginPixels,
        height: desk.clientHeight - marginPixels,
      });
      sheet.style.width = `${size.width}px`;
      sheet.style.height = `${size.height}px`;
      draw(sheet, picture, size);
    };
    fit();
    const watch = new ResizeObserver(fit);
    watch.observe(desk);
    return () => watch.disconnect();
  }, [dots]);
  return (
    <>
      <canvas
        ref={canvas}
        className="paper"
        role="img"
        aria-label={label}
        data-testid="paper-dots"
        hidden={!fits}
      />
      {fits ? null : <p className="paper-note">{t('paper.notDrawn')}</p>}
    </>
  );
}

/** One pixel a dot; null when the bits do not fit their size. */
function pictureOf(dots: DotsView): HTMLCanvasElement | null {
  const pixels = dotsToPixels(dots);
  if (pixels === null) return null;
  const picture = document.createElement('canvas');
  picture.width = dots.widthDots;
  picture.height = dots.heightDots;
  picture.getContext('2d')?.putImageData(new ImageData(pixels, dots.widthDots, dots.heightDots), 0, 0);
  return picture;
}

/** Scaled once, to the very pixels of the screen: scaled by style alone, thin strokes would blur. */
function draw(
  sheet: HTMLCanvasElement,
  picture: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number },
): void {
  sheet.width = Math.round(size.width * devicePixelRatio);
  sheet.height = Math.round(size.height * devicePixelRatio);
  const pen = sheet.getContext('2d');
  if (pen === null) return;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, sheet.width, sheet.height);
  // Scaling turns thin strokes grey: laid over themselves once more they keep the weight of the paper.
  pen.globalAlpha = 0.35;
  pen.drawImage(picture, 0, 0, sheet.width, sheet.height);
}
