import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { counterStateSchema } from '../../../headend/schemas.ts';
import { sha256Hex } from '../../../headend/signatures.ts';
import { spreadShareOf } from '../../../headend/uploader-settings.ts';
import { nextTryAt, wouldSendAtOnce } from '../../../headend/uploader.ts';
import { notAnswering } from '../../../headend/verdict.ts';
import { accepting, drive, honest, resultsRead, stateSays } from '../../harness/uploader-in-time.ts';

/** What a head end that was away, or that is short of breath, gets at first and how fast. */

/** As `honest`, and says with its state how fast it wants to be fed. */
function withWishes(
  last: number,
  wishes: { readonly rate?: number; readonly notBefore?: number },
  downUntil = 0,
) {
  const headEnd = honest(last, (now) => now >= downUntil);
  const sentAt: number[] = [];
  const { notBefore = 0, ...rate } = wishes;
  return {
    ...headEnd,
    sentAt,
    answer: ((effect, now) => {
      const usual = headEnd.answer(effect, now);
      if (effect.kind === 'send-batch') sentAt.push(now);
      return effect.kind === 'read-state' && now >= downUntil
        ? {
            ...usual,
            event: stateSays(headEnd.recorded(), { ...rate, waitMs: Math.max(0, notBefore - now) }),
          }
        : usual;
    }) satisfies typeof headEnd.answer,
  };
}

describe('the first batches after an outage', () => {
  it('are one entry, ten, then the usual fifty and more', () => {
    const headEnd = honest(2_000, (now) => now > 120_000);
    const world = drive({ last: 2_000, answer: headEnd.answer });
    world.runUntil(200_000);
    expect(headEnd.sizes).toEqual([1, 10, 50, 100, 200, 400, 500, 500, 239]);
    expect(world.state().ackedSeq).toBe(2_000);
  });

  it('are the same after "send now": hurry is no reason to let everything go unseen', () => {
    const headEnd = honest(100, (now) => now > 120_000);
    const world = drive({ settings: { spreadShare: 0.9 }, last: 100, answer: headEnd.answer });
    world.runUntil(119_000);
    world.take({ kind: 'send-now' });
    world.runUntil(200_000);
    expect(headEnd.sizes.slice(0, 3)).toEqual([1, 10, 50]);
  });

  it('go out one at a time: the second waits until the first is answered, and not at all if it is not', () => {
    let batches = 0;
    const world = drive({
      last: 500,
      answer: (effect, now) => {
        if (now < 120_000) return honest(500, () => false, 100).answer(effect, now);
        if (effect.kind === 'ask-health') return { event: accepting, afterMs: 1 };
        if (effect.kind === 'read-state') return { event: stateSays(0), afterMs: 1 };
        if (effect.kind === 'read-results') return { event: resultsRead, afterMs: 1 };
        batches += 1;
        expect(effect.maxEntries).toBe(1);
        return { event: { kind: 'batch', entries: 1, outcome: notAnswering('html', '') }, afterMs: 10 };
      },
    });
    world.runUntil(600_000);
    expect(batches).toBeGreaterThan(3);
    expect(world.state().ackedSeq).toBe(0);
  });

  it('start with fifty after an interruption of less than a minute', () => {
    const headEnd = honest(200, (now) => now < 1_000 || now > 40_000);
    const world = drive({ last: 0, answer: headEnd.answer });
    world.runUntil(35_000);
    expect(world.state().link).toBe('not-answering');
    world.take({ kind: 'entry-noted', lastSeq: 200 });
    world.runUntil(100_000);
    expect(headEnd.sizes[0]).toBe(50);
  });
});

describe('a slot of the head end', () => {
  it('is kept: nothing goes before its time, and all of it after', () => {
    const headEnd = withWishes(40, { notBefore: 90_000 });
    const world = drive({ last: 40, answer: headEnd.answer });
    world.runUntil(1_000);
    expect(nextTryAt(world.state())).toBeGreaterThanOrEqual(90_000);
    world.runUntil(89_000);
    expect(headEnd.sentAt).toEqual([]);
    world.runUntil(100_000);
    expect(world.state().ackedSeq).toBe(40);
    expect(headEnd.sentAt[0]).toBeGreaterThanOrEqual(90_000);
  });

  it('is not waited for by somebody who sends now', () => {
    const headEnd = withWishes(40, { notBefore: 90_000 });
    const world = drive({ last: 40, answer: headEnd.answer });
    world.runUntil(1_000);
    world.take({ kind: 'send-now' });
    world.runUntil(2_000);
    expect(world.state().ackedSeq).toBe(40);
  });

  it.each([1, 7, 20, 300])('of %i entries a second is never passed over any ten seconds', (rate) => {
    const headEnd = withWishes(3_000, { rate });
    const world = drive({ last: 3_000, answer: headEnd.answer });
    world.take({ kind: 'send-now' });
    world.runUntil((3_000 / rate) * 1_000 + 60_000);
    expect(world.state().ackedSeq).toBe(3_000);
    const largest = Math.max(...headEnd.sizes);
    expect(largest).toBeLessThanOrEqual(Math.max(1, rate * 10));
    for (const [index, at] of headEnd.sentAt.entries()) {
      let entries = 0;
      for (let next = index; (headEnd.sentAt[next] ?? Infinity) < at + 10_000; next += 1)
        entries += headEnd.sizes[next] ?? 0;
      // What is sent at the end of a span is paid for by the pause after it.
      expect(entries).toBeLessThanOrEqual(rate * 10 + largest);
    }
    const seconds = (Math.max(...headEnd.sentAt) - (headEnd.sentAt[0] ?? 0)) / 1_000;
    expect((3_000 - (headEnd.sizes.at(-1) ?? 0)) / seconds).toBeLessThanOrEqual(rate * 1.01);
  });

  it('holds back whoever asks to send at once, and tells a sale not to wait for its answer', () => {
    const headEnd = withWishes(11, { rate: 1 });
    const world = drive({ last: 10, answer: headEnd.answer });
    world.runUntil(200);
    expect(world.state().ackedSeq).toBe(10);
    expect(wouldSendAtOnce(world.state(), world.now())).toBe(false);
    world.take({ kind: 'entry-noted', lastSeq: 11 });
    world.take({ kind: 'send-now' });
    world.runUntil(9_900);
    expect(world.state().ackedSeq).toBe(10);
    world.runUntil(10_100);
    expect(world.state().ackedSeq).toBe(11);
  });

  it('ends when the next state names none', () => {
    const headEnd = withWishes(5, { rate: 1 });
    const world = drive({ last: 5, answer: headEnd.answer });
    world.runUntil(100);
    expect(world.state().rate).toBe(1);
    world.take(stateSays(0));
    expect(world.state().rate).toBeNull();
  });

  it('is a whole number from one to the bound', () => {
    const fits = (rate: number) => counterStateSchema.shape.rate.safeParse(rate).success;
    expect([1, limits.uploadRateMax].map(fits)).toEqual([true, true]);
    expect([0, -1, 0.5, limits.uploadRateMax + 1].map(fits)).toEqual([false, false, false, false]);
  });
});

describe('the place in the spread window', () => {
  it('is even over a thousand counters, and the same counter always has the same', () => {
    const shares = Array.from({ length: 1_000 }, (_, index) => {
      const counter = `PTC${String(index % 40).padStart(2, '0')}-C${String(index).padStart(3, '0')}`;
      return spreadShareOf(sha256Hex(counter));
    });
    const perMinute = Array.from({ length: 15 }, () => 0);
    for (const share of shares) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThan(1);
      const minute = Math.floor(share * 15);
      perMinute[minute] = (perMinute[minute] ?? 0) + 1;
    }
    // 67 are expected each minute; five standard deviations are 39.
    console.log(`counters that start in each of 15 minutes: ${perMinute.join(' ')}`);
    expect(Math.min(...perMinute)).toBeGreaterThan(67 - 39);
    expect(Math.max(...perMinute)).toBeLessThan(67 + 39);
    const expected = shares.length / perMinute.length;
    const chiSquare = perMinute.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 14 degrees of freedom: above 36.1 once in a thousand.
    expect(chiSquare).toBeLessThan(36.1);
    expect(spreadShareOf(sha256Hex('C02'))).toBe(spreadShareOf(sha256Hex('C02')));
  });
});

describe('a head end that is up and has nothing to say', () => {
  it('proves itself by a signed state every half minute, and by the answers to batches in between', () => {
    const world = drive({ random: () => 0.5, answer: honest(0, () => true).answer });
    world.runUntil(600_000);
    const states = world.effects.filter(({ effect }) => effect.kind === 'read-state').map(({ at }) => at);
    const gaps = states.slice(1).map((at, index) => at - (states[index] ?? 0));
    expect(states.length).toBeGreaterThan(15);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(31_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
  });

  it('that is only busy when its state is asked for is asked again when it said, and stays answering', () => {
    let states = 0;
    const world = drive({
      answer: (effect, now) => {
        if (effect.kind === 'read-state' && (states += 1) === 2)
          return { event: { kind: 'state', outcome: notAnswering('busy', '', 7_000) }, afterMs: 5 };
        return honest(0, () => true).answer(effect, now);
      },
    });
    world.runUntil(90_000);
    const asked = world.effects.filter(({ effect }) => effect.kind === 'read-state').map(({ at }) => at);
    expect((asked[2] ?? 0) - (asked[1] ?? 0)).toBeGreaterThanOrEqual(7_000);
    expect((asked[2] ?? 0) - (asked[1] ?? 0)).toBeLessThan(8_000);
    expect(world.state()).toMatchObject({ link: 'answering' });
    expect(world.state().linkSince).toBeLessThan(1_000);
  });
});
