import type {
  CashLink,
  Chain,
  CreditLink,
  LinkAnswer,
  SettlementLink,
} from '../../../counter/exception/chain.ts';
import type { Entry } from '../../../counter/journal/entry.ts';
import type { MemoryDisk } from './disk.ts';
import { latestAnswerIn } from './memory-outbox.ts';

/** A recharge and all that was done about it, as `db/exception-chain.ts` reads it; null for no recharge. */
export function chainIn(disk: MemoryDisk, uid: string): Chain | null {
  const recharge = disk.bodies[(disk.seqOfUid.get(uid) ?? 0) - 1];
  if (recharge?.kind !== 'recharge') return null;
  const { consumer, consumerName, meter, meterKind, heads, amountPaise, receiptNumber } = recharge;
  return {
    recharge: {
      as: 'recharge',
      ...commonOf(recharge),
      ...creditOf(disk, recharge.seq),
      consumer,
      consumerName,
      meter,
      meterKind,
      heads,
      amountPaise,
      receiptNumber,
      businessDate: recharge.businessDate ?? '',
    },
    acts: actsOn(disk, uid),
    owner: null,
  };
}

/** uids of recharges that the head end refused or knows no consumer for, settled or not. */
export function troubledIn(disk: MemoryDisk): string[] {
  const troubled = new Set<string>();
  for (const { answer } of disk.answers) {
    const waits = answer.credit === 'pending' && answer.code === 'unknown-consumer';
    const body = disk.bodies[answer.seq - 1];
    if (body?.kind === 'recharge' && (answer.credit === 'rejected' || waits)) troubled.add(body.uid);
  }
  return [...troubled];
}

function actsOn(disk: MemoryDisk, recharge: string): (SettlementLink | CashLink)[] {
  const inChain = new Set([recharge]);
  const acts: (SettlementLink | CashLink)[] = [];
  // An act follows what it is about, so one walk finds them all.
  for (const body of disk.bodies) {
    if (body.ref === null || !inChain.has(body.ref)) continue;
    const act = actOf(disk, body, body.ref);
    if (act === null) continue;
    acts.push(act);
    if (act.as === 'settlement') inChain.add(act.uid);
  }
  return acts;
}

function actOf(disk: MemoryDisk, body: Entry, ref: string): SettlementLink | CashLink | null {
  if (body.kind === 'refund' || body.kind === 'cancellation') {
    const { kind, amountPaise, reason, approver } = body;
    return { as: kind, ...commonOf(body), ref, amountPaise, reason, approver };
  }
  if (body.kind !== 'refusal settled' || body.credit === undefined || body.outcome === 'refunded')
    return null;
  const { outcome, reason, approver, credit } = body;
  const asked = { ...commonOf(body), ...creditOf(disk, body.seq), ...credit };
  return { as: 'settlement', ...asked, ref, outcome, reason, approver };
}

function commonOf({ uid, seq, at, operator }: Entry) {
  return { uid, seq, at, operator };
}

function creditOf(disk: MemoryDisk, seq: number): Pick<CreditLink, 'answer' | 'token'> {
  const answers = disk.answers.filter(({ answer }) => answer.seq === seq);
  const latest = latestAnswerIn(answers, seq);
  const given = answers.some(({ answer }) => answer.tokens.length > 0);
  return { answer: latest === null ? null : linkAnswer(latest), token: given ? 'given' : 'none' };
}

function linkAnswer(latest: NonNullable<ReturnType<typeof latestAnswerIn>>): LinkAnswer {
  const { record, credit, code, text, reference, decidedAt, amountPaise = null, consumer = null } = latest;
  return { record, credit, code, text, reference, decidedAt, amountPaise, consumer, storedAt: decidedAt };
}
