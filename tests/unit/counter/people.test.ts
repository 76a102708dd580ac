import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { mayApprove } from '../../../counter/people/person-draft.ts';
import { afterWrongPin, noTries, normalPin, pinFault, waitMs } from '../../../counter/people/pin-rules.ts';

describe('a new PIN', () => {
  it.each([
    ['739', 'too-short'],
    ['7391', null],
    ['73918264', null],
    ['739182645', 'too-long'],
    ['७३९१', null],
    ['73a1', 'not-digits'],
    ['1111', 'weak'],
    ['1234', 'weak'],
    ['8765', 'weak'],
    ['2580', 'weak'],
    ['4747', 'weak'],
    ['473473', 'weak'],
    ['4748', null],
    ['', 'too-short'],
  ])('%s: %s', (pin, fault) => {
    expect(pinFault(pin)).toBe(fault);
  });

  it('is the same in Devanagari and Latin digits', () => {
    expect(normalPin(' ७३९१ ')).toBe('7391');
  });
});

describe('a mistyped PIN', () => {
  const afterTries = (count: number, now = 0) => {
    let tries = noTries;
    for (let each = 0; each < count; each += 1) tries = afterWrongPin(tries, now);
    return tries;
  };

  it('costs nothing up to the last free try and a wait from there on', () => {
    expect(waitMs(afterTries(limits.pinTriesMax - 1), 0)).toBe(0);
    expect(waitMs(afterTries(limits.pinTriesMax), 0)).toBe(limits.pinLockMsFirst);
  });

  it('doubles the wait up to its bound', () => {
    expect(waitMs(afterTries(limits.pinTriesMax + 1), 0)).toBe(2 * limits.pinLockMsFirst);
    expect(waitMs(afterTries(limits.pinTriesMax + 90), 0)).toBe(limits.pinLockMsMax);
  });

  it('may be tried again when the wait is over, not a moment before', () => {
    const tries = afterTries(limits.pinTriesMax, 1_000);
    expect(waitMs(tries, 1_000 + limits.pinLockMsFirst - 1)).toBe(1);
    expect(waitMs(tries, 1_000 + limits.pinLockMsFirst)).toBe(0);
  });
});

describe('an approval', () => {
  const ravi = { person: 'ravi', role: 'head-cashier', state: 'active' } as const;

  it('is given by another supervisor who is active', () => {
    expect(mayApprove(ravi, 'asha')).toBe(true);
    expect(mayApprove(ravi, 'ravi')).toBe(false);
    expect(mayApprove({ ...ravi, state: 'off' }, 'asha')).toBe(false);
    expect(mayApprove({ ...ravi, role: 'cashier' }, 'asha')).toBe(false);
    expect(mayApprove({ ...ravi, role: 'officer' }, 'asha')).toBe(true);
  });
});
