import { describe, expect, it } from 'vitest';
import { isFinal, mayBeOnPaper, mayFollow, printStates } from '../../../../counter/journal/print-job.ts';

describe('the steps of a print job', () => {
  it('never lead from what may be on paper back to sending without a person', () => {
    for (const state of printStates.filter((name) => mayBeOnPaper(name)))
      expect(mayFollow(state, 'queued')).toBe(false);
    expect(printStates.filter((next) => mayFollow('uncertain', next))).toEqual(['confirmed', 'replaced']);
  });

  it('end for good', () => {
    for (const state of printStates.filter(isFinal)) {
      expect(printStates.filter((next) => mayFollow(state, next))).toEqual([]);
    }
  });

  it('make everything that may be on paper uncertain after a crash', () => {
    const interrupted = printStates.filter(mayBeOnPaper);
    expect(interrupted).toEqual(['sending', 'awaiting', 'stalled']);
    for (const state of interrupted) expect(mayFollow(state, 'uncertain')).toBe(true);
  });

  it('print nothing before the document is frozen', () => {
    expect(printStates.filter((next) => mayFollow('waiting', next))).toEqual(['queued']);
  });
});
