import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readReceiptQr, receiptQrText } from '../../../counter/recharge/receipt-qr.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signText = (text: string) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url');
const facts = {
  counter: 'C02',
  epoch: 1,
  seq: 17,
  receiptNumber: 'PTC-C02-2627-000123',
  consumer: '100012345',
  amountPaise: 1_500_00,
  takenAt: 1_795_431_186_947,
  hash: 'ab'.repeat(32),
};

describe('the code on a receipt', () => {
  it('has ten fields, proved by the counter key over all before the signature', () => {
    const text = receiptQrText(facts, signText);
    const fields = text.split('|');
    expect(fields.slice(0, 9)).toEqual([
      'R1',
      'C02',
      '1',
      '17',
      'PTC-C02-2627-000123',
      '100012345',
      '150000',
      '1795431186947',
      facts.hash,
    ]);
    const signed = text.slice(0, text.lastIndexOf('|'));
    expect(verify(null, Buffer.from(signed), publicKey, Buffer.from(fields[9] ?? '', 'base64url'))).toBe(
      true,
    );
  });

  it('reads back as it was written', () => {
    const text = receiptQrText(facts, signText);
    const read = readReceiptQr(text);
    expect(read).toMatchObject(facts);
    expect(`${read?.signed}|${read?.signature}`).toBe(text);
  });

  it.each([
    ['another version', (text: string) => text.replace('R1', 'R2')],
    ['a missing field', (text: string) => text.replace('|C02', '')],
    ['a field too many', (text: string) => `${text}|x`],
    ['an amount that is no number', (text: string) => text.replace('150000', '15e4')],
    ['an amount with leading zeros', (text: string) => text.replace('|150000', '|0150000')],
    ['a number beyond exact arithmetic', (text: string) => text.replace('|150000', '|9999999999999999')],
    ['a short hash', (text: string) => text.replace('abab', 'ab')],
    ['a short signature', (text: string) => text.slice(0, -1)],
  ])('is not read with %s', (_what, spoil) => {
    expect(readReceiptQr(spoil(receiptQrText(facts, signText)))).toBeNull();
  });

  it('is not made of a field that holds a bar', () => {
    expect(() => receiptQrText({ ...facts, consumer: '1|2' }, signText)).toThrow(/bar/u);
  });
});
