import type { DotsView, PrintJobView } from '../../electron/contract/view-schemas.ts';
import { shapes } from '../app/StatusBar.tsx';
import { useText } from '../text/i18n.ts';
import { DotsCanvas } from './DotsCanvas.tsx';
import { printWords } from './print-words.ts';

interface PaperColumnProps {
  readonly dots: DotsView | null;
  /** The slip of a recorded recharge; null while it is only a preview. */
  readonly job: PrintJobView | null;
  readonly recorded: boolean;
  readonly paperMm: number;
}

/** The third column: what the printer gets, dot for dot, and how the slip stands. */
export function PaperColumn({ dots, job, recorded, paperMm }: PaperColumnProps) {
  const { t } = useText();
  const title = recorded ? t('paper.shownTitle') : t('paper.previewTitle');
  const print = recorded ? printWords(job, t) : null;
  return (
    <section className="column card paper-column" aria-label={title}>
      <header className="column-head">
        <h2>{title}</h2>
        <span>{t('paper.printedDots', { mm: paperMm })}</span>
      </header>
      {print === null ? null : (
        <div
          className={`print-line level-${print.level}`}
          role="status"
          data-testid="print-state"
          data-state={job?.state}
        >
          <span className="words">
            <span className="shape" aria-hidden="true">
              {shapes[print.level]}
            </span>
            {print.words}
          </span>
          {print.now === null ? null : <span className="detail">{print.now}</span>}
          {job?.state === 'stalled' ? <span className="detail">{t('paper.giveUp')}</span> : null}
        </div>
      )}
      <div className="paper-desk">
        {dots === null ? (
          <p className="paper-note">{t('paper.empty')}</p>
        ) : (
          <DotsCanvas dots={dots} label={title} />
        )}
      </div>
    </section>
  );
}
