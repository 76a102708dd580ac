import { describe, expect, it } from 'vitest';
import { type StatusItem, statusItems } from '../../../renderer/app/status-model.ts';
import { startText } from '../../../renderer/text/i18n.ts';
import type { CounterState } from '../../../electron/contract/view-schemas.ts';
import { quiet } from '../../harness/renderer-preview/counter-facts.ts';

function itemOf(id: StatusItem['id'], change: Partial<CounterState>, language: 'hi' | 'en' = 'en') {
  const saying = { t: startText(language).t, language, nowMs: quiet.now } as const;
  return statusItems({ ...quiet, ...change }, saying).find((item) => item.id === id);
}

describe('network and head end in the status bar', () => {
  const hour = 3_600_000;
  const away = {
    link: 'not-answering',
    nextTryAt: quiet.now + 42_000,
    triedAt: null,
    lastError: null,
    why: null,
  } as const;

  it('says since when there is a network and since when there is none', () => {
    expect(itemOf('network', { network: { state: 'up', since: quiet.now - 3 * hour } })).toMatchObject({
      level: 'good',
      detail: 'since 08:42',
    });
    expect(itemOf('network', { network: { state: 'down', since: quiet.now - 30 * hour } })).toMatchObject({
      level: 'stop',
      words: 'No network',
      detail: 'since yesterday 05:42 · check cable',
    });
  });

  it('says that the head end is down and since which date and time, in its large line', () => {
    const long = { ...away, since: quiet.now - 74 * hour };
    expect(itemOf('head-end', { headEnd: long })).toMatchObject({
      level: 'warn',
      words: 'Head end DOWN since 30 Oct 09:42',
      detail: 'carry on selling · next try in 42 s',
    });
    expect(itemOf('head-end', { headEnd: long }, 'hi')?.words).toBe('मुख्य सर्वर 30 अक्टू॰ 09:42 से बंद');
    expect(itemOf('head-end', { headEnd: { ...away, since: null, nextTryAt: null } })).toMatchObject({
      words: 'Head end DOWN',
      detail: 'carry on selling · nothing is lost',
    });
  });

  it('says how many are unsent, how much, and how old the oldest is', () => {
    const unsent = { count: 4_210, sumPaise: 38_91_400_00, oldestAt: quiet.now - 74 * hour, sending: null };
    expect(itemOf('unsent', { unsent })).toMatchObject({
      level: 'warn',
      words: 'Unsent 4,210 · ₹38,91,400',
      detail: 'oldest 3 days 2 h · safe here',
    });
    expect(itemOf('unsent', {})).toMatchObject({ level: 'good', words: 'Nothing unsent' });
  });
});

function secondCopy(change: Partial<CounterState>) {
  const saying = { t: startText('en').t, language: 'en', nowMs: quiet.now } as const;
  return statusItems({ ...quiet, ...change }, saying).find(({ id }) => id === 'second-copy');
}

describe('the second copy in the status bar', () => {
  const absent = {
    state: 'absent',
    folder: null,
    entries: 0,
    copied: 0,
    device: 'other',
    single: null,
  } as const;
  it('is missed only once there is something to copy', () => {
    expect(secondCopy({ setup: 'not-enrolled', secondCopy: absent })?.level).toBe('unknown');
    expect(secondCopy({ setup: 'no-people', secondCopy: absent })?.level).toBe('stop');
    expect(secondCopy({})).toMatchObject({ level: 'good', words: 'Second copy complete' });
  });
});
