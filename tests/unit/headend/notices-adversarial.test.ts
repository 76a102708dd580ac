import { describe, expect, it } from 'vitest';
import type { Json } from '../../../counter/journal/canonical.ts';
import { limits } from '../../../counter/limits.ts';
import { notOver, takesPlaceOf } from '../../../headend/notices.ts';
import type { NoticeList } from '../../../headend/schemas.ts';
import { generateSigningKey } from '../../../headend/signatures.ts';
import {
  expectNoAnswers,
  expectPoisonJudged,
  judgeJson,
  type MessageUnderTest,
} from '../../harness/judged-replies.ts';
import { createScriptedHeadEnd } from '../../harness/scripted-head-end.ts';

const notices: MessageUnderTest = {
  message: 'NoticesReply',
  sound: (headEnd) => headEnd.noticesReply(),
  ask: ({ client }) => client.notices(),
};

const dayMs = 86_400_000;
const one = (change: Record<string, Json> = {}): Json => ({
  id: 'n-1',
  kind: 'outage',
  from: 1,
  until: 2,
  text: { hi: 'सर्वर बंद', en: 'Server off' },
  ...change,
});
const list = (at: number, change: Partial<NoticeList> = {}): NoticeList => ({
  v: 1,
  serverId: 'he-1',
  at,
  notices: [],
  ...change,
});

describe('the notices', () => {
  it('are no page, no half and no twice', async () => {
    expect(await expectNoAnswers(notices)).toBeGreaterThan(25);
  });

  it('poisoned in any field are what openapi.json says they are, and the signature holds', async () => {
    const { tried, taken } = await expectPoisonJudged(notices);
    expect(tried).toBeGreaterThan(40);
    expect(taken).toEqual([]);
  });

  it('with a wrong signature, the signature of another text, of another server', async () => {
    const headEnd = createScriptedHeadEnd();
    const judged = (signed: object) =>
      judgeJson(headEnd, notices, headEnd.noticesReply({ notices: { ...signed } }));
    expect(await judged(headEnd.notices({}, generateSigningKey()))).toBe('wrong-signature');
    expect(await judged({ ...headEnd.notices(), signature: headEnd.notices({ at: 2 }).signature })).toBe(
      'wrong-signature',
    );
    expect(await judged(headEnd.acknowledgement())).toBe('wrong-signature');
    expect(await judged(headEnd.notices({ serverId: 'he-2' }))).toBe('wrong-server');
    expect(await judgeJson(headEnd, notices, headEnd.noticesReply({ serverId: 'he-2' }))).toBe(
      'wrong-server',
    );
  });

  it('well signed and poisoned: a head end that lost its senses shows nothing', async () => {
    const headEnd = createScriptedHeadEnd();
    const judged = (bad: readonly Json[]) =>
      judgeJson(
        headEnd,
        notices,
        headEnd.noticesReply({ notices: { ...headEnd.notices({ notices: bad }) } }),
      );
    expect(await judged([one()])).toBe('answered');
    expect(await judged([one(), one()])).toBe('wrong-answer');
    expect(await judged([one({ from: 2, until: 2 })])).toBe('wrong-answer');
    expect(await judged([one({ from: 3, until: 2 })])).toBe('wrong-answer');
    for (const text of [null, { hi: 'x' }, { hi: '', en: 'x' }, { hi: 7, en: 'x' }, 'x']) {
      expect(await judged([one({ text })])).toBe('unparsable');
    }
    // A kind of a later version is shown as a message; markup is text like any other.
    expect(await judged([one({ kind: 'holiday', more: 1 })])).toBe('answered');
    expect(await judged([one({ text: { hi: '<b>', en: '<script>alert(1)</script>' } })])).toBe('answered');
  });

  it('too large: at each bound, and one past it', async () => {
    const headEnd = createScriptedHeadEnd();
    const judged = (bad: readonly Json[]) =>
      judgeJson(
        headEnd,
        notices,
        headEnd.noticesReply({ notices: { ...headEnd.notices({ notices: bad }) } }),
      );
    const many = (count: number) => Array.from({ length: count }, (_, index) => one({ id: `n-${index}` }));
    expect(await judged(many(limits.noticesMax))).toBe('answered');
    expect(await judged(many(limits.noticesMax + 1))).toBe('unparsable');
    const long = (chars: number) => [one({ text: { hi: 'क'.repeat(chars), en: 'x' } })];
    expect(await judged(long(limits.protocolTextCharsMax))).toBe('answered');
    expect(await judged(long(limits.protocolTextCharsMax + 1))).toBe('unparsable');
    const lasts = (ms: number) => [one({ from: 0, until: ms })];
    expect(await judged(lasts(limits.noticeDaysMax * dayMs))).toBe('answered');
    expect(await judged(lasts(limits.noticeDaysMax * dayMs + 1))).toBe('wrong-answer');
    const padded = (chars: number) => {
      const bare = headEnd.notices({ pad: '' }).text.length;
      return headEnd.noticesReply({ notices: { ...headEnd.notices({ pad: 'x'.repeat(chars - bare) }) } });
    };
    expect(await judgeJson(headEnd, notices, padded(limits.noticesTextCharsMax))).toBe('answered');
    expect(await judgeJson(headEnd, notices, padded(limits.noticesTextCharsMax + 1))).toBe('unparsable');
  });

  it('the fullest list there may be has room in its text', () => {
    const text = {
      hi: '\u0001'.repeat(limits.protocolTextCharsMax),
      en: '\u0001'.repeat(limits.protocolTextCharsMax),
    };
    const full = Array.from({ length: limits.noticesMax }, (_, index) =>
      one({ id: `${'n'.repeat(30)}${10 + index}`, text, from: 1, until: limits.wallMsMax }),
    );
    expect(JSON.stringify(list(1, { notices: [] })).length + JSON.stringify(full).length).toBeLessThan(
      limits.noticesTextCharsMax,
    );
  });
});

describe('which list stands', () => {
  const now = 1_795_000_000_000;

  it('replayed and reordered: an older one never takes the place of a newer', () => {
    expect(takesPlaceOf(null, list(now - 5), now)).toBe(true);
    expect(takesPlaceOf(list(now - 5), list(now - 4), now)).toBe(true);
    expect(takesPlaceOf(list(now - 5), list(now - 5), now)).toBe(true);
    expect(takesPlaceOf(list(now - 5), list(now - 6), now)).toBe(false);
  });

  it('from the future: not taken, for nothing could ever take its place', () => {
    expect(takesPlaceOf(null, list(now + limits.clockSkewMs), now)).toBe(true);
    expect(takesPlaceOf(null, list(now + limits.clockSkewMs + 1), now)).toBe(false);
    expect(takesPlaceOf(null, list(limits.wallMsMax), now)).toBe(false);
  });

  it('one that was taken while this clock was years ahead gives way', () => {
    expect(takesPlaceOf(list(now + 365 * dayMs), list(now - 5), now)).toBe(true);
  });

  it('that of another head end gives way', () => {
    expect(takesPlaceOf(list(now - 5, { serverId: 'he-0' }), list(now - 9), now)).toBe(true);
  });

  it('shows what is not over, the first to begin first', () => {
    const of = (id: string, from: number, until: number) => ({
      id,
      kind: 'outage',
      from,
      until,
      text: { hi: 'x', en: 'x' },
    });
    const all = [of('later', now + 9, now + 10), of('over', 1, now), of('now', 1, now + 1)];
    expect(notOver(all, now).map(({ id }) => id)).toEqual(['now', 'later']);
  });
});
