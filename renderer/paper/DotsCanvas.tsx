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
    setFits(draw(sheet, dots));
    const fit = (): void => {
      const size = paperSize(dots, {
        width: desk.clientWidth - marginPixels,
        height: desk.clientHeight - marginPixels,
      });
      sheet.style.width = `${size.width}px`;
      sheet.style.height = `${size.height}px`;
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

/** One pixel a dot, so that the page holds the very dots; the browser scales them to fit. False when they do not fit their size. */
function draw(sheet: HTMLCanvasElement, dots: DotsView): boolean {
  const pixels = dotsToPixels(dots);
  if (pixels === null) return false;
  sheet.width = dots.widthDots;
  sheet.height = dots.heightDots;
  sheet.getContext('2d')?.putImageData(new ImageData(pixels, dots.widthDots, dots.heightDots), 0, 0);
  return true;
}
