import type { SignedAnswer } from '../counter/journal/answer.ts';
import { limits } from '../counter/limits.ts';
import type { HeadEndClient } from './client.ts';
import type { Outbox } from './outbox.ts';
import { notAnswering, type NotAnswering } from './verdict.ts';

export interface GiveBackPorts {
  readonly client: Pick<HeadEndClient, 'giveBack'>;
  readonly outbox: Outbox;
  readonly nextTurn: () => Promise<unknown>;
  readonly onFault: (error: unknown) => void;
}

/** Entries looked through between two turns of the event loop. */
const entriesAtOnce = 500;

/**
 * A head end that was restored from a backup has lost the later words that it gave about entries which it
 * still has; first words come with the entries that are sent again. So the counter gives back each latest
 * answer of a second or later turn, before it takes the new server epoch for known. Null when all is given.
 */
export async function giveBackAnswers(
  ports: GiveBackPorts,
  serverEpoch: string,
  through: number,
): Promise<NotAnswering | null> {
  const { outbox, nextTurn } = ports;
  let waiting: SignedAnswer[] = [];
  for (let from = 1; from <= through; from += entriesAtOnce) {
    const page = outbox.answersBetween(from, Math.min(through, from + entriesAtOnce - 1));
    waiting.push(...latestTurns(page).filter(({ answer }) => answer.turn > 1));
    while (waiting.length > limits.heldAnswersMax) {
      const failed = await give(ports, serverEpoch, waiting.slice(0, limits.heldAnswersMax), 'follows');
      if (failed !== null) return failed;
      waiting = waiting.slice(limits.heldAnswersMax);
    }
    await nextTurn();
  }
  // Only one in a new epoch waits to hear that there is nothing.
  const before = outbox.position().serverEpoch;
  const isAwaited = before !== null && before !== serverEpoch;
  return waiting.length === 0 && !isAwaited ? null : give(ports, serverEpoch, waiting, 'none');
}

async function give(
  { client, onFault }: GiveBackPorts,
  serverEpoch: string,
  answers: readonly SignedAnswer[],
  rest: 'follows' | 'none',
): Promise<NotAnswering | null> {
  const verdict = await client.giveBack(serverEpoch, answers, rest);
  switch (verdict.kind) {
    case 'answered':
      if (verdict.value.contradicting > 0) {
        onFault(new Error('the head end decided anew what it had decided before its restore'));
      }
      return null;
    case 'refused':
      // One that has no such call keeps its decisions in another way, or not at all: sending goes on.
      if (verdict.problem.type === 'not-found') return null;
      return notAnswering('wrong-answer', `answers given back: ${verdict.problem.type}`);
    case 'not-answering':
      return verdict;
  }
}

/** A head end restored from a backup needs the last word on each entry, not its history. */
export function latestTurns(answers: readonly SignedAnswer[]): readonly SignedAnswer[] {
  const latest = new Map<number, SignedAnswer>();
  for (const answer of answers) {
    const known = latest.get(answer.answer.seq);
    if (known === undefined || known.answer.turn < answer.answer.turn) latest.set(answer.answer.seq, answer);
  }
  return [...latest.values()];
}
