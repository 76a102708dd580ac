import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { createHeadEndClient } from '../../../headend/client.ts';
import { defaultDeadlines } from '../../../headend/deadlines.ts';
import { healthSchema } from '../../../headend/schemas.ts';
import { jsonReply, textReply } from '../../harness/core-over-calls.ts';
import {
  expectNoAnswers,
  expectPoisonJudged,
  judge,
  judgeJson,
  type MessageUnderTest,
} from '../../harness/judged-replies.ts';
import { createScriptedHeadEnd } from '../../harness/scripted-head-end.ts';

/** Health is not signed: at worst it says that nobody is there, or somebody who then proves nothing. */
const health: MessageUnderTest = {
  message: 'Health',
  sound: (headEnd) => headEnd.health(),
  ask: ({ client }) => client.health(),
};

describe('health', () => {
  it('is no page, no half and no twice', async () => {
    expect(await expectNoAnswers(health)).toBeGreaterThan(25);
  });

  it('poisoned in any field is what openapi.json says it is', async () => {
    const { tried, taken } = await expectPoisonJudged(health);
    console.log(`${tried} poisoned, ${taken.length} still of the right form: ${taken.join('; ')}`);
    expect(tried).toBeGreaterThan(80);
    // What may be left out, and texts within their bound.
    expect(taken).toEqual([
      'without acceptVersions',
      'notice = null',
      'notice.hi = ""',
      'notice.hi = "१"',
      'notice.en = ""',
      'notice.en = "१"',
    ]);
  });

  it('replayed or reordered changes nothing but the time that was heard', async () => {
    const heard: number[] = [];
    const headEnd = createScriptedHeadEnd();
    const client = createHeadEndClient({
      identity: {
        counter: 'C02',
        epoch: 1,
        serverId: 'he-1',
        headEndPublicKey: headEnd.key.publicKey,
        accessToken: '',
      },
      deadlines: defaultDeadlines,
      sha256: () => '',
      verify: async () => false,
      heardTime: (serverMs) => void heard.push(serverMs),
      transport: {
        send: async () => jsonReply(headEnd.health({ serverTime: 7 })),
        stream: async () => textReply('', 500, ''),
        close: async () => {},
      },
    });
    for (let times = 0; times < 3; times += 1) expect((await client.health()).kind).toBe('answered');
    expect(heard).toEqual([7, 7, 7]);
  });

  it('from the future is an answer up to the last date there is, and none beyond it', async () => {
    const headEnd = createScriptedHeadEnd();
    const at = (serverTime: number) => judgeJson(headEnd, health, headEnd.health({ serverTime }));
    expect(await at(limits.wallMsMax)).toBe('answered');
    expect(await at(limits.wallMsMax + 1)).toBe('unparsable');
  });

  it('of another server is nobody’s', async () => {
    const headEnd = createScriptedHeadEnd();
    expect(await judgeJson(headEnd, health, headEnd.health({ serverId: 'he-2' }))).toBe('wrong-server');
  });

  it('too large: a notice over its bound, and more versions than may be named', async () => {
    const headEnd = createScriptedHeadEnd();
    const notice = (chars: number) =>
      judgeJson(headEnd, health, headEnd.health({ notice: { hi: 'x'.repeat(chars), en: '' } }));
    expect(await notice(limits.protocolTextCharsMax)).toBe('answered');
    expect(await notice(limits.protocolTextCharsMax + 1)).toBe('unparsable');
    const versions = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    const named = (count: number) =>
      judgeJson(headEnd, health, headEnd.health({ acceptVersions: versions(count) }));
    expect(await named(limits.protocolVersionsMax)).toBe('answered');
    expect(await named(limits.protocolVersionsMax + 1)).toBe('unparsable');
  });

  it('with fields that this version does not know is an answer all the same', async () => {
    const headEnd = createScriptedHeadEnd();
    const later = headEnd.health({
      acceptVersions: [1, 2],
      mood: 'fine',
      notice: { hi: '', en: '', ur: '' },
    });
    expect(await judgeJson(headEnd, health, later)).toBe('answered');
    expect(Object.keys(healthSchema.parse(later))).not.toContain('mood');
  });

  it('refused: a problem is told, never obeyed', async () => {
    const headEnd = createScriptedHeadEnd();
    const fork = jsonReply({ type: 'fork', title: '', status: 409 }, 409, 'application/problem+json');
    expect(await judge(headEnd, health, fork)).toBe('refused: fork');
  });
});
