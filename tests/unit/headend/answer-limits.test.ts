import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { readRetryAfter } from '../../../headend/judge-reply.ts';
import { answerSchema, resultsPageSchema } from '../../../headend/schemas.ts';

const answer = {
  v: 1,
  counter: 'C02',
  epoch: 1,
  seq: 7,
  uid: '01a206e1-efc0-7e03-a8cc-102d3113eb74',
  record: 'recorded',
  credit: 'applied',
  turn: 1,
  code: null,
  text: null,
  reference: 'HE-7K3M-9QXA-2BDF',
  tokens: [],
  decidedAt: 1,
};
const token = '58320417796402853916';
const taken = (changes: object) => answerSchema.safeParse({ ...answer, ...changes }).success;

describe('an answer of the head end', () => {
  it('has as many tokens, turns and letters as the protocol says, and not one more', () => {
    expect(taken({ tokens: Array.from({ length: limits.tokensPerAnswerMax }, () => token) })).toBe(true);
    expect(taken({ tokens: Array.from({ length: limits.tokensPerAnswerMax + 1 }, () => token) })).toBe(false);
    expect(taken({ turn: limits.answerTurnsMax })).toBe(true);
    expect(taken({ turn: limits.answerTurnsMax + 1 })).toBe(false);
    const words = (length: number) => ({ hi: 'क'.repeat(length), en: 'a' });
    expect(taken({ text: words(limits.protocolTextCharsMax) })).toBe(true);
    expect(taken({ text: words(limits.protocolTextCharsMax + 1) })).toBe(false);
  });

  it('comes in texts and pages of bounded size', () => {
    const result = (length: number) => ({ seq: 1, text: 'x'.repeat(length), signature: 'A'.repeat(86) });
    const page = (results: readonly object[]) =>
      resultsPageSchema.safeParse({
        serverId: 'he',
        serverEpoch: 'e1',
        results,
        cursor: 'e1:1',
        more: false,
      });
    const wrong = (results: readonly object[]) =>
      page(results).error?.issues.map(({ path }) => path.join('.')) ?? [];
    const longest = result(limits.answerTextCharsMax);
    const long = (results: readonly object[], at: string) => wrong(results).includes(at);
    expect(long([longest], 'results.0.text')).toBe(false);
    expect(long([result(limits.answerTextCharsMax + 1)], 'results.0.text')).toBe(true);
    expect(
      long(
        Array.from({ length: limits.resultsPageMax }, () => longest),
        'results',
      ),
    ).toBe(false);
    expect(
      long(
        Array.from({ length: limits.resultsPageMax + 1 }, () => longest),
        'results',
      ),
    ).toBe(true);
  });

  it('never asks for a longer wait than the bound', () => {
    const seconds = limits.retryAfterMsMax / 1_000;
    expect(readRetryAfter({ 'retry-after': String(seconds) })).toBe(limits.retryAfterMsMax);
    expect(readRetryAfter({ 'retry-after': String(seconds + 1) })).toBe(limits.retryAfterMsMax);
  });
});
