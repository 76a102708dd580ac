import { describe, expect, it } from 'vitest';
import { defaultUploaderSettings, spreadShareOf } from '../../../headend/uploader-settings.ts';
import type { UploadEvent } from '../../../headend/uploader-state.ts';
import { nextTryAt, startUploader, stepUploader, wouldSendAtOnce } from '../../../headend/uploader.ts';
import type { Fence } from '../../../headend/schemas.ts';
import { notAnswering } from '../../../headend/verdict.ts';
import {
  accepting,
  drive,
  healthFails,
  honest,
  refusal,
  resultsRead,
  stateSays,
} from '../../harness/uploader-in-time.ts';

describe('judging the head end', () => {
  it('notices it down within 45 s and back within 60 s, for every phase of the health rhythm', () => {
    for (let phase = 0; phase < 40; phase += 1) {
      const downAt = 60_000 + phase * 1_000;
      const backAt = downAt + 3_600_000 + phase * 777;
      const headEnd = honest(0, (now) => now < downAt || now >= backAt);
      const world = drive({ answer: headEnd.answer });
      world.runUntil(downAt);
      expect(world.state().link).toBe('answering');
      const noticed = world.runUntil(downAt + 100_000, () => world.state().link === 'not-answering');
      expect(noticed - downAt).toBeLessThanOrEqual(45_000);
      world.runUntil(backAt);
      expect(world.state().link).toBe('not-answering');
      const back = world.runUntil(backAt + 100_000, () => world.state().link === 'answering');
      expect(back - backAt).toBeLessThanOrEqual(60_000);
    }
  });

  it('asks for health every 15 s give or take a fifth, without back-off, however long it is away', () => {
    let seed = 1;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const world = drive({ random, answer: honest(0, () => false, 0).answer });
    world.runUntil(3_600_000);
    const asked = world.effects.filter(({ effect }) => effect.kind === 'ask-health').map(({ at }) => at);
    const gaps = asked.slice(1).map((at, index) => at - (asked[index] as number));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(12_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(18_000);
    expect(new Set(gaps).size).toBeGreaterThan(100);
  });

  it('forgives one missed health answer, not two', () => {
    const world = drive({ answer: honest(0, () => true).answer });
    world.runUntil(100);
    world.take(healthFails('timeout'));
    expect(world.state().link).toBe('answering');
    world.take(healthFails('timeout'));
    expect(world.state().link).toBe('not-answering');
  });

  it('takes "maintenance" at its word at once', () => {
    const world = drive({ answer: honest(0, () => true).answer });
    world.runUntil(100);
    world.take(healthFails('not-accepting'));
    expect(world.state().link).toBe('not-answering');
  });

  it('is not answering by health alone: the state must be read too', () => {
    const world = drive({
      answer: (effect) =>
        effect.kind === 'ask-health'
          ? { event: accepting, afterMs: 1 }
          : { event: { kind: 'state', outcome: notAnswering('wrong-signature', '') }, afterMs: 1 },
    });
    world.runUntil(120_000);
    expect(world.state().link).toBe('not-answering');
    expect(
      world.effects.every(({ effect }) => effect.kind === 'ask-health' || effect.kind === 'read-state'),
    ).toBe(true);
  });
});

describe('sending', () => {
  it('goes from 50 to 500 entries, never more, and ends exactly at the last entry', () => {
    const headEnd = honest(3_000, () => true);
    const world = drive({ last: 3_000, answer: headEnd.answer });
    world.runUntil(60_000);
    expect(headEnd.sizes.slice(0, 5)).toEqual([50, 100, 200, 400, 500]);
    expect(Math.max(...headEnd.sizes)).toBe(500);
    expect(world.state().ackedSeq).toBe(3_000);
    expect(headEnd.recorded()).toBe(3_000);
  });

  it('has one batch in flight', () => {
    const world = drive({ last: 100, answer: honest(100, () => true).answer });
    world.runUntil(6);
    world.take({ kind: 'entry-noted', lastSeq: 101 });
    world.take({ kind: 'send-now' });
    world.take({ kind: 'woken' });
    expect(world.effects.filter(({ effect }) => effect.kind === 'send-batch').length).toBeLessThanOrEqual(1);
  });

  it('never advances on silence, and reads the state before it sends again', () => {
    const order: string[] = [];
    let batches = 0;
    const world = drive({
      last: 10,
      answer: (effect) => {
        order.push(effect.kind);
        if (effect.kind === 'ask-health') return { event: accepting, afterMs: 1 };
        if (effect.kind === 'read-state') return { event: stateSays(0), afterMs: 1 };
        if (effect.kind === 'read-results') return { event: resultsRead, afterMs: 1 };
        batches += 1;
        return {
          event: { kind: 'batch', entries: 10, outcome: notAnswering('timeout', '') },
          afterMs: 30_000,
        };
      },
    });
    world.runUntil(600_000);
    expect(batches).toBeGreaterThan(2);
    expect(world.state().ackedSeq).toBe(0);
    expect(world.state().link).toBe('not-answering');
    const talk = order.filter((kind) => kind === 'send-batch' || kind === 'read-state');
    expect(talk.some((kind, index) => kind === 'send-batch' && talk[index - 1] === 'send-batch')).toBe(false);
  });

  it('keeps its place whatever the failure is', () => {
    const reasons = [
      'refused',
      'timeout',
      '5xx',
      'busy',
      'html',
      'empty',
      'unparsable',
      'wrong-signature',
    ] as const;
    const inputs = { now: 0, random: () => 0.5 };
    const at = startUploader(defaultUploaderSettings, { ackedSeq: 3, lastSeq: 9 }, 0);
    for (const reason of reasons) {
      const failed = { kind: 'batch', entries: 6, outcome: notAnswering(reason, '') } as const;
      expect(stepUploader(at, failed, inputs).state.ackedSeq).toBe(3);
    }
  });

  it('draws the wait from zero to 1 s, 2 s, 4 s … at most 5 minutes', () => {
    const fail: UploadEvent = { kind: 'batch', entries: 1, outcome: notAnswering('5xx', '') };
    for (const [share, least, most] of [
      [0, 0, 0],
      [0.999, 0.99, 1],
    ] as const) {
      let state = startUploader(defaultUploaderSettings, { ackedSeq: 0, lastSeq: 1 }, 0);
      for (let failures = 1; failures <= 12; failures += 1) {
        state = stepUploader(state, fail, { now: 0, random: () => share }).state;
        const cap = Math.min(300_000, 1_000 * 2 ** (failures - 1));
        expect(state.sendAt).toBeGreaterThanOrEqual(cap * least);
        expect(state.sendAt).toBeLessThanOrEqual(cap * most);
      }
    }
  });

  it('obeys Retry-After over its own back-off, up to an hour', () => {
    const busy = (ms: number): UploadEvent => ({
      kind: 'batch',
      entries: 1,
      outcome: notAnswering('busy', '', ms),
    });
    const open = drive({ last: 0, answer: honest(0, () => true).answer });
    open.runUntil(100);
    open.take(busy(90_000));
    expect(open.state().sendAt).toBe(100 + 90_000);
    expect(open.state().link).toBe('answering');
    open.take(busy(86_400_000));
    expect(open.state().sendAt).toBe(100 + 3_600_000);
  });

  it('halves on a timeout and on 413, down to one entry, and then asks a person', () => {
    const tooLarge: UploadEvent = { kind: 'batch', entries: 50, outcome: refusal('too-large') };
    let state = startUploader(defaultUploaderSettings, { ackedSeq: 0, lastSeq: 90 }, 0);
    const inputs = { now: 0, random: () => 0 };
    state = stepUploader(state, tooLarge, inputs).state;
    expect(state.batchEntries).toBe(25);
    state = stepUploader(
      state,
      { kind: 'batch', entries: 25, outcome: notAnswering('timeout', '') },
      inputs,
    ).state;
    expect(state.batchEntries).toBe(12);
    state = stepUploader(state, { kind: 'batch', entries: 2, outcome: refusal('too-large') }, inputs).state;
    expect(state.batchEntries).toBe(1);
    state = stepUploader(state, { kind: 'batch', entries: 1, outcome: refusal('too-large') }, inputs).state;
    expect(state.link).toBe('frozen');
  });

  it('rewinds when the head end has less than it had', () => {
    const sent: number[] = [];
    const world = drive({
      acked: 40,
      last: 60,
      answer: (effect) => {
        if (effect.kind === 'ask-health') return { event: accepting, afterMs: 1 };
        if (effect.kind === 'read-state') return { event: stateSays(15), afterMs: 1 };
        if (effect.kind === 'read-results') return { event: resultsRead, afterMs: 1 };
        sent.push(effect.from);
        const outcome = {
          kind: 'batch-answered',
          from: effect.from,
          ackedSeq: 60,
          agreement: 'same',
          resultsBehind: false,
        } as const;
        return { event: { kind: 'batch', entries: 45, outcome }, afterMs: 1 };
      },
    });
    world.runUntil(1_000);
    expect(sent).toEqual([16]);
    expect(world.state().ackedSeq).toBe(60);
  });

  it('does not turn in circles when an answer acknowledges nothing new', () => {
    let batches = 0;
    const world = drive({
      last: 5,
      random: () => 0.5,
      answer: (effect) => {
        if (effect.kind === 'ask-health') return { event: accepting, afterMs: 1 };
        if (effect.kind === 'read-state') return { event: stateSays(0), afterMs: 1 };
        if (effect.kind === 'read-results') return { event: resultsRead, afterMs: 1 };
        batches += 1;
        const outcome = {
          kind: 'batch-answered',
          from: 1,
          ackedSeq: 0,
          agreement: 'same',
          resultsBehind: false,
        } as const;
        return { event: { kind: 'batch', entries: 5, outcome }, afterMs: 1 };
      },
    });
    world.runUntil(3_600_000);
    expect(batches).toBeLessThan(60);
    expect(world.state().link).toBe('not-answering');
  });

  it('starts spread after an outage, at its own share of the window, and at once on "send now"', () => {
    const spreadShare = spreadShareOf('80000000'.padEnd(64, '0'));
    expect(spreadShare).toBe(0.5);
    const outage = (hurry: boolean) => {
      const headEnd = honest(10, (now) => now > 120_000);
      const world = drive({ settings: { spreadShare }, last: 10, answer: headEnd.answer });
      world.runUntil(119_000);
      if (hurry) world.take({ kind: 'send-now' });
      world.runUntil(200_000, () => world.state().link === 'answering');
      expect(wouldSendAtOnce(world.state(), world.now())).toBe(false);
      return { wait: (nextTryAt(world.state()) ?? world.now()) - world.now(), world };
    };
    expect(outage(false).wait).toBe(450_000);
    expect(outage(true).wait).toBe(0);
    const { world } = outage(false);
    world.take({ kind: 'send-now' });
    world.runUntil(world.now() + 1_000);
    expect(world.state().ackedSeq).toBe(10);
  });

  it('does not spread after a short interruption', () => {
    const headEnd = honest(10, (now) => now > 20_000);
    const world = drive({ settings: { spreadShare: 0.9 }, last: 10, answer: headEnd.answer });
    world.runUntil(60_000);
    expect(world.state().ackedSeq).toBe(10);
  });
});

describe('frozen', () => {
  const freezing: readonly UploadEvent[] = [
    stateSays(7, { agreement: 'differs' }),
    { kind: 'state', outcome: refusal('fork') },
    { kind: 'batch', entries: 1, outcome: refusal('fork') },
    { kind: 'batch', entries: 1, outcome: refusal('epoch') },
    { kind: 'batch', entries: 1, outcome: refusal('signature') },
    {
      kind: 'batch',
      entries: 1,
      outcome: { kind: 'batch-answered', from: 1, ackedSeq: 9, agreement: 'differs', resultsBehind: false },
    },
  ];
  it('on a fork, another epoch, a refused signature: no batch goes out until a person says so', () => {
    for (const event of freezing) {
      const world = drive({ last: 5, answer: honest(5, () => false, 10).answer });
      world.take(event);
      expect(world.state().link).toBe('frozen');
      expect(world.state().ackedSeq).toBe(0);
      world.take(accepting);
      world.runUntil(3_600_000);
      expect(world.state().link).toBe('frozen');
      expect(world.effects.some(({ effect }) => effect.kind !== 'ask-health')).toBe(false);
      world.take({ kind: 'send-now' });
      expect(world.state().link).toBe('unknown');
    }
  });

  it('a gap is no fork: the state says from where to go on', () => {
    const world = drive({ last: 5, answer: honest(5, () => true).answer });
    world.take({ kind: 'batch', entries: 1, outcome: refusal('gap') });
    expect(world.state().link).not.toBe('frozen');
    world.runUntil(60_000);
    expect(world.state().ackedSeq).toBe(5);
  });
});

describe('a counter whose epoch was ended by a recovery', () => {
  const fence: Fence = { epoch: 2, oldSeq: 4, at: 1 };

  it('is told so, goes back to where its prefix ends, and sends on', () => {
    const sent: number[] = [];
    const world = drive({
      last: 9,
      acked: 7,
      answer: (effect) => {
        if (effect.kind === 'ask-health') return { event: accepting, afterMs: 5 };
        if (effect.kind === 'read-state') return { event: stateSays(4, { fenced: fence }), afterMs: 5 };
        if (effect.kind === 'read-results') return { event: resultsRead, afterMs: 5 };
        sent.push(effect.from);
        const outcome = {
          kind: 'batch-answered',
          from: effect.from,
          ackedSeq: 9,
          agreement: 'same',
          resultsBehind: false,
        } as const;
        return { event: { kind: 'batch', entries: 5, outcome }, afterMs: 5 };
      },
    });
    world.runUntil(60_000);
    expect(sent).toEqual([5]);
    expect(world.state()).toMatchObject({ link: 'answering', fenced: fence, ackedSeq: 9 });
  });
});
