import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { batchText, decodeBatch, encodeBatch, parseBatch } from '../../../headend/batch.ts';
import { nodeGzip, nodeInflate } from '../../../headend/compression.ts';
import { generateSigningKey, keyIdOf, sha256Hex } from '../../../headend/signatures.ts';
import { generateRecoveryKey } from '../../../db/recovery-key.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import { restoreFrom } from '../../harness/restored-journal.ts';

const key = generateSigningKey();
const frame = { batch: '019aaf00-3000-7abc-8def-0123456789ab', keyId: keyIdOf(key.publicKey), sw: '1.0.0' };

function journalOf(sales: number) {
  const journal = createMemoryJournal('C02', key);
  for (let sale = 0; sale < sales; sale += 1)
    journal.recharge(String(100_000_000 + sale * 7_919), 100_00 + sale * 10_00);
  return journal;
}

const answerLine = JSON.stringify({ text: '{}', signature: 'A'.repeat(86) });

/** A batch of `entries` with `answers` more lines, whatever they say. */
function withAnswers(entries: number, answers: number): string {
  const [header = '', ...bodies] = batchText(frame, journalOf(entries).entries, []).split('\n');
  const changed = JSON.stringify({ ...(JSON.parse(header) as object), answers });
  return [changed, ...bodies.slice(0, -1), ...Array.from({ length: answers }, () => answerLine), ''].join(
    '\n',
  );
}

describe('the signature of a batch', () => {
  it('is that of the last entry, or of the counter’s present key where an older one signed it', () => {
    const { entries } = journalOf(3);
    const headerOf = (text: string) => JSON.parse(text.split('\n')[0] ?? '') as { lastSignature: string };
    expect(headerOf(batchText(frame, entries, [])).lastSignature).toBe(entries[2]?.signature);
    const present = { ...frame, lastSignature: 'S'.repeat(86) };
    expect(headerOf(batchText(present, entries, [])).lastSignature).toBe('S'.repeat(86));
  });

  it('stands for one epoch alone', () => {
    const spare = restoreFrom(journalOf(3).entries, generateRecoveryKey());
    expect(() => batchText(frame, spare.entries, [])).toThrow('spans one epoch');
    expect(() => batchText(frame, spare.entries.slice(3), [])).not.toThrow();
  });
});

describe('a batch', () => {
  it('comes back as it went: bodies byte for byte, every hash made again', async () => {
    const { entries } = journalOf(40);
    const part = entries.slice(10, 30);
    const decoded = await decodeBatch(nodeInflate, sha256Hex, await encodeBatch(nodeGzip, frame, part, []));
    expect(decoded.ok && decoded.value.header).toMatchObject({
      from: 11,
      to: 30,
      entries: 20,
      counter: 'C02',
    });
    const back = decoded.ok ? decoded.value.entries : [];
    expect(back).toEqual(part.map(({ seq, body, prevHash, hash }) => ({ seq, body, prevHash, hash })));
  });

  it('costs at most 120 bytes an entry at 500 entries', async () => {
    const packed = await encodeBatch(nodeGzip, frame, journalOf(500).entries, []);
    expect(packed.length / 500).toBeLessThanOrEqual(120);
  });

  it('is at least one entry, without a hole', () => {
    const { entries } = journalOf(3);
    expect(() => batchText(frame, [], [])).toThrow('at least one');
    expect(() => batchText(frame, entries.slice(0, 1).concat(entries.slice(2)), [])).toThrow(
      'follow each other',
    );
  });

  it('takes 500 answers, not 501', () => {
    expect(parseBatch(sha256Hex, withAnswers(1, limits.batchAnswersMax)).ok).toBe(true);
    expect(parseBatch(sha256Hex, withAnswers(1, limits.batchAnswersMax + 1))).toMatchObject({
      error: { kind: 'malformed' },
    });
  });

  it('takes a header up to its limit, not one character longer', () => {
    const [header = '', ...rest] = batchText(frame, journalOf(1).entries, []).split('\n');
    const padded = (length: number) => `${header}${' '.repeat(length - header.length)}\n${rest.join('\n')}`;
    expect(parseBatch(sha256Hex, padded(limits.batchHeaderBytesMax)).ok).toBe(true);
    expect(parseBatch(sha256Hex, padded(limits.batchHeaderBytesMax + 1)).ok).toBe(false);
  });
});

describe('unpacking', () => {
  it('goes up to its bound and not one byte further', async () => {
    const packed = await nodeGzip(new Uint8Array(1_000));
    expect(await nodeInflate(packed, 1_000)).toHaveLength(1_000);
    expect(await nodeInflate(packed, 999)).toBe('too-large');
    expect(await nodeInflate(new Uint8Array([1, 2, 3]), 1_000)).toBeNull();
    expect(await nodeInflate(packed.slice(0, -4), 1_000)).toBeNull();
  });

  it('a batch on the wire at its limit is looked at, one byte longer is not', async () => {
    const inflate = async () => null;
    const judged = async (bytes: number) => {
      const decoded = await decodeBatch(inflate, sha256Hex, new Uint8Array(bytes));
      return decoded.ok ? 'ok' : decoded.error.kind;
    };
    expect(await judged(limits.batchBytesMax)).toBe('malformed');
    expect(await judged(limits.batchBytesMax + 1)).toBe('too-large');
  });
});
