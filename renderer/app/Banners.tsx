import { formatRupees } from '../../counter/money.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { FaultMessage, Message } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';
import { when } from '../text/calendar.ts';
import { isSupervisor, type Place } from './app-model.ts';
import { counterNow } from './counter-store.ts';
import { NoticeBanner } from './NoticeBanner.tsx';

/** What everybody who sells must know at once: a full disk, damage that was not mended, a lost second copy, a missed head end. */
export function Banners({ state, place }: { readonly state: CounterState; readonly place: Place }) {
  if (place.place !== 'sell' && place.place !== 'desk') return null;
  return (
    <>
      {state.selling.reason === 'JOURNAL_FULL' ? <FaultBanner code="JOURNAL_FULL" /> : null}
      {state.care.proof === 'failed' ? <FaultBanner code="JOURNAL_DAMAGED" /> : null}
      {state.headEnd.fault === undefined ? null : <FaultBanner code={state.headEnd.fault} />}
      <NoticeBanner notices={state.notices} />
      <SingleCopyBanner copy={state.secondCopy} />
      <ProposalBanner state={state} />
    </>
  );
}

function FaultBanner({ code }: { readonly code: ErrorCode }) {
  return (
    <div className="banner" data-testid={`banner-${code}`}>
      <FaultMessage fault={{ code, params: {}, incidentId: '' }} />
    </div>
  );
}

const reasonKeys = {
  lost: 'singleCopy.lost',
  none: 'singleCopy.none',
  'same-device': 'singleCopy.sameDevice',
} as const;

/** Every sale from here on stands in one copy alone, and what follows from that. */
function SingleCopyBanner({ copy }: { readonly copy: CounterState['secondCopy'] }) {
  const { t } = useText();
  const { single } = copy;
  if (single === null) return null;
  const sum = formatRupees(single.sumPaise, 'hide-zero');
  return (
    <div className="banner" data-testid="single-copy" data-due={single.due}>
      <Message tone="bad">
        <strong>■ {t(reasonKeys[single.reason])}</strong>{' '}
        {single.due
          ? t('singleCopy.due')
          : t('singleCopy.count', { sales: single.sales, of: single.salesPerApproval, sum })}
      </Message>
    </div>
  );
}

/** Calm: selling goes on. It stays until somebody opens the outage or the head end answers. */
function ProposalBanner({ state }: { readonly state: CounterState }) {
  const { t, language } = useText();
  const { outageProposal: proposal, session } = state;
  if (proposal?.kind !== 'due' || session === null) return null;
  return (
    <div className="banner" data-testid="outage-proposed">
      <Message tone="warn">
        <strong>▲ {t('outage.proposed', { since: when(proposal.since, counterNow(), t, language) })}</strong>{' '}
        {isSupervisor(session.role)
          ? t('outage.proposedSupervisor', { name: proposal.name })
          : t('outage.proposedCashier')}
      </Message>
    </div>
  );
}
