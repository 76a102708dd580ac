import { setTimeout as delay } from 'node:timers/promises';
import type { FaultKind } from '../../headend/reference/faults.ts';
import type { HeadEndProcess } from '../office/head-end-process.ts';

/** What the head end goes through on the day of the demo, beside being away. */

/** Each is a way of not answering; the network stays up in all of them. */
const waysToBeAway = ['503', 'html200', 'hang', 'down', 'empty200'] as const satisfies readonly FaultKind[];

/** The first recharge of the outage finds 503; then the ways change as the queue moves on. */
export function wayToBeAway(taken: number, recharges: number): FaultKind {
  const nth = Math.floor((taken * waysToBeAway.length) / Math.max(1, recharges));
  return waysToBeAway[Math.min(nth, waysToBeAway.length - 1)] ?? '503';
}

const flapMs = 3_000;
const settleMs = 4_000;

/**
 * It comes back as such systems do: from a backup of the morning, losing the first answers, going away once
 * more, and with a network that brings a batch twice.
 */
export async function comeBack(headEnd: HeadEndProcess, say: (line: string) => void): Promise<void> {
  await headEnd.restore();
  say('The head end was restored from a backup of the morning: it has forgotten what came after.');
  await headEnd.setFault('lost-answer', 2);
  say('It answers again; its first answers are lost on their way.');
  await delay(settleMs);
  await headEnd.setFault('503');
  await delay(flapMs);
  await headEnd.setFault('duplicate', 3);
  say('It went away once more and is back; the network brings batches twice.');
}
