import { assertNever } from '../../counter/result.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { ExceptionsDesk } from '../exceptions/ExceptionsDesk.tsx';
import { Lists } from '../lists/Lists.tsx';
import { OfficeMenu } from '../office/OfficeMenu.tsx';
import { ExplainCard } from '../outage/ExplainCard.tsx';
import { OutageCard } from '../outage/OutageCard.tsx';
import { OutageDialog } from '../outage/OutageDialog.tsx';
import { OutageReport } from '../outage/OutageReport.tsx';
import { GiveUpDialog } from '../paper/GiveUpDialog.tsx';
import { PrintQuestion } from '../paper/PrintQuestion.tsx';
import { ReceiptStatus } from '../paper/ReceiptStatus.tsx';
import { ReprintDialog } from '../paper/ReprintDialog.tsx';
import { UsbExchange } from '../usb/UsbExchange.tsx';
import { TieOut } from '../tie-out/TieOut.tsx';
import { SentRows } from '../sent/SentRows.tsx';
import { HelpCard } from './HelpCard.tsx';
import type { Theme } from './settings.ts';

export type OverlayName =
  | 'help'
  | 'outage-card'
  | 'explain'
  | 'receipt-status'
  | 'paper'
  | 'question'
  | 'unsent'
  | 'outage'
  | 'outage-report'
  | 'office'
  | 'exceptions'
  | 'tie-out'
  | 'lists'
  | 'usb';

interface OverlaysProps {
  readonly name: OverlayName;
  readonly state: CounterState;
  readonly theme: Theme;
  /** Another overlay in this one's place. */
  readonly onShow: (name: OverlayName) => void;
  readonly onColours: () => void;
  readonly onClose: () => void;
}

export function Overlays({ name, state, theme, onShow, onColours, onClose }: OverlaysProps) {
  switch (name) {
    case 'help':
      return <HelpCard theme={theme} onShow={onShow} onClose={onClose} onColours={onColours} />;
    case 'outage-card':
      return <OutageCard state={state} onShow={onShow} onClose={onClose} />;
    case 'explain':
      return <ExplainCard onClose={onClose} />;
    case 'receipt-status':
      return <ReceiptStatus state={state} onClose={onClose} />;
    case 'paper':
      return <PaperDialog state={state} onClose={onClose} />;
    case 'question':
      return (
        <PrintQuestion questions={state.questions} lastRecharge={state.lastRecharge} onClose={onClose} />
      );
    case 'unsent':
      return <SentRows state={state} onClose={onClose} />;
    case 'outage':
      return <OutageDialog state={state} onClose={onClose} />;
    case 'exceptions':
      return <ExceptionsDesk state={state} onClose={onClose} />;
    case 'outage-report':
      return <OutageReport onClose={onClose} />;
    case 'tie-out':
      return <TieOut state={state} onClose={onClose} />;
    case 'usb':
      return <UsbExchange state={state} onClose={onClose} />;
    case 'office':
      return <OfficeMenu role={state.session?.role ?? 'cashier'} onPage={onShow} onClose={onClose} />;
    case 'lists':
      return <Lists onClose={onClose} />;
    default:
      return assertNever(name);
  }
}

/** F4 is about paper: first the open question, then the slip that stands still, then a further copy. */
function PaperDialog({ state, onClose }: Pick<OverlaysProps, 'state' | 'onClose'>) {
  const job = state.lastRecharge?.print ?? null;
  if (state.questions.length > 0) {
    return <PrintQuestion questions={state.questions} lastRecharge={state.lastRecharge} onClose={onClose} />;
  }
  if (job?.state === 'stalled') return <GiveUpDialog job={job} onClose={onClose} />;
  return <ReprintDialog state={state} onClose={onClose} />;
}
