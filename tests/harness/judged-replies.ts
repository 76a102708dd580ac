import { expect } from 'vitest';
import type { Json } from '../../counter/journal/canonical.ts';
import type { Message } from '../../headend/calls.ts';
import type { HttpReply } from '../../headend/transport.ts';
import type { Verdict } from '../../headend/verdict.ts';
import { jsonReply } from './core-over-calls.ts';
import { noAnswers, poisoned } from './hostile-replies.ts';
import { readOpenApi } from './openapi-reader.ts';
import { createScriptedHeadEnd, type ScriptedHeadEnd } from './scripted-head-end.ts';

/** One message of the head end, as its adversarial test asks for it. */
export interface MessageUnderTest {
  readonly message: Message;
  readonly sound: (headEnd: ScriptedHeadEnd) => Json;
  readonly ask: (headEnd: ScriptedHeadEnd) => Promise<Verdict<unknown>>;
}

export async function judge(
  headEnd: ScriptedHeadEnd,
  of: MessageUnderTest,
  reply: HttpReply,
): Promise<string> {
  headEnd.says(reply);
  const verdict = await of.ask(headEnd);
  if (verdict.kind === 'not-answering') return verdict.reason;
  return verdict.kind === 'refused' ? `refused: ${verdict.problem.type}` : 'answered';
}

export const judgeJson = (headEnd: ScriptedHeadEnd, of: MessageUnderTest, value: unknown) =>
  judge(headEnd, of, jsonReply(value));

/** The sound message is an answer; nothing that only looks like one is. Gives how many were tried. */
export async function expectNoAnswers(of: MessageUnderTest): Promise<number> {
  const headEnd = createScriptedHeadEnd();
  const sound = of.sound(headEnd);
  expect(await judgeJson(headEnd, of, sound)).toBe('answered');
  const replies = noAnswers(sound);
  for (const [what, reply] of replies) {
    const verdict = await judge(headEnd, of, reply);
    expect({ what, verdict }).not.toEqual({ what, verdict: 'answered' });
    expect(verdict).not.toMatch(/^refused: /u);
  }
  return replies.length;
}

/**
 * Every field left out or poisoned, one at a time. A stranger who reads openapi.json decides what has the
 * form of the message; the client takes nothing else, and a field that it takes came as it was sent.
 */
export async function expectPoisonJudged(
  of: MessageUnderTest,
): Promise<{ tried: number; taken: readonly string[] }> {
  const openApi = readOpenApi();
  const headEnd = createScriptedHeadEnd();
  const taken: string[] = [];
  const all = poisoned(of.sound(headEnd));
  for (const [what, value] of all) {
    const verdict = await judgeJson(headEnd, of, value);
    if (verdict !== 'answered') continue;
    expect({ what, misfit: openApi.misfitOf(of.message, value) }).toEqual({ what, misfit: null });
    taken.push(what);
  }
  return { tried: all.length, taken };
}
