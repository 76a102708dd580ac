import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { schemas } from '../../../electron/contract/schemas.ts';

const opening = { uid: '0199f000-0000-7000-8000-000000000001', name: 'BR', cause: 'server', since: 1 };
const takes = (change: object) => schemas['outage.open'].input.safeParse({ ...opening, ...change }).success;

describe('what opens an outage', () => {
  it('has a name and a cause of a length that an entry holds, and one character more is refused', () => {
    expect(takes({ name: 'B'.repeat(limits.outageNameCharsMax) })).toBe(true);
    expect(takes({ name: 'B'.repeat(limits.outageNameCharsMax + 1) })).toBe(false);
    expect(takes({ cause: 'c'.repeat(limits.outageCauseCharsMax) })).toBe(true);
    expect(takes({ cause: 'c'.repeat(limits.outageCauseCharsMax + 1) })).toBe(false);
    for (const change of [{ name: '' }, { cause: '' }, { since: -1 }, { since: 1.5 }, { more: 1 }]) {
      expect(takes(change)).toBe(false);
    }
  });

  it('is for supervisors alone, as is all else about outages', () => {
    const channels = Object.entries(schemas).filter(([name]) => name.startsWith('outage.'));
    expect(channels).toHaveLength(6);
    for (const [, { access }] of channels)
      expect(access).toEqual(['head-cashier', 'officer', 'administrator']);
  });
});
