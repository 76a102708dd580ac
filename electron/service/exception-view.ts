import {
  type Chain,
  type CreditLink,
  isOpen,
  type RechargeLink,
  type SettlementLink,
  type Standing,
  standingOf,
} from '../../counter/exception/chain.ts';
import { outcomesNow } from '../../counter/exception/outcomes.ts';
import { refundNeedsSecondPerson } from '../../counter/exception/who-may.ts';
import { deskClock } from '../../counter/exception/working-days.ts';
import { kolkataDate, wholeDaysBetween } from '../../counter/time.ts';
import { shiftTotals } from '../../db/day-reads.ts';
import type { Journal } from '../../db/journal.ts';
import { printJobsOfEntry } from '../../db/print-jobs.ts';
import type { ExceptionDetailView, ExceptionRowView, SaidView } from '../contract/exception-schemas.ts';
import { openDrawerOf } from './open-drawer.ts';
import { printJobView } from './print-view.ts';
import type { ServiceContext } from './service-context.ts';

type Seen = Pick<ServiceContext, 'config' | 'clock' | 'directory'>;

export function exceptionRow({ config, clock }: Seen, chain: Chain): ExceptionRowView {
  const { recharge, owner } = chain;
  const standing = standingOf(chain);
  const now = clock.wallMs();
  const since = sinceOf(standing);
  return {
    uid: recharge.uid,
    receiptNumber: recharge.receiptNumber,
    takenAt: recharge.at,
    businessDate: recharge.businessDate,
    consumer: recharge.consumer,
    name: recharge.consumerName,
    meter: recharge.meter,
    amountPaise: recharge.amountPaise,
    cashier: recharge.operator,
    standing: standing.is,
    said: 'answer' in standing.tip ? saidView(standing.tip) : null,
    since,
    clock: isOpen(standing) ? deskClock(since, now, config.exceptions.holidays) : null,
    ageDays: Math.max(0, wholeDaysBetween(kolkataDate(recharge.at), kolkataDate(now))),
    owner: owner?.person ?? null,
  };
}

/** The whole story of one exception, and what can be done about it at this moment. */
export function exceptionDetail(context: Seen, journal: Journal, chain: Chain): ExceptionDetailView {
  const standing = standingOf(chain);
  const { recharge, acts, owner } = chain;
  const above = context.config.exceptions.refundApproverPaise;
  return {
    row: exceptionRow(context, chain),
    ownerNote: owner?.note ?? null,
    story: [recharge, ...acts].map((link) => storyRow(context, link)),
    about: standing.tip.uid,
    outcomes: outcomesNow(chain),
    drawer: drawerFor(journal, recharge.amountPaise),
    refundNeeds: refundNeedsSecondPerson(recharge.amountPaise, above) ? 'second-person' : 'nobody-else',
    slip: refundSlip(journal, chain),
  };
}

/** From when the clock of the desk runs: the head end's word, or else the row itself. */
function sinceOf({ tip }: Standing): number {
  return 'answer' in tip ? (tip.answer?.storedAt ?? tip.at) : tip.at;
}

function storyRow({ directory }: Seen, link: Chain['acts'][number] | RechargeLink) {
  const { uid, at, operator: by } = link;
  switch (link.as) {
    case 'recharge': {
      const { consumer, consumerName: name, meter } = link;
      const nothing = { approver: null, reason: null };
      return {
        uid,
        what: 'recharge',
        at,
        by,
        ...nothing,
        consumer,
        name,
        meter,
        said: saidView(link),
      } as const;
    }
    case 'settlement': {
      const { outcome: what, approver, reason, consumer, meter } = link;
      const name = directory.find(consumer)?.name ?? null;
      return { uid, what, at, by, approver, reason, consumer, name, meter, said: saidView(link) };
    }
    case 'refund':
    case 'cancellation': {
      const { as: what, approver, reason } = link;
      return { uid, what, at, by, approver, reason, consumer: null, name: null, meter: null, said: null };
    }
  }
}

function saidView({ answer }: CreditLink | SettlementLink): SaidView | null {
  if (answer === null) return null;
  const { record, credit, code, text, reference, amountPaise, consumer, storedAt: at } = answer;
  return { record, credit, code, text, reference, amountPaise, consumer, at };
}

function drawerFor({ db }: Journal, amountPaise: number): ExceptionDetailView['drawer'] {
  const drawer = openDrawerOf(db);
  if (drawer === null) return 'none';
  return shiftTotals(db, drawer.shift.shift).cashPaise < amountPaise ? 'too-little' : 'enough';
}

function refundSlip({ db }: Journal, { recharge, acts }: Chain): ExceptionDetailView['slip'] {
  const refund = acts.find(({ as }) => as === 'refund');
  if (refund === undefined) return null;
  const newest = printJobsOfEntry(db, refund.uid).findLast(({ slip }) => slip === 'refund-slip');
  return newest === undefined ? null : printJobView(newest, recharge.receiptNumber);
}
