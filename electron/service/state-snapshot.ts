import type { Journal } from '../../db/journal.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { outageName } from '../../counter/outage/outage-name.ts';
import { lastCare } from '../../db/care/care-events.ts';
import { journalProof } from '../../db/care/keep-report.ts';
import { clockStanding } from '../../db/clock.ts';
import { currentDay, openOutage, openShifts, shiftTotals, unsentSummary } from '../../db/day-reads.ts';
import { entryByUid, lastRecharge, lastSeq } from '../../db/entries.ts';
import { people, somebodyMaySignIn } from '../../db/people.ts';
import { outageNames } from '../../db/outage-reads.ts';
import { openPrintJobsIn } from '../../db/print-jobs.ts';
import { secondCopyStatus } from '../../db/second-copy.ts';
import { profileOf } from '../../printers/profile.ts';
import type { CounterState, PersonView } from '../contract/view-schemas.ts';
import { headEndFault } from './head-end-fault.ts';
import { issuerOf } from './paper-maker.ts';
import { printJobView, reasonView } from './print-view.ts';
import { profileIdOf } from './printer-link.ts';
import { rechargeView } from './recharge-view.ts';
import { singleCopyNow } from './single-copy.ts';
import type { ServiceContext } from './service-context.ts';
import { faultWords, wordOf } from './upload-fault-view.ts';

const questionsMax = 50;

/** The whole state of the counter, made anew from what is on disk and in hand. */
export function stateSnapshot(context: ServiceContext): CounterState {
  const { journal, lock } = context.keeper;
  const fromJournal = journal === null ? withoutJournal : ofJournal(context, journal);
  return {
    appVersion: context.appVersion,
    now: context.clock.wallMs(),
    practice: context.config.practice,
    network: context.network.now,
    outageCall: context.config.outage.call,
    headEnd: headEndState(context.headEnd),
    notices: [...context.headEnd.notices],
    printer: printerState(context),
    selling: { state: lock === null ? 'open' : 'locked', reason: lock },
    directory: context.directory.summary(),
    restore: context.restore.progress(),
    directoryImport: context.directory.progress(),
    ...fromJournal,
  };
}

type OfJournal = Pick<
  CounterState,
  | 'setup'
  | 'counter'
  | 'people'
  | 'session'
  | 'day'
  | 'shift'
  | 'outage'
  | 'outageProposal'
  | 'unsent'
  | 'secondCopy'
  | 'care'
  | 'lastRecharge'
  | 'clock'
  | 'questions'
>;

const withoutJournal: OfJournal = {
  setup: 'not-enrolled',
  counter: null,
  people: [],
  session: null,
  day: null,
  shift: null,
  outage: null,
  outageProposal: null,
  unsent: { count: 0, sumPaise: 0, oldestAt: null, sending: null },
  secondCopy: { state: 'absent', folder: null, entries: 0, copied: 0, device: 'other', single: null },
  care: { proof: 'none', provedAt: null, copiedAt: null, mendedAt: null },
  lastRecharge: null,
  clock: 'trusted',
  questions: [],
};

function ofJournal(context: ServiceContext, journal: Journal): OfJournal {
  const { db } = journal;
  const { counter, ...issuer } = issuerOf(journal);
  const everybody = people(db)
    .filter(({ state }) => state === 'active')
    .map(({ person, name, role }): PersonView => ({ person, name, role }));
  const day = currentDay(db);
  const outage = openOutage(db);
  const last = lastRecharge(db, null);
  const { current } = context.session;
  return {
    setup: somebodyMaySignIn(db) ? 'ready' : 'no-people',
    counter: { id: counter, ...issuer },
    people: everybody,
    session: current === null ? null : (everybody.find(({ person }) => person === current.person) ?? null),
    day:
      day === null
        ? null
        : { uid: day.day, businessDate: day.businessDate, session: day.session, openedAt: day.openedAt },
    shift: shiftState(journal),
    outage: outage === null ? null : { uid: outage.outage, name: outage.name, since: outage.since },
    outageProposal: outage === null ? proposalState(context, journal) : null,
    unsent: { ...unsentSummary(db), sending: context.headEnd.snapshot?.sending ?? null },
    secondCopy: secondCopyState(context, journal),
    care: careState(journal),
    clock: clockStanding(journal),
    lastRecharge: last === null ? null : rechargeView(journal, last),
    questions: openPrintJobsIn(db, 'uncertain', questionsMax).map((job) =>
      printJobView(job, receiptNumberOf(journal, job.entry)),
    ),
  };
}

function proposalState(context: ServiceContext, { db }: Journal): CounterState['outageProposal'] {
  const { outages, config, clock, headEnd } = context;
  const due = outages.proposedSince;
  const missedSince = headEnd.snapshot?.link === 'not-answering' ? headEnd.snapshot.since : null;
  const since = due ?? missedSince ?? clock.wallMs();
  const name = outageName(config.outage.prefix, since, outageNames(db));
  return { kind: due === null ? 'not-due' : 'due', since, name };
}

function shiftState(journal: Journal): CounterState['shift'] {
  const [shift] = openShifts(journal.db);
  if (shift === undefined) return null;
  const { shiftNumber, cashier, openedAt, floatPaise } = shift;
  const { recharges } = shiftTotals(journal.db, shift.shift);
  return { uid: shift.shift, shiftNumber, cashier, openedAt, floatPaise, recharges };
}

function secondCopyState(context: ServiceContext, journal: Journal): CounterState['secondCopy'] {
  const { state, throughSeq } = secondCopyStatus(journal);
  const entries = lastSeq(journal.db);
  const single = singleCopyNow(context, journal);
  const facts = {
    folder: context.config.mirrorFolder,
    entries,
    copied: throughSeq,
    device: context.copyDevice.now,
    single:
      single === null ? null : { ...single, salesPerApproval: context.config.singleCopy.salesPerApproval },
  };
  if (state === 'none') return { ...facts, state: 'absent' };
  if (state === 'lost') return { ...facts, state: 'lost' };
  return { ...facts, state: throughSeq >= entries ? 'complete' : 'behind' };
}

function careState({ db }: Journal): CounterState['care'] {
  const { state, at } = journalProof(db);
  return {
    proof: state,
    provedAt: state === 'none' ? null : at,
    copiedAt: lastCare(db, ['copy-made'])?.at ?? null,
    mendedAt: lastCare(db, ['journal-mended'])?.at ?? null,
  };
}

function headEndState({ snapshot, attempts }: ServiceContext['headEnd']): CounterState['headEnd'] {
  const { askedAt: triedAt } = attempts;
  if (snapshot === null) {
    return { link: 'unknown', since: null, nextTryAt: null, triedAt, lastError: null, why: null };
  }
  const { link, since, nextTryAt, lastError } = snapshot;
  const shown = link === 'answering' && snapshot.fenced !== null ? 'fenced' : link;
  const fault = lastError?.kind === 'not-answering' ? headEndFault(lastError.reason) : null;
  const why = lastError === null ? null : faultWords(lastError);
  return {
    link: shown,
    since,
    nextTryAt,
    triedAt,
    lastError: why === null ? null : wordOf(why),
    why,
    ...(fault === null ? {} : { fault }),
  };
}

function printerState(context: ServiceContext): CounterState['printer'] {
  const { widthDots } = profileOf(profileIdOf(context.config));
  const paperMm = widthDots > 400 ? 80 : 58;
  const { status } = context.paper.link;
  if (context.config.printer.device.kind === 'none') {
    return { state: 'stopped', reason: 'not-there', since: null, widthDots, paperMm };
  }
  if (status === null) return { state: 'unknown', reason: 'none', since: null, widthDots, paperMm };
  const { state, reason, sinceMs } = status;
  return { state, reason: reasonView(reason), since: Math.max(0, Math.round(sinceMs)), widthDots, paperMm };
}

function receiptNumberOf(journal: Journal, uid: string): string | null {
  const stored = entryByUid(journal.db, uid);
  const entry = stored === null ? null : readBody(stored.body);
  return entry?.kind === 'recharge' ? entry.receiptNumber : null;
}
