import { describe, expect, it } from 'vitest';
import {
  firstOpenLine,
  outageChecklist,
  type OutageFacts,
} from '../../../../counter/outage/outage-checklist.ts';
import { outageName } from '../../../../counter/outage/outage-name.ts';
import { proposalOf, type Silence } from '../../../../counter/outage/outage-proposal.ts';

const at = (text: string): number => Date.parse(`${text}+05:30`);
const since = at('2026-11-01T09:20');

describe('the name of an outage', () => {
  it('is the Kolkata date of its beginning, and numbered from the second of a date on', () => {
    expect(outageName('BR', since, new Set())).toBe('BR-2026-11-01');
    expect(outageName('BR', since, new Set(['BR-2026-11-01']))).toBe('BR-2026-11-01-2');
    const three = new Set(['BR-2026-11-01', 'BR-2026-11-01-2', 'BR-2026-11-01-3']);
    expect(outageName('BR', since, three)).toBe('BR-2026-11-01-4');
  });

  it('takes the date of Kolkata where that of Greenwich is another', () => {
    expect(outageName('NB', at('2026-11-02T00:10'), new Set(['BR-2026-11-02']))).toBe('NB-2026-11-02');
    expect(outageName('NB', at('2026-11-01T23:59:59.999'), new Set())).toBe('NB-2026-11-01');
  });
});

describe('the proposal of an outage', () => {
  const missed: Silence = {
    link: 'not-answering',
    since,
    heardAt: since - 40_000,
    storedAt: null,
    announced: 'no',
  };

  it('comes at the set time of silence and not a millisecond sooner', () => {
    expect(proposalOf(missed, since + 599_999, 600_000)).toEqual({ kind: 'wait', delayMs: 1 });
    expect(proposalOf(missed, since + 600_000, 600_000)).toEqual({ kind: 'propose', since: since - 40_000 });
  });

  it('does not come while the head end answers, is being asked, or refuses this counter', () => {
    for (const link of ['answering', 'unknown', 'frozen'] as const) {
      expect(proposalOf({ ...missed, link }, since + 3_600_000, 600_000)).toEqual({ kind: 'none' });
    }
  });

  it('begins when the head end was last heard, as far as this computer can know', () => {
    const begun = (silence: Partial<Silence>) =>
      proposalOf({ ...missed, ...silence }, since + 600_000, 600_000);
    // Health is answered, but no batch gets through: that is when it began.
    expect(begun({ heardAt: since + 5_000 })).toEqual({ kind: 'propose', since });
    // Started anew in the outage: the word on disk of the same morning counts.
    expect(begun({ heardAt: null, storedAt: since - 900_000 })).toEqual({
      kind: 'propose',
      since: since - 900_000,
    });
    // Switched on today, in an outage that may be of the night: nobody was there to hear.
    expect(begun({ heardAt: null, storedAt: at('2026-10-31T17:00') })).toEqual({ kind: 'propose', since });
    expect(begun({ heardAt: null, storedAt: null })).toEqual({ kind: 'propose', since });
  });

  it('is not waited for where the head end has announced it, but never made of an announcement alone', () => {
    const announced: Silence = { ...missed, announced: 'now' };
    expect(proposalOf(announced, since, 600_000)).toEqual({ kind: 'propose', since: since - 40_000 });
    expect(proposalOf({ ...announced, link: 'answering' }, since, 600_000)).toEqual({ kind: 'none' });
  });

  it('waits again where the clock was put back, and proposes nothing of the future', () => {
    expect(proposalOf(missed, since - 7_200_000, 600_000)).toEqual({ kind: 'wait', delayMs: 7_800_000 });
  });
});

describe('the checklist before an outage closes', () => {
  const none = { count: 0, sumPaise: 0 };
  const some = { count: 2, sumPaise: 700_00 };
  const tied: OutageFacts = {
    answeringForMs: 600_000,
    unsent: none,
    pending: none,
    refused: none,
    unexplained: none,
  };
  const openLine = (facts: Partial<OutageFacts>) =>
    firstOpenLine(outageChecklist({ ...tied, ...facts }, 600_000))?.line ?? null;

  it('lets close when every line is done', () => {
    expect(openLine({})).toBeNull();
    expect(outageChecklist(tied, 600_000).map(({ line }) => line)).toEqual([
      'head-end',
      'unsent',
      'pending',
      'refused',
      'tie-out',
    ]);
  });

  it('wants the head end for the whole set time', () => {
    expect(openLine({ answeringForMs: 599_999 })).toBe('head-end');
    expect(openLine({ answeringForMs: null })).toBe('head-end');
  });

  it('names the first line that is open, with count and money', () => {
    expect(openLine({ unsent: some, pending: some, refused: some, unexplained: some })).toBe('unsent');
    expect(openLine({ pending: some, unexplained: some })).toBe('pending');
    expect(openLine({ refused: some, unexplained: some })).toBe('refused');
    // Asked of the head end and not answered yet: nothing is left to do here, and still it is not over.
    expect(openLine({ unexplained: some })).toBe('tie-out');
    expect(firstOpenLine(outageChecklist({ ...tied, unexplained: some }, 0))).toEqual({
      line: 'tie-out',
      state: 'open',
      ...some,
    });
  });
});
