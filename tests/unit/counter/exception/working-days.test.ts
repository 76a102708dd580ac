import { describe, expect, it } from 'vitest';
import { deskClock, isWorkingDay } from '../../../../counter/exception/working-days.ts';
import { limits } from '../../../../counter/limits.ts';
import { kolkataDateTime } from '../../../../counter/time.ts';

const kolkata = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+05:30`);
const due = (since: string, holidays: string[] = []): string =>
  kolkataDateTime(deskClock(kolkata(since), kolkata(since), holidays).dueAt);

describe('the three working days of the desk', () => {
  it.each([
    // A Monday: Tuesday, Wednesday and Thursday are left.
    ['2026-11-23 11:00:00', [], '2026-11-27 00:00:00'],
    ['2026-11-23 23:59:59', [], '2026-11-27 00:00:00'],
    ['2026-11-24 00:00:00', [], '2026-11-28 00:00:00'],
    // Over a Sunday.
    ['2026-11-27 11:00:00', [], '2026-12-02 00:00:00'],
    ['2026-11-29 11:00:00', [], '2026-12-03 00:00:00'],
    // Over two holidays; one that falls on a Sunday counts once.
    ['2026-11-23 11:00:00', ['2026-11-24', '2026-11-26'], '2026-11-29 00:00:00'],
    ['2026-11-27 11:00:00', ['2026-11-29'], '2026-12-02 00:00:00'],
  ])('from %s without %j they end at %s', (since, holidays, end) => {
    expect(due(since, holidays)).toBe(end);
  });

  it('count down to the last day, then up', () => {
    const since = kolkata('2026-11-27 11:00:00');
    const read = (now: string) => {
      const clock = deskClock(since, kolkata(now), []);
      return clock.is === 'running' ? clock.left : -clock.by;
    };
    expect(read('2026-11-27 12:00:00')).toBe(3);
    expect(read('2026-11-29 12:00:00')).toBe(2);
    expect(read('2026-12-01 23:59:59')).toBe(0);
    expect(read('2026-12-02 00:00:00')).toBe(-1);
    expect(read('2026-12-07 09:00:00')).toBe(-5);
  });

  it('tell a forgotten row by a bound', () => {
    const clock = deskClock(kolkata('2026-11-23 11:00:00'), kolkata('2030-11-23 11:00:00'), []);
    expect(clock).toMatchObject({ is: 'over', by: limits.exceptionDaysShownMax });
    expect(limits.exceptionWorkingDays).toBe(3);
  });

  it('knows Sundays and the holidays it is told', () => {
    expect(isWorkingDay('2026-11-29', [])).toBe(false);
    expect(isWorkingDay('2026-11-28', [])).toBe(true);
    expect(isWorkingDay('2026-11-28', ['2026-11-28'])).toBe(false);
  });

  it('is not shortened by a clock that was put back', () => {
    const since = kolkata('2026-11-23 11:00:00');
    expect(deskClock(since, kolkata('2026-11-20 11:00:00'), [])).toMatchObject({ is: 'running' });
  });
});
