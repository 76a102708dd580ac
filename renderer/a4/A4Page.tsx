import { assertNever } from '../../counter/result.ts';
import type { A4Document } from '../../electron/contract/a4-schemas.ts';
import { ConsumerLetter } from './ConsumerLetter.tsx';
import { DoNotDisconnect } from './DoNotDisconnect.tsx';
import { OutageReport } from './OutageReport.tsx';
import { PaidInOutage } from './PaidInOutage.tsx';
import { TieOut } from './TieOut.tsx';

export interface A4PageProps<Paper extends A4Document = A4Document> {
  readonly paper: Paper;
  /** Called once, when all of it stands on so many sheets. */
  readonly onDrawn: (sheets: number) => void;
}

/** One line a kind of paper. */
export function A4Page({ paper, onDrawn }: A4PageProps) {
  switch (paper.kind) {
    case 'do-not-disconnect':
      return <DoNotDisconnect paper={paper} onDrawn={onDrawn} />;
    case 'paid-in-outage':
      return <PaidInOutage paper={paper} onDrawn={onDrawn} />;
    case 'consumer-letter':
      return <ConsumerLetter paper={paper} onDrawn={onDrawn} />;
    case 'outage-report':
      return <OutageReport paper={paper} onDrawn={onDrawn} />;
    case 'tie-out':
      return <TieOut paper={paper} onDrawn={onDrawn} />;
    default:
      return assertNever(paper);
  }
}
