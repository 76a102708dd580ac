import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { createAdmission, type Admitted, type ComeLater } from '../../../headend/reference/admission.ts';

/** One admission whose clock is moved by hand; every knock is noted with what became of it. */
function door(batchesMax = 2, waitingMax = 3, random = () => 0) {
  let now = 0;
  const entries = new Map<string, Admitted | ComeLater>();
  const order: string[] = [];
  const admission = createAdmission({ batchesMax, waitingMax, monotonicMs: () => now, random });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    admission,
    order,
    pass: (ms: number) => void (now += ms),
    async knock(...counters: string[]) {
      for (const counter of counters) {
        now += 1;
        void admission.enter(counter).then((entry) => {
          entries.set(counter, entry);
          if (entry.kind === 'admitted') order.push(counter);
        });
      }
      await settle();
    },
    async leave(counter: string) {
      const entry = entries.get(counter);
      if (entry?.kind !== 'admitted') throw new Error(`${counter} is not inside`);
      entry.leave();
      await settle();
    },
    outcomeOf: (counter: string) => entries.get(counter)?.kind ?? 'waiting',
    retryAfterOf(counter: string) {
      const entry = entries.get(counter);
      if (entry?.kind !== 'come-later') throw new Error(`${counter} was not turned away`);
      return entry.retryAfterS;
    },
  };
}

describe('the admission of batches', () => {
  it('lets in as many as its bound, keeps as many waiting, and turns away the next', async () => {
    const at = door(limits.admissionBatchesMax, limits.admissionWaitingMax);
    const names = Array.from(
      { length: limits.admissionBatchesMax + limits.admissionWaitingMax },
      (_, index) => `C${index}`,
    );
    await at.knock(...names.slice(0, -1));
    expect(at.admission.isFull()).toBe(false);
    await at.knock(...names.slice(-1));
    expect(at.admission.standing()).toEqual({
      inside: limits.admissionBatchesMax,
      waiting: limits.admissionWaitingMax,
      turnedAway: 0,
    });
    expect(at.admission.isFull()).toBe(true);
    await at.knock('one-too-many');
    expect(at.outcomeOf('one-too-many')).toBe('come-later');
    expect(at.admission.standing().turnedAway).toBe(1);
  });

  it('takes the oldest backlog first: who was served longest ago, before who knocked first', async () => {
    const at = door(1, 5);
    await at.knock('A');
    await at.leave('A');
    at.pass(60_000);
    await at.knock('B');
    await at.knock('A', 'new-1', 'new-2');
    await at.leave('B');
    await at.knock('B');
    for (const counter of ['new-1', 'new-2', 'A', 'B']) {
      expect(at.order.at(-1)).toBe(counter);
      await at.leave(counter);
    }
  });

  it('never lets one counter with a long backlog hold up the others', async () => {
    const at = door(1, 3);
    await at.knock('greedy');
    await at.knock('small');
    await at.leave('greedy');
    await at.knock('greedy');
    expect(at.outcomeOf('small')).toBe('admitted');
    await at.knock('other');
    await at.leave('small');
    expect(at.order).toEqual(['greedy', 'small', 'other']);
  });

  it('gives the place of the youngest backlog in a full line to an older one', async () => {
    const at = door(1, 1);
    await at.knock('young');
    await at.leave('young');
    await at.knock('inside', 'young');
    expect(at.outcomeOf('young')).not.toBe('come-later');
    await at.knock('old');
    expect(at.outcomeOf('young')).toBe('come-later');
    await at.leave('inside');
    expect(at.order.at(-1)).toBe('old');
  });

  it('remembers who was turned away: on coming back it stands before whoever knocked since', async () => {
    const at = door(1, 1);
    await at.knock('A', 'B', 'first-turned-away');
    expect(at.outcomeOf('first-turned-away')).toBe('come-later');
    await at.leave('A');
    await at.knock('late');
    await at.knock('first-turned-away');
    expect(at.outcomeOf('late')).toBe('come-later');
    await at.leave('B');
    expect(at.order.at(-1)).toBe('first-turned-away');
  });

  it('spreads the waits of a crowd, in whole seconds from one to sixty', async () => {
    let seed = 0;
    const at = door(1, 1, () => (seed = (seed + 0.37) % 1));
    await at.knock('A');
    at.pass(8_000);
    await at.leave('A');
    await at.knock('A', 'B', ...Array.from({ length: 40 }, (_, index) => `C${index}`));
    const waits = Array.from({ length: 40 }, (_, index) => at.retryAfterOf(`C${index}`));
    expect(new Set(waits).size).toBeGreaterThan(5);
    for (const wait of waits) {
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(60);
    }
  });

  it('counts a batch that left twice once', async () => {
    const at = door(1, 2);
    await at.knock('A', 'B', 'C');
    await at.leave('A');
    await at.leave('A');
    expect(at.admission.standing()).toEqual({ inside: 1, waiting: 1, turnedAway: 0 });
  });
});
