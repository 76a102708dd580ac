import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { conditionFromAnswers, conditionFromAsb, lampOf } from '../../../printers/condition.ts';
import { type Reply, replySplitter } from '../../../printers/replies.ts';

const processId = [0x37, 0x22, 0x30, 0x41, 0x33, 0x46, 0x00];
const asb = [0x18, 0x00, 0x0c, 0x00];
const stream = [0x12, ...processId, 0x1a, ...asb, 0x00, 0x5f, 0x56, 0x50, 0x00];
const whole: Reply[] = [
  { kind: 'realTime', byte: 0x12 },
  { kind: 'processId', tag: '0A3F' },
  { kind: 'realTime', byte: 0x1a },
  { kind: 'asb', bytes: asb },
  { kind: 'paper', byte: 0 },
  { kind: 'block', text: 'VP' },
];

function split(...pieces: readonly (readonly number[])[]): Reply[] {
  const splitter = replySplitter();
  return pieces.flatMap((piece) => splitter(Uint8Array.from(piece)));
}

describe('replies of a printer', () => {
  it('are told apart in one stream', () => {
    expect(split(stream)).toEqual(whole);
  });

  it('are the same whatever pieces the network makes of them, with XON and XOFF in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 })), (cuts) => {
        const edges = [0, ...new Set(cuts)].toSorted((a, b) => a - b);
        const pieces = edges.map((from, i) => [
          ...stream.slice(from, edges[i + 1] ?? stream.length),
          0x13,
          0x11,
        ]);
        expect(split(...pieces)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('a truncated process id proves nothing and does not swallow what follows', () => {
    expect(split(processId.slice(0, 5))).toEqual([]);
    expect(split([...processId.slice(0, 3), 0x12])).toContainEqual({ kind: 'realTime', byte: 0x12 });
    expect(split([0x37, 0x22, 0x41, 0x42, 0x00])).toEqual([{ kind: 'block', text: '"AB' }]);
  });

  it('a broken automatic status is noise, not a status', () => {
    expect(split([0x10, 0x00, 0x92, 0x00]).some((reply) => reply.kind === 'asb')).toBe(false);
  });

  it('any bytes give replies or wait for more, and never a proof by themselves', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const noProof = bytes.filter((byte) => byte !== 0x37);
        expect(split([...noProof]).some((reply) => reply.kind === 'processId')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the condition', () => {
  it.each([
    [[0x12, 0x12, 0x12, 0x12], 'none', false, 'ready'],
    [[0x1a, 0x16, 0x12, 0x12], 'cover-open', false, 'stopped'],
    [[0x1a, 0x32, 0x12, 0x72], 'paper-end', false, 'stopped'],
    [[0x12, 0x12, 0x12, 0x1e], 'none', true, 'attention'],
    [[0x1a, 0x52, 0x1a, 0x12], 'cutter', false, 'stopped'],
    [[0x1a, 0x52, 0x52, 0x12], 'hot-head', false, 'attention'],
    [[0x1a, 0x12, 0x12, 0x12], 'offline', false, 'stopped'],
  ] as const)('of answers %j is %s', (answers, reason, nearEnd, lamp) => {
    const condition = conditionFromAnswers(answers);
    expect(condition).toEqual({ reason, nearEnd });
    expect(lampOf(condition)).toBe(lamp);
  });

  it('of automatic status has the same words', () => {
    expect(conditionFromAsb([0x38, 0, 0, 0]).reason).toBe('cover-open');
    expect(conditionFromAsb([0x18, 0, 0x0f, 0])).toEqual({ reason: 'paper-end', nearEnd: true });
    expect(conditionFromAsb([0x18, 0x08, 0, 0]).reason).toBe('cutter');
    expect(conditionFromAsb([0x10, 0, 0x03, 0])).toEqual({ reason: 'none', nearEnd: true });
  });
});
