import { proposalOf, type Silence } from '../../counter/outage/outage-proposal.ts';
import type { Clock } from '../../counter/time.ts';
import { lastWordAt } from '../../db/outage-reads.ts';
import { afterByTimer } from '../../headend/upload-driver.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { HeadEndDesk } from './upload-loop.ts';

/** Watches how long the head end is missed, and says when people should be asked to open an outage. */
export interface OutageWatch {
  /** Since when it is missed, once that is long enough; null otherwise. It stays the same while it is asked. */
  readonly proposedSince: number | null;
  /** The link to the head end may have changed. */
  readonly look: () => void;
  stop(): void;
}

export function outageWatch(ports: {
  readonly clock: Clock;
  readonly proposeAfterMs: number;
  readonly keeper: JournalKeeper;
  readonly headEnd: () => HeadEndDesk;
  readonly changed: () => void;
}): OutageWatch {
  const { clock, keeper } = ports;
  let proposedSince: number | null = null;
  let cancelLook = () => {};

  const look = (): void => {
    cancelLook();
    cancelLook = () => {};
    const before = proposedSince;
    const now = clock.wallMs();
    const proposal = proposalOf(silenceNow(ports.headEnd(), keeper, now), now, ports.proposeAfterMs);
    if (proposal.kind === 'propose') proposedSince ??= proposal.since;
    else proposedSince = null;
    if (proposal.kind === 'wait') cancelLook = afterByTimer(proposal.delayMs, look);
    if (before !== proposedSince) ports.changed();
  };

  return {
    get proposedSince() {
      return proposedSince;
    },
    look,
    stop: () => cancelLook(),
  };
}

/** Without a head end nothing is asked, so nobody is missed. */
function silenceNow(headEnd: HeadEndDesk, { journal }: JournalKeeper, now: number): Silence {
  const { snapshot, heardAt, notices } = headEnd;
  const isAnnounced = notices.some(
    ({ kind, from, until }) => kind === 'outage' && from <= now && now < until,
  );
  const announced = isAnnounced ? 'now' : 'no';
  if (snapshot === null) return { link: 'unknown', since: 0, heardAt, storedAt: null, announced };
  const { link, since } = snapshot;
  const isMissed = link === 'not-answering' && journal !== null;
  return { link, since, heardAt, storedAt: isMissed ? lastWordAt(journal.db) : null, announced };
}
