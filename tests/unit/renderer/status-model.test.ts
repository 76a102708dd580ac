import { describe, expect, it } from 'vitest';
import { statusItems } from '../../../renderer/app/status-model.ts';
import { startText } from '../../../renderer/text/i18n.ts';
import type { CounterState } from '../../../electron/contract/view-schemas.ts';
import { quiet } from '../../harness/renderer-preview/scenes.ts';

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
