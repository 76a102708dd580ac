import { createPublicKey, verify as verifyBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../build/consumers/seeded-random.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { provesEntry, receiptQrText, verifyReceiptQr } from '../../../counter/recharge/receipt-qr.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { closeJournal } from '../../../db/journal.ts';
import { enrolled, must, openCounter, sell } from '../../harness/journal.ts';

/** As anybody with the office's list of keys can: nothing of the counter's own code takes part. */
function verifyText(text: string, signature: string, publicKey: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verifyBytes(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
}

async function receipt() {
  const { journal, options, clock } = await enrolled();
  const open = await openCounter(journal, clock.wallMs());
  const { entry: stored } = must(await sell(journal, open));
  const body = readBody(stored.body);
  if (body?.kind !== 'recharge') throw new Error('a recharge');
  const { counter, epoch, seq, hash } = stored;
  const { receiptNumber, consumer, amountPaise, at: takenAt } = body;
  const text = receiptQrText(
    { counter, epoch, seq, receiptNumber, consumer, amountPaise, takenAt, hash },
    (signed) => options.signer.sign(Buffer.from(signed, 'utf8').toString('hex')),
  );
  await closeJournal(journal);
  const keysOf = (of: string, in_: number) => (of === 'C02' && in_ === 1 ? [options.signer.publicKey] : []);
  return { text, stored, keysOf };
}

describe('the code on a receipt', () => {
  it('proves itself offline, and the entry that it names', async () => {
    const { text, stored, keysOf } = await receipt();
    const verdict = verifyReceiptQr(text, keysOf, verifyText);
    if (verdict.kind !== 'genuine') throw new Error(verdict.kind);
    expect(provesEntry(verdict.receipt, stored, sha256Hex)).toBe(true);
    const dearer = stored.body.replace('"amountPaise":50000', '"amountPaise":60000');
    expect(dearer).not.toBe(stored.body);
    expect(provesEntry(verdict.receipt, { ...stored, body: dearer }, sha256Hex)).toBe(false);
    expect(provesEntry({ ...verdict.receipt, amountPaise: 600_00 }, stored, sha256Hex)).toBe(false);
    expect(provesEntry({ ...verdict.receipt, seq: 9 }, stored, sha256Hex)).toBe(false);
    expect(verifyReceiptQr(text, () => [], verifyText).kind).toBe('unknown-counter');
  });

  it('fails with any one character of any field changed, 500 times', async () => {
    const { text, keysOf } = await receipt();
    const random = seededRandom(20_261_123);
    const alphabet = '0123456789abcdefCPRT-_|';
    let tried = 0;
    for (let round = 0; round < 500; round += 1) {
      const at = random.whole(0, text.length - 1);
      const letter = alphabet[random.whole(0, alphabet.length - 1)] ?? '0';
      const changed = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
      // The last of 86 letters carries four bits more than the signature has.
      if (changed === text || at === text.length - 1) continue;
      tried += 1;
      expect([changed, verifyReceiptQr(changed, keysOf, verifyText).kind]).not.toEqual([changed, 'genuine']);
    }
    expect(tried).toBeGreaterThan(400);
  });

  it('of one receipt under the signature of another is forged', async () => {
    const [one, other] = [await receipt(), await receipt()];
    const mixed = one.text.slice(0, -86) + other.text.slice(-86);
    expect(verifyReceiptQr(mixed, one.keysOf, verifyText).kind).toBe('forged');
  });
});
