import { describe, expect, it } from 'vitest';
import type { PrintState } from '../../../counter/journal/print-job.ts';
import { printDispatch, type SlipOnRecord, type SlipRecord } from '../../../printers/print-dispatch.ts';

interface Bench {
  readonly slips: Map<string, SlipOnRecord>;
  readonly handed: string[];
  readonly posted: string[];
  readonly dispatch: ReturnType<typeof printDispatch<SlipOnRecord>>;
}

function bench(states: Readonly<Record<string, PrintState>>): Bench {
  const slips = new Map<string, SlipOnRecord>();
  for (const [id, state] of Object.entries(states)) slips.set(id, { id, state, attempt: 0, detail: null });
  const set = (slip: SlipOnRecord, state: PrintState, attempt: number, detail: unknown): SlipOnRecord => {
    const after = { ...slip, state, attempt, detail };
    slips.set(slip.id, after);
    return after;
  };
  const record: SlipRecord<SlipOnRecord> = {
    slip: (id) => slips.get(id) ?? null,
    openSlips: () => [...slips.values()],
    freeze: (slip) => set(slip, 'queued', 0, null),
    step: set,
  };
  const handed: string[] = [];
  const posted: string[] = [];
  const dispatch = printDispatch<SlipOnRecord>({
    record: () => record,
    handOver: ({ id }) => void handed.push(id),
    post: ({ type, jobId }) => void posted.push(`${type} ${jobId}`),
    note: () => undefined,
    incident: (_, what, error) => {
      throw new Error(what, { cause: error });
    },
  });
  return { slips, handed, posted, dispatch };
}

const stateOf = ({ slips }: Bench): Record<string, PrintState> =>
  Object.fromEntries([...slips.values()].map(({ id, state }) => [id, state]));

describe('the one owner of a slip', () => {
  it('sends at the start what no byte left of, and asks about what was being sent', () => {
    const at = bench({ a: 'waiting', b: 'queued', c: 'sending', d: 'blocked', e: 'uncertain' });
    at.dispatch.begin('as-left');
    expect(at.handed).toEqual(['b', 'd', 'a']);
    expect(stateOf(at)).toEqual({ a: 'queued', b: 'queued', c: 'uncertain', d: 'blocked', e: 'uncertain' });
  });

  it('asks about every open slip of a journal that was put back, and prints none', () => {
    const at = bench({ a: 'waiting', b: 'queued', c: 'sending', d: 'blocked', e: 'failed', f: 'uncertain' });
    at.dispatch.begin('put-back');
    expect(at.handed).toEqual([]);
    expect(new Set(Object.values(stateOf(at)))).toEqual(new Set(['uncertain']));
  });

  it('leaves a slip alone whose paper waits for its answer', async () => {
    const at = bench({ a: 'waiting' });
    let answer = (): void => undefined;
    const due = new Promise<void>((resolve) => {
      answer = resolve;
    });
    at.dispatch.printOnce('a', due);
    at.dispatch.takeUpWaiting();
    expect(at.handed).toEqual([]);
    answer();
    await at.dispatch.stop().catch(() => undefined);
  });

  it('lets a slip be sent once: the second who asks is told to give up', () => {
    const at = bench({ a: 'queued' });
    const asks = { type: 'mayISend', jobId: 'a', attempt: 1, printerId: 'receipts', tag: '0001' } as const;
    at.dispatch.received(asks);
    at.dispatch.received(asks);
    expect(at.posted).toEqual(['go a', 'giveUp a']);
    expect(stateOf(at)).toEqual({ a: 'sending' });
  });
});
