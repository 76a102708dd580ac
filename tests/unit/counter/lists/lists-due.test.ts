import { describe, expect, it } from 'vitest';
import { listFileName, paperFileName } from '../../../../counter/lists/list-names.ts';
import { listsDue } from '../../../../counter/lists/lists-due.ts';

const noon = Date.parse('2026-11-02T12:00:00+05:30');
const hour = 3_600_000;

describe('lists are due', () => {
  it.each([
    ['never at a new counter', null, null, 'none', null],
    ['after the first close', null, noon, 'none', 'day-closed'],
    ['after a further close', noon - hour, noon, 'none', 'day-closed'],
    ['not twice after one close', noon, noon - hour, 'none', null],
    ['in an outage that began', null, null, 'open', 'daily'],
    ['not twice on one date', noon - 11 * hour, null, 'open', null],
    ['again after midnight in Patna, not in Greenwich', noon - 13 * hour, null, 'open', 'daily'],
    ['after a close before anything else', noon - 20 * hour, noon - hour, 'open', 'day-closed'],
    ['not daily without an outage', noon - 400 * hour, noon - 500 * hour, 'none', null],
  ] as const)('%s', (_when, madeAt, dayClosedAt, outage, due) => {
    expect(listsDue({ nowMs: noon, madeAt, dayClosedAt, outage })).toBe(due);
  });
});

describe('the name of a list', () => {
  const place = { office: 'PTC', counter: 'C02', madeOn: '2026-11-02' };

  it('says which, whose and of when, and has a number from the second on', () => {
    expect(listFileName({ list: 'do-not-disconnect' }, place, 1)).toBe('DND_PTC-C02_2026-11-02');
    expect(listFileName({ list: 'do-not-disconnect' }, place, 2)).toBe('DND_PTC-C02_2026-11-02_2');
    expect(listFileName({ list: 'paid-in-day', businessDate: '2026-11-01' }, place, 1)).toBe(
      'PAID_2026-11-01_PTC-C02_2026-11-02',
    );
  });

  it.each([
    ['BR-2026-11-01', 'PAID_BR-2026-11-01_PTC-C02_2026-11-02'],
    ['../../etc/passwd', 'PAID_-etc-passwd_PTC-C02_2026-11-02'],
    ['EESL सर्वर', 'PAID_EESL-_PTC-C02_2026-11-02'],
  ])('holds of an outage called %s only what any disk takes', (outage, name) => {
    expect(listFileName({ list: 'paid-in-outage', outage }, place, 1)).toBe(name);
  });

  it('goes on in the names of its papers', () => {
    expect(paperFileName('DND_PTC-C02_2026-11-02', 1, 1)).toBe('DND_PTC-C02_2026-11-02.pdf');
    expect(paperFileName('DND_PTC-C02_2026-11-02', 2, 3)).toBe('DND_PTC-C02_2026-11-02_part-2-of-3.pdf');
  });
});
