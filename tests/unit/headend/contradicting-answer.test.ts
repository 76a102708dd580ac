import { describe, expect, it } from 'vitest';
import type { SignedAnswer } from '../../../counter/journal/answer.ts';
import type { HeadEndClient } from '../../../headend/client.ts';
import { generateSigningKey } from '../../../headend/signatures.ts';
import { runExchange } from '../../../headend/upload-exchanges.ts';
import { answered } from '../../../headend/verdict.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';

const key = generateSigningKey();

function answerTo(seq: number, uid: string, reference: string): SignedAnswer {
  const answer = {
    v: 1,
    counter: 'C02',
    epoch: 1,
    seq,
    uid,
    record: 'recorded',
    credit: 'applied',
    turn: 1,
    code: null,
    text: null,
    reference,
    tokens: [],
    decidedAt: 1,
  } as const;
  return { answer, text: JSON.stringify(answer), signature: 'signed' };
}

describe('a head end that says another thing than it signed before', () => {
  it('changes nothing here, is told, and holds up no other answer', async () => {
    const journal = createMemoryJournal('C02', key);
    const first = journal.recharge('100000001', 500_00);
    const second = journal.recharge('100000002', 700_00);
    const kept = answerTo(first.seq, first.uid, 'HE-1');
    await journal.outbox.storeAnswers([kept], null);
    const fresh = answerTo(second.seq, second.uid, 'HE-2');
    const other = answerTo(first.seq, first.uid, 'HE-9');
    const client = {
      results: async () =>
        answered({ serverEpoch: 'e-1', answers: [other, fresh], cursor: 'e-1:2', more: false }),
    } as unknown as HeadEndClient;
    const faults: unknown[] = [];
    const ports = {
      client,
      outbox: journal.outbox,
      gzip: async (bytes: Uint8Array) => bytes,
      keyId: '',
      sw: 'test',
      newBatchId: () => 'batch',
      nextTurn: async () => undefined,
      onFault: (error: unknown) => void faults.push(error),
    };
    const lastState = { serverEpoch: 'e-1' };
    const context = { ports, isStopped: () => false, onStored: () => undefined, lastState };
    const event = await runExchange(context, { kind: 'read-results' });
    expect(event).toMatchObject({ kind: 'results', outcome: { kind: 'results-read' } });
    expect(journal.answers).toEqual([kept, fresh]);
    expect(journal.outbox.position().resultsCursor).toBe('e-1:2');
    expect(faults).toHaveLength(1);
  });
});
