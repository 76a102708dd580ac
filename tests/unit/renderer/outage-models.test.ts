import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { OutageChecklistView } from '../../../electron/contract/outage-schemas.ts';
import { checklistLinesOf } from '../../../renderer/outage/checklist-model.ts';
import { causeOf, chosenCause, readyCauses } from '../../../renderer/outage/outage-causes.ts';
import { outageCardKey } from '../../../renderer/outage/use-outage-card.ts';
import { startText } from '../../../renderer/text/i18n.ts';
import { quiet } from '../../harness/renderer-preview/counter-facts.ts';

describe('the cause of an outage', () => {
  it('is a ready one by its number alone, in both languages, and else what was typed', () => {
    expect(causeOf('3')).toBe('इंटरनेट या लिंक बंद / Internet or link is down');
    expect(causeOf(' 1 ')).toBe('मुख्य सर्वर उत्तर नहीं दे रहा / Head end does not answer');
    expect(causeOf(' EESL server ')).toBe('EESL server');
    expect(causeOf('   ')).toBe('');
  });

  it('takes no number that is not in the list for a choice', () => {
    expect(chosenCause(String(readyCauses.length))).toBe(readyCauses.length - 1);
    for (const typed of [String(readyCauses.length + 1), '0', '-1', '1.0', '01', '12', '']) {
      expect(chosenCause(typed)).toBe(-1);
      expect(causeOf(typed)).toBe(typed);
    }
  });

  it('fits what the entry takes', () => {
    for (const { hi, en } of readyCauses) {
      expect(`${hi} / ${en}`.length).toBeLessThanOrEqual(limits.outageCauseCharsMax);
    }
  });
});

describe('the what-to-do card', () => {
  const since = quiet.now - 600_000;
  const due = { kind: 'due', since, name: 'BR-2026-11-02' } as const;
  const outage = { uid: '0199f000-0000-7000-8000-000000000003', name: 'BR-2026-11-02', since };

  it('is for one person and one outage, from its proposal to its close', () => {
    const proposed = outageCardKey({ ...quiet, outageProposal: due });
    expect(proposed).toBe(`rekha:${since}`);
    expect(outageCardKey({ ...quiet, outageProposal: null, outage })).toBe(proposed);
    const [, , shyam] = quiet.people;
    expect(outageCardKey({ ...quiet, outageProposal: due, session: shyam ?? null })).not.toBe(proposed);
  });

  it('is for nobody while the head end is not missed, or nobody is signed in', () => {
    expect(outageCardKey({ ...quiet, outageProposal: { ...due, kind: 'not-due' } })).toBeNull();
    expect(outageCardKey({ ...quiet, outageProposal: due, session: null })).toBeNull();
  });
});

describe('the checklist in words', () => {
  const { t } = startText('en');
  const done = { state: 'done', count: 0, sumPaise: 0 } as const;
  const checklist: OutageChecklistView = {
    answeringForMs: 120_000,
    closeAfterMs: 600_000,
    items: [
      { line: 'head-end', ...done, state: 'open' },
      { line: 'unsent', state: 'open', count: 1_234, sumPaise: 12_34_500_00 },
      { line: 'pending', ...done },
      { line: 'refused', ...done },
      { line: 'tie-out', state: 'open', count: 1_234, sumPaise: 12_34_500_00 },
    ],
  };

  it('says of each line how far it is', () => {
    expect(checklistLinesOf(checklist, t).map(({ words }) => words)).toEqual([
      'The head end answers, for 2 min of 10 min',
      '1,234 unsent, ₹12,34,500. Wait, or F8 and “Send now”.',
      'Nothing is pending at the head end',
      'No refused receipt is left',
      '₹12,34,500 of 1,234 receipts not explained yet',
    ]);
    const [away] = checklistLinesOf({ ...checklist, answeringForMs: null }, t);
    expect(away?.words).toBe('The head end does not answer. Sell on.');
  });
});
