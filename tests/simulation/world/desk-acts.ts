import { type Chain, isOpen, standingOf } from '../../../counter/exception/chain.ts';
import { notNowReasons, type Verdict, type Wish } from '../../../counter/exception/outcomes.ts';
import { refundDraft, settlementDraft } from '../../../counter/exception/settlement-drafts.ts';
import type { EntryDraft } from '../../../counter/journal/entry.ts';
import { type CashierPorts, insist } from './cashier.ts';
import { knownConsumer } from './head-end.ts';
import type { ActPorts, ActReply } from './service-acts.ts';

/** How the desk judges what it is asked; the joint that a mutant bends. */
export type Desk = (chain: Chain, wish: Wish) => Verdict;

/** What the exceptions desk of the counter service does. */
export async function settleException(
  ports: ActPorts,
  { uid, recharge, wish }: { readonly uid: string; readonly recharge: string; readonly wish: Wish },
): Promise<ActReply> {
  const { journal } = ports;
  const before = journal.entryByUid(uid);
  if (before !== null) return { kind: 'done', entry: before };
  const chain = journal.chainOf(recharge);
  if (chain === null) return { kind: 'refused', code: 'RECEIPT_UNKNOWN' };
  const verdict = ports.desk(chain, wish);
  if (verdict.is === 'not-now') return { kind: 'refused', code: verdict.why };
  const draft = draftOf(ports, uid, chain, wish, verdict.tip);
  return draft === null ? { kind: 'refused', code: 'SHIFT_NOT_OPEN' } : ports.record(draft, null, 'at-once');
}

function draftOf(
  { journal, cashier: operator }: ActPorts,
  uid: string,
  { recharge }: Chain,
  wish: Wish,
  tip: Extract<Verdict, { is: 'allowed' }>['tip'],
): EntryDraft | null {
  const open = journal.currentDay();
  const day = open === null ? null : { uid: open.day, businessDate: open.businessDate };
  const act = { uid, operator, reason: 'wrong number on the form', recharge, tip };
  if (wish.outcome === 'refunded') {
    const shift = journal.openShift();
    if (day === null || shift === null) return null;
    return refundDraft({ ...act, day, shift: shift.shift, approver: 'meena' });
  }
  const consumer = 'consumer' in wish ? wish.consumer : tip.consumer;
  const known = knownConsumer(consumer);
  const to = { consumer, meter: known?.meter ?? null, meterKind: known?.meterKind ?? null };
  return settlementDraft({ ...act, day, outcome: wish.outcome, to });
}

/** The person at the counter takes up one refused or nameless recharge, if there is one. */
export async function workTheDesk(ports: CashierPorts): Promise<void> {
  const { pc, random, drawer, wiring } = ports;
  const troubled = await pc.ask(async ({ journal }) => journal.troubled());
  if (troubled === 'away' || troubled.length === 0) return;
  const recharge = random.pick(troubled);
  const chain = await pc.ask(async ({ journal }) => journal.chainOf(recharge));
  if (chain === 'away' || chain === null) return;
  if (!isOpen(standingOf(chain)) && !wiring.takesUpSettled) return;
  const wish = wishFor(ports, chain);
  const { amountPaise } = chain.recharge;
  // Nobody pays back what does not lie in the drawer.
  if (wish.outcome === 'refunded' && drawer.paise < amountPaise) return;
  const done = await insist(
    ports,
    `settles a recharge of ₹${amountPaise / 100}: ${wish.outcome}`,
    (service, uid) => settleException(service.acts, { uid, recharge, wish }),
    [...notNowReasons, 'SHIFT_NOT_OPEN'],
  );
  if (done === 'done' && wish.outcome === 'refunded') drawer.paise -= amountPaise;
}

function wishFor({ random }: CashierPorts, chain: Chain): Wish {
  const consumer = random.pick(['100000001', '100000002', '200000001', '160000001', '900000002']);
  if (standingOf(chain).is === 'suspense') return { outcome: 'matched', consumer };
  const outcome = random.pick(['moved', 'resubmitted', 'refunded'] as const);
  return outcome === 'moved' ? { outcome, consumer } : { outcome };
}
