import { describe, expect, it } from 'vitest';

import { stepJob } from '../../../printers/job-machine.ts';
import {
  type JobEvent,
  type JobState,
  type JobTerms,
  jobTimes,
  newJob,
  reportedState,
} from '../../../printers/job-states.ts';

const terms: JobTerms = { bytesTotal: 100, confirm: 'gs_h', demandsAnswer: true, proofLimitMs: 8_000 };
const clean: JobEvent = { type: 'condition', reason: 'none', answered: true };
const toSending: JobEvent[] = [{ type: 'start' }, clean, { type: 'permitted', attempt: 1 }];
const allOut: JobEvent[] = [...toSending, { type: 'accepted', bytes: 100 }];

function after(events: readonly JobEvent[], over: Partial<JobTerms> = {}): JobState & { effects: string[] } {
  let state = newJob(1);
  let effects: string[] = [];
  for (const event of events) {
    const result = stepJob(state, event, { ...terms, ...over });
    if (result === null) continue;
    state = result.state;
    effects = result.effects.map((effect) => effect.do);
  }
  return { ...state, effects };
}

describe('the job machine', () => {
  it('asks for permission before the first byte', () => {
    expect(after([{ type: 'start' }]).effects).toEqual(['check']);
    expect(after([{ type: 'start' }, clean])).toMatchObject({ phase: 'asking', effects: ['askPermission'] });
    expect(after(toSending)).toMatchObject({ phase: 'sending', effects: ['send'] });
    expect(after([{ type: 'start' }, clean, { type: 'permitted', attempt: 2 }]).phase).toBe('asking');
  });

  it('blocks with the reason and looks again by itself', () => {
    const open = { type: 'condition', reason: 'cover-open', answered: true } as const;
    expect(after([{ type: 'start' }, open])).toMatchObject({ phase: 'blocked', reason: 'cover-open' });
    expect(after([{ type: 'start' }, open, { type: 'timeUp' }])).toMatchObject({
      phase: 'blocked',
      effects: ['check'],
    });
    expect(after([{ type: 'start' }, open, { type: 'timeUp' }, clean]).phase).toBe('asking');
  });

  it('blocks a silent printer only where an answer is demanded', () => {
    const silent = { type: 'condition', reason: 'none', answered: false } as const;
    expect(after([{ type: 'start' }, silent])).toMatchObject({ phase: 'blocked', reason: 'silent' });
    expect(after([{ type: 'start' }, silent], { demandsAnswer: false }).phase).toBe('asking');
  });

  it('is confirmed only by the proof of its profile', () => {
    expect(after([...allOut, { type: 'idReturned' }])).toMatchObject({
      phase: 'confirmed',
      level: 'printed',
    });
    expect(after([...allOut, { type: 'inOrderAnswer' }]).phase).toBe('awaiting');
    expect(after([...allOut, clean]).phase).toBe('awaiting');
    const worked: JobEvent[] = [...allOut, { type: 'inOrderAnswer' }, { type: 'timeUp' }];
    expect(after(worked, { confirm: 'gs_r' }).phase).toBe('lookingBack');
    expect(after([...worked, clean], { confirm: 'gs_r' })).toMatchObject({
      phase: 'confirmed',
      level: 'processed',
    });
    expect(after([...allOut, { type: 'idReturned' }], { confirm: 'gs_r' }).phase).toBe('awaiting');
    expect(after(allOut, { confirm: 'operator' })).toMatchObject({
      phase: 'uncertain',
      reason: 'needs-eyes',
    });
  });

  it('takes no proof before the last byte is out', () => {
    expect(after([...toSending, { type: 'accepted', bytes: 99 }, { type: 'idReturned' }]).phase).toBe(
      'sending',
    );
  });

  it('tries again by itself only when the device took nothing, three times', () => {
    const lost: JobEvent = { type: 'linkLost' };
    expect(after([...toSending, lost])).toMatchObject({ phase: 'failed', attempt: 1, effects: ['wait'] });
    expect(after([...toSending, lost, { type: 'timeUp' }])).toMatchObject({ phase: 'checking', attempt: 2 });
    expect(after([...toSending, { type: 'accepted', bytes: 1 }, lost])).toMatchObject({
      phase: 'uncertain',
      reason: 'link-lost',
    });
    const rounds = Array.from({ length: jobTimes.failuresMax }, (_, i): JobEvent[] => [
      clean,
      { type: 'permitted', attempt: i + 1 },
      lost,
      { type: 'timeUp' },
    ]).flat();
    expect(after([{ type: 'start' }, ...rounds.slice(0, -1)])).toMatchObject({
      phase: 'blocked',
      reason: 'keeps-failing',
      attempt: 4,
    });
  });

  it('stalls on paper end and goes on to the proof without sending again', () => {
    const out = { type: 'condition', reason: 'paper-end', answered: false } as const;
    expect(after([...allOut, out])).toMatchObject({ phase: 'stalled', reason: 'paper-end', effects: [] });
    expect(after([...allOut, out, clean])).toMatchObject({ phase: 'awaiting', effects: ['wait'] });
    expect(after([...allOut, out, clean, { type: 'idReturned' }]).phase).toBe('confirmed');
    expect(after([...toSending, out, clean])).toMatchObject({ phase: 'sending', effects: [] });
  });

  it('looks why when no proof comes: a standing printer is waited for, a clean one is uncertain', () => {
    const late: JobEvent[] = [...allOut, { type: 'timeUp' }];
    expect(after(late)).toMatchObject({ phase: 'lookingWhy', effects: ['lookBack', 'wait'] });
    expect(after([...late, clean])).toMatchObject({ phase: 'uncertain', reason: 'no-proof' });
    expect(after([...late, { type: 'condition', reason: 'cutter', answered: true }]).phase).toBe('stalled');
    expect(after([...late, { type: 'timeUp' }]).phase).toBe('uncertain');
  });

  it.each<[JobEvent[], string]>([
    [[], 'queued'],
    [[{ type: 'start' }], 'queued'],
    [toSending, 'uncertain'],
    [allOut, 'uncertain'],
    [[...toSending, { type: 'noProgress' }], 'uncertain'],
    [[...allOut, { type: 'idReturned' }], 'confirmed'],
  ])('after a crash, %j is %s', (events, phase) => {
    expect(after([...events, { type: 'restarted' }]).phase).toBe(phase);
  });

  it('given up, it is failed with nothing taken and uncertain after clearing otherwise', () => {
    expect(after([{ type: 'start' }, { type: 'giveUp' }])).toMatchObject({
      phase: 'dropped',
      reason: 'given-up',
    });
    expect(after([...allOut, { type: 'giveUp' }])).toMatchObject({
      phase: 'uncertain',
      effects: ['clearPrinter'],
    });
    expect(reportedState('dropped')).toBe('failed');
  });

  it('leaves uncertain only by a person', () => {
    const doubt: JobEvent[] = [...allOut, { type: 'linkLost' }];
    for (const event of [
      clean,
      { type: 'timeUp' },
      { type: 'idReturned' },
      { type: 'start' },
    ] as JobEvent[]) {
      expect(after([...doubt, event]).phase).toBe('uncertain');
    }
    expect(after([...doubt, { type: 'answered', onPaper: 'yes' }])).toMatchObject({
      phase: 'confirmed',
      level: 'operator',
    });
    expect(after([...doubt, { type: 'answered', onPaper: 'no' }]).phase).toBe('notPrinted');
  });
});
